/**
 * Unsent work as a file, the last resort when a phone cannot reach the server: sealed under the server's key for this
 * phone, so that whoever finds the file reads nothing, and its user can bring it in on any phone they sign in on.
 */
import { database } from './database.ts'
import * as outbox from './outbox.ts'
import { seal, unseal, type Sealed } from './sealing.ts'
import { fileKey } from './vault.ts'

/** What the file says unsealed. */
interface File {
  format: 'tungnha-unsent-1'
  device_id: string
  made_at: string
  operations: number
  iv: string
  data: string
}

/** What lies sealed in it: the operations as the server takes them. */
export interface Carried {
  epoch: string
  ops: Record<string, unknown>[]
}

export async function carry(work: CryptoKey, deviceKey: string): Promise<{ name: string; text: string }> {
  await outbox.number(Date.now(), true)
  const db = await database()
  const [device, epoch] = [(await db.get('meta', 'device_id')) as string, (await db.get('meta', 'epoch')) as string]
  const kept = (await outbox.all(work)).filter((op) => op.state !== 'accepted' && op.seq !== null)
  const carried: Carried = { epoch, ops: kept.map((op) => outbox.wire(op)) }
  const sealed = await seal(await fileKey(deviceKey), carried, device)
  const made = new Date().toISOString()
  const file: File = {
    format: 'tungnha-unsent-1',
    device_id: device,
    made_at: made,
    operations: carried.ops.length,
    iv: base64(sealed.iv),
    data: base64(new Uint8Array(sealed.data)),
  }
  return { name: `tung-nha-chua-gui-${made.slice(0, 10)}.json`, text: JSON.stringify(file, null, 1) }
}

/** Opens such a file again. Throws when it is another phone's or was changed. */
export async function carriedIn(text: string, deviceKey: string): Promise<Carried> {
  const file = JSON.parse(text) as File
  const sealed: Sealed = { iv: bytes(file.iv), data: bytes(file.data).buffer }
  return unseal<Carried>(await fileKey(deviceKey), sealed, file.device_id)
}

function base64(data: Uint8Array): string {
  let text = ''
  for (const byte of data) text += String.fromCharCode(byte)
  return btoa(text)
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
