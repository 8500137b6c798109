/** Brings what waits to the server, and believes only what the answer says of each operation by its id. */
import { sealedPush } from './carried.ts'
import { database, readMeta, SCHEMA_VERSION, writeMeta, type Feed } from './database.ts'
import * as outbox from './outbox.ts'
import type { Session } from './session.ts'

/** Below the server's 1 MiB a push. */
const BYTES_AT_ONCE = 900_000

export interface Pushed {
  settled: number
  rolledBack: boolean
}

/** Pushes until nothing more goes. The caller holds the lock that lets one tab push at a time. */
export async function push(session: Session, key: CryptoKey, appVersion: string): Promise<Pushed> {
  let settled = 0
  for (;;) {
    await outbox.number(Date.now())
    const ops = fitting(await outbox.ready(key, outbox.OPS_AT_ONCE))
    if (ops.length === 0) return { settled, rolledBack: false }
    const answer = await session.with(async (client) => client.POST('/api/v1/sync/push', { body: await body(ops, appVersion) }))
    const feed: Feed = answer.feed
    const now = Date.now()
    const done = await outbox.hear(key, answer.results, feed, now)
    settled += done
    await writeMeta({ feed, clock_offset: Date.parse(answer.server_now) - now, last_push_at: now })
    if (answer.server_rolled_back) {
      await rollBack(feed)
      return { settled, rolledBack: true }
    }
    // What is only deferred comes again with the next sync, not at once and for ever.
    if (done === 0) return { settled, rolledBack: false }
  }
}

/** Brings what only the server can open, as it was sealed when it was done. */
export async function pushClosed(session: Session, key: CryptoKey, appVersion: string): Promise<void> {
  for (;;) {
    const ops = await outbox.readyClosed(outbox.OPS_AT_ONCE)
    const [device, epoch] = [await readMeta('device_id'), await readMeta('epoch')]
    if (ops.length === 0 || !device || !epoch) return
    const answer = await session.with((client) =>
      client.POST('/api/v1/sync/push-sealed', { body: sealedPush(device, epoch, appVersion, ops) }),
    )
    if ((await outbox.hear(key, answer.results, answer.feed, Date.now())) === 0) return
  }
}

/** The server was restored from a backup: what it forgot waits again, and everything is fetched anew. */
export async function rollBack(feed: Feed): Promise<void> {
  await outbox.waitAgain(feed)
  await writeMeta({ cursor: undefined, have: undefined, feed })
}

function fitting(ops: outbox.Op[]): Record<string, unknown>[] {
  const fit: Record<string, unknown>[] = []
  let bytes = 0
  for (const op of ops) {
    const wired = outbox.wire(op)
    bytes += new TextEncoder().encode(JSON.stringify(wired)).length
    if (fit.length > 0 && bytes > BYTES_AT_ONCE) break
    fit.push(wired)
  }
  return fit
}

async function body(ops: Record<string, unknown>[], appVersion: string) {
  const tx = (await database()).transaction('meta')
  const [device, epoch] = await Promise.all([tx.store.get('device_id'), tx.store.get('epoch')])
  await tx.done
  const [have, counts] = [await readMeta('have'), await outbox.counts()]
  return {
    device_id: device as string,
    epoch: epoch as string,
    phone_now: new Date().toISOString(),
    app_version: appVersion,
    schema_version: SCHEMA_VERSION,
    waiting: Math.max(0, counts.waiting - ops.length),
    refused: counts.refused,
    ...(have ? { have } : {}),
    ops: ops as Record<string, never>[],
  }
}
