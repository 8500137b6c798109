/**
 * Unsent work as a file, the last resort when a phone cannot reach the server: sealed to the server, so that whoever finds
 * the file reads nothing, and brought in by whoever did the work, on any phone they sign in on.
 */
import type { Schemas } from '../api/client.ts'
import { database, readMeta, SCHEMA_VERSION } from './database.ts'
import * as outbox from './outbox.ts'
import type { Session } from './session.ts'

const FORMAT = 'tungnha-unsent-2'

type SealedOp = Schemas['SealedOp']

/** All of the file; only its operations' content is sealed. */
interface File {
  format: typeof FORMAT
  device_id: string
  epoch: string
  made_at: string
  ops: SealedOp[]
}

/** The file is none of ours. */
export class NoSuchFile extends Error {}

/** Needs no key: what is in it was sealed when it was done. */
export async function carry(): Promise<{ name: string; text: string }> {
  await outbox.number(Date.now(), true)
  const [device, epoch] = [await readMeta('device_id'), await readMeta('epoch')]
  const rows = await (await database()).getAll('ops')
  const made = new Date().toISOString()
  const ops = rows.filter((row) => row.state === 'waiting').flatMap((row) => outbox.sealedWire(row) ?? [])
  const file: File = { format: FORMAT, device_id: device ?? '', epoch: epoch ?? '', made_at: made, ops }
  return { name: `tung-nha-chua-gui-${made.slice(0, 10)}.json`, text: JSON.stringify(file, null, 1) }
}

export interface Brought {
  accepted: number
  refused: number
  /** Those that wait for something else. */
  deferred: number
}

/** Brings a file in, as the work of whoever is signed in; the server refuses another's. */
export async function bringIn(session: Session, text: string, appVersion: string): Promise<Brought> {
  const file = read(text)
  const brought: Brought = { accepted: 0, refused: 0, deferred: 0 }
  for (let at = 0; at < file.ops.length; at += outbox.OPS_AT_ONCE) {
    const ops = file.ops.slice(at, at + outbox.OPS_AT_ONCE)
    const answer = await session.with((client) =>
      client.POST('/api/v1/sync/push-sealed', { body: sealedPush(file.device_id, file.epoch, appVersion, ops) }),
    )
    for (const { status, was } of answer.results) {
      const end = status === 'duplicate' ? was : status
      if (end === 'refused') brought.refused += 1
      else if (end === 'deferred') brought.deferred += 1
      else brought.accepted += 1
    }
  }
  return brought
}

export const sealedPush = (device_id: string, epoch: string, app_version: string, ops: SealedOp[]): Schemas['SealedPush'] => ({
  device_id,
  epoch,
  phone_now: new Date().toISOString(),
  app_version,
  schema_version: SCHEMA_VERSION,
  ops,
})

function read(text: string): File {
  try {
    const file = JSON.parse(text) as File
    if (file.format === FORMAT && Array.isArray(file.ops)) return file
  } catch {
    // Whatever it is, it is no file of ours: said below.
  }
  throw new NoSuchFile()
}
