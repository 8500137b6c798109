/**
 * What was done on this phone, from the tap to the server's word and on until a backup of the server holds it.
 *
 * An operation gets its number when it can no longer be undone: numbers have no gaps, so that the server can say what it
 * never saw. Its content never changes afterwards; a repeat is byte for byte the same, and the server answers it as it did.
 */
import type { Schemas } from '../api/client.ts'
import { database, readMetas, type Feed, type Mark, type OpRow, type OpState } from './database.ts'
import { newId } from './ids.ts'
import { seal, unseal } from './sealing.ts'
import { agreeAhead, sealToServer, type ToServer } from './server-seal.ts'

export type OpKind =
  | 'create' | 'patch' | 'amend' | 'end' | 'declare' | 'pay' | 'cancel' | 'accept' | 'return' | 'withdraw' | 'stop' | 'reopen'

/** Something that somebody did. */
export interface Deed {
  entity: string
  entity_id: string
  kind: OpKind
  fields: Record<string, unknown>
  /** What the phone had pulled, for an edit. */
  base?: Mark
}

/** As it is sealed: all of the operation but its number. */
export interface OpBody extends Deed {
  op_id: string
  occurred_at: string
  tz_min: number
}

/** An operation with its seal opened. */
export interface Op extends Omit<OpRow, 'sealed' | 'answer'> {
  n: number
  body: OpBody
  reason: string | null
  field: string | null
}

/** What the server says of one operation. */
export interface Result {
  op_id: string | null
  status: string
  was: string | null
  code: string | null
  field: string | null
  reason: string | null
  rev: number | null
}

/** An operation that only the server can open: it was done under a PIN that is gone. */
export interface ClosedOp extends OpRow {
  reason: string | null
}

export const UNDO_MS = 10_000
/** Of one push; the server's limit. */
export const OPS_AT_ONCE = 200

/** Writes deeds down, all or none, for good when the promise is kept. */
export async function record(key: CryptoKey, deeds: Deed[], now: number, undoMs = UNDO_MS): Promise<string[]> {
  const bodies: OpBody[] = deeds.map((deed) => ({
    ...deed,
    op_id: newId(now),
    occurred_at: new Date(now).toISOString(),
    tz_min: -new Date(now).getTimezoneOffset(),
  }))
  const author = await writer()
  // Sealed before the transaction is opened: it would end while the sealing is waited for.
  const rows = await Promise.all(bodies.map(async (body): Promise<OpRow> => {
    const [sealed, to_server] = await Promise.all([seal(key, body, body.op_id), author(body)])
    return {
      op_id: body.op_id,
      record: `${body.entity}:${body.entity_id}`,
      seq: null,
      after_seq: null,
      held_until: now + undoMs,
      state: 'waiting',
      code: null,
      acked: null,
      answered_at: null,
      seen: false,
      sealed,
      to_server,
      answer: null,
    }
  }))
  const tx = (await database()).transaction('ops', 'readwrite', { durability: 'strict' })
  for (const row of rows) void tx.store.add(row)
  await tx.done
  return bodies.map((body) => body.op_id)
}

/** Seals an operation to the server, with whose it is; gives null while the server's key is not known. */
async function writer(): Promise<(body: OpBody) => Promise<ToServer | null>> {
  const { server_key: server, user_id, device_id: device } = await readMetas('server_key', 'user_id', 'device_id')
  return async (body) =>
    server && user_id ? sealToServer(server, { user_id, op: unnumbered(body) }, `${device ?? ''}|${body.op_id}`) : null
}

/** So that what is done next is written down at once. */
export async function getReady(): Promise<void> {
  const { server_key: server } = await readMetas('server_key')
  if (server) agreeAhead(server)
}

/** Seals to the server what was done before its key was known. */
export async function sealWhatIsOpen(key: CryptoKey): Promise<void> {
  const author = await writer()
  const open = (await (await database()).getAll('ops')).filter((row) => !row.to_server && !row.closed)
  for (const row of open) {
    const to_server = await author(await unseal<OpBody>(key, row.sealed, row.op_id))
    const tx = (await database()).transaction('ops', 'readwrite', { durability: 'strict' })
    const now = row.n === undefined ? undefined : await tx.store.get(row.n)
    if (now) await tx.store.put({ ...now, to_server })
    await tx.done
  }
}

/** How much of what is unsent nobody but the PIN opens: done while the server's key was not known yet. */
export async function onlyUnderPin(): Promise<number> {
  const rows = await (await database()).getAll('ops')
  return rows.filter((row) => row.state !== 'accepted' && !row.to_server).length
}

/** The work key is gone: what lies under it is for the server alone from now on. */
export async function closeAll(): Promise<void> {
  await number(Date.now(), true)
  const tx = (await database()).transaction(['ops', 'drafts'], 'readwrite', { durability: 'strict' })
  for (const row of await tx.objectStore('ops').getAll()) void tx.objectStore('ops').put({ ...row, closed: true, answer: null })
  void tx.objectStore('drafts').clear()
  await tx.done
}

/** Takes deeds back, all or none; false when one is on its way already. */
export async function undo(opIds: string[]): Promise<boolean> {
  const tx = (await database()).transaction('ops', 'readwrite', { durability: 'strict' })
  const index = tx.store.index('op_id')
  const rows = await Promise.all(opIds.map((id) => index.get(id)))
  const free = rows.every((row) => row && row.seq === null && row.state === 'waiting')
  if (free) for (const row of rows) if (row?.n !== undefined) void tx.store.delete(row.n)
  await tx.done
  return free
}

/** Gives numbers to what can no longer be undone, in the order of doing. `force`: also to what still could be. */
export async function number(now: number, force = false): Promise<void> {
  const tx = (await database()).transaction(['ops', 'meta'], 'readwrite', { durability: 'strict' })
  const [ops, meta] = [tx.objectStore('ops'), tx.objectStore('meta')]
  let last = ((await meta.get('last_seq')) as number | undefined) ?? 0
  const waiting = await ops.index('state').getAll('waiting')
  // A clock that was set back must not hold anything for ever.
  const free = (row: OpRow): boolean => force || row.held_until <= now || row.held_until - now > UNDO_MS
  const open = waiting.filter((row) => row.seq === null).sort((a, b) => (a.n ?? 0) - (b.n ?? 0))
  for (const row of open) {
    if (!free(row)) break
    const before = (await ops.index('record').getAll(row.record)).filter((other) => other.seq !== null)
    const after = Math.max(0, ...before.map((other) => other.seq ?? 0))
    last += 1
    await ops.put({ ...row, seq: last, after_seq: after > 0 ? after : null })
  }
  await meta.put(last, 'last_seq')
  await tx.done
}

/** The operation as the server takes it. */
export const wire = (op: Pick<Op, 'seq' | 'after_seq' | 'body'>): Record<string, unknown> => ({
  ...unnumbered(op.body),
  seq: op.seq,
  ...(op.after_seq === null ? {} : { after_seq: op.after_seq }),
})

/** The same before it has a number: what is sealed to the server. */
function unnumbered({ op_id, entity, entity_id, kind, fields, base, occurred_at, tz_min }: OpBody): Record<string, unknown> {
  return { op_id, entity, entity_id, kind, ...(base === undefined ? {} : { base }), fields, occurred_at, tz_min }
}

/** The operation as only the server opens it; undefined when it has no number yet, or was never sealed so. */
export function sealedWire(row: OpRow): Schemas['SealedOp'] | undefined {
  if (row.seq === null || !row.to_server) return undefined
  const { op_id, seq, after_seq, to_server } = row
  return { op_id, seq, ...(after_seq === null ? {} : { after_seq }), key: to_server.key, sealed: to_server.sealed }
}

/** All that is kept, in the order of doing: `ops`, and `closed`, which only the server can open. */
export async function kept(key: CryptoKey): Promise<{ ops: Op[]; closed: ClosedOp[] }> {
  const rows = await (await database()).getAll('ops')
  const [ops, closed] = await Promise.all([
    Promise.all(rows.filter((row) => !row.closed).map((row) => opened(key, row))),
    Promise.all(rows.filter((row) => row.closed).map(async (row) => ({ ...row, reason: (await said(key, row)).reason }))),
  ])
  return { ops, closed }
}

/** What waits and has its number, the oldest first. */
export async function ready(key: CryptoKey, most: number): Promise<Op[]> {
  const rows = await (await database()).getAllFromIndex('ops', 'state', 'waiting')
  return Promise.all(inTurn(rows.filter((row) => !row.closed)).slice(0, most).map((row) => opened(key, row)))
}

/** What waits and only the server can open, the oldest first. */
export async function readyClosed(most: number): Promise<Schemas['SealedOp'][]> {
  const rows = await (await database()).getAllFromIndex('ops', 'state', 'waiting')
  return inTurn(rows.filter((row) => row.closed)).flatMap((row) => sealedWire(row) ?? []).slice(0, most)
}

const inTurn = (rows: OpRow[]): OpRow[] => rows.filter((row) => row.seq !== null).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))

/** How many operations are in each state; needs no key. */
export async function counts(): Promise<Record<OpState, number>> {
  const rows = await (await database()).getAll('ops')
  const count: Record<OpState, number> = { waiting: 0, accepted: 0, conflict: 0, refused: 0 }
  for (const row of rows) if (row.state !== 'refused' || !row.seen) count[row.state] += 1
  return count
}

/** What was opened under a key, as long as that key is there: the content of an operation never changes. */
const bodies = new WeakMap<CryptoKey, Map<string, OpBody>>()

async function opened(key: CryptoKey, row: OpRow): Promise<Op> {
  const { sealed, answer: _, ...rest } = row
  const known = bodies.get(key) ?? new Map<string, OpBody>()
  bodies.set(key, known)
  const body = known.get(row.op_id) ?? (await unseal<OpBody>(key, sealed, row.op_id))
  known.set(row.op_id, body)
  return { ...rest, n: row.n ?? 0, body, ...(await said(key, row)) }
}

interface Said {
  reason: string | null
  field: string | null
}

async function said(key: CryptoKey, row: OpRow): Promise<Said> {
  return row.answer ? unseal<Said>(key, row.answer, row.op_id) : { reason: null, field: null }
}

const STATES: Record<string, OpState> = {
  accepted: 'accepted',
  merged: 'accepted',
  conflict: 'conflict',
  refused: 'refused',
}

/** Believes what an answer says of the operations it names, and of nothing else. How many were settled. */
export async function hear(key: CryptoKey, results: Result[], feed: Feed, now: number): Promise<number> {
  const answers = new Map<string, { result: Result; sealed: OpRow['answer'] }>()
  for (const result of results) {
    if (result.op_id === null) continue
    const { reason, field } = result
    answers.set(result.op_id, { result, sealed: reason === null ? null : await seal(key, { reason, field }, result.op_id) })
  }
  const tx = (await database()).transaction('ops', 'readwrite', { durability: 'strict' })
  let settled = 0
  for (const [opId, { result, sealed }] of answers) {
    const row = await tx.store.index('op_id').get(opId)
    if (!row || row.state !== 'waiting') continue
    const state = STATES[result.status === 'duplicate' ? (result.was ?? 'accepted') : result.status]
    const acked = result.rev === null ? null : { feed_epoch: feed.feed_epoch, rev: result.rev }
    if (state) settled += 1
    // Deferred, or a word this app does not know: it waits on.
    await tx.store.put({
      ...row,
      state: state ?? 'waiting',
      code: result.code,
      acked: state ? acked : row.acked,
      answered_at: now,
      answer: sealed,
    })
  }
  await tx.done
  return settled
}

/** The server was restored: what it no longer has waits again, under the numbers it had. */
export async function waitAgain(feed: Feed): Promise<void> {
  const tx = (await database()).transaction('ops', 'readwrite', { durability: 'strict' })
  for (const row of await tx.store.getAll()) {
    const known = row.acked && row.acked.feed_epoch === feed.feed_epoch && row.acked.rev <= feed.head
    if (row.state !== 'waiting' && !known) await tx.store.put({ ...row, state: 'waiting', acked: null, code: null, answer: null })
  }
  await tx.done
}

/** Lets go of what was accepted before `since` and lies in a verified backup of the server. */
export async function letGo(feed: Feed, since: number): Promise<void> {
  const tx = (await database()).transaction('ops', 'readwrite')
  for (const row of await tx.store.index('state').getAll('accepted')) {
    const safe = row.acked && row.acked.feed_epoch === feed.feed_epoch && row.acked.rev <= feed.durable_rev
    if (safe && (row.answered_at ?? 0) < since && row.n !== undefined) await tx.store.delete(row.n)
  }
  await tx.done
}

/** Somebody has read that these were refused, or has settled their conflict: they stay, and no longer ask for attention. */
export async function markSeen(opId: string): Promise<void> {
  const tx = (await database()).transaction('ops', 'readwrite')
  const row = await tx.store.index('op_id').get(opId)
  if (row) await tx.store.put({ ...row, seen: true })
  await tx.done
}
