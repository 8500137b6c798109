/** A phone and a server of memory for the tests: the server keeps to the protocol of docs/sync.md as far as a phone can see it. */
import { vi } from 'vitest'
import { database, wipeAll, writeMeta } from '../../src/lib/offline/database.ts'
import { newId } from '../../src/lib/offline/ids.ts'
import { Records, type PullItem } from '../../src/lib/offline/records.ts'
import { Session } from '../../src/lib/offline/session.ts'
import { newKeys, type Keys } from '../../src/lib/offline/vault.ts'
import { pair, type Pair } from './server-side.ts'

interface WireOp {
  op_id: string
  seq: number
  after_seq?: number
  entity: string
  entity_id: string
  fields: Record<string, unknown>
}

interface WireSealed {
  op_id: string
  seq: number
  after_seq?: number
  sealed: string
}

export class FakeServer {
  feed = { feed_epoch: 'one', head: 0, durable_rev: 0 }
  /** Answers of old, by op id: the text of the operation and what was said. */
  known = new Map<string, { text: string; status: string; rev: number }>()
  pushes: { ops: WireOp[]; have?: unknown; waiting?: number }[] = []
  pages: { items: PullItem[]; more: boolean }[] = []
  refusals = new Map<string, { code: string; reason: string }>()
  deferring = new Set<string>()
  conflicting = new Set<string>()
  /** What happens to the next calls instead of an answer. */
  faults: ('cut-before' | 'cut-after' | 'signed-out' | 'cursor-reset' | 'rolled-back')[] = []
  rolledBack = false
  cursors: (string | null)[] = []
  refreshes: string[] = []
  seal: Pair
  /** What came sealed, opened. */
  sealedPushes: { device_id: string; ops: WireOp[]; users: string[] }[] = []

  constructor(seal: Pair) {
    this.seal = seal
  }

  install(): void {
    vi.stubGlobal('fetch', (request: Request) => this.#answer(request))
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const fault = url.pathname.includes('/sync/p') ? this.faults.shift() : undefined
    if (fault === 'cut-before') throw new TypeError('network')
    if (fault === 'signed-out') return problem(401, 'not-signed-in')
    if (fault === 'cursor-reset') return problem(409, 'cursor-reset')
    if (fault === 'rolled-back') return problem(409, 'server-rolled-back')
    const answer = await this.#do(url, request)
    if (fault === 'cut-after') throw new TypeError('network')
    return answer
  }

  async #do(url: URL, request: Request): Promise<Response> {
    const now = new Date().toISOString()
    switch (url.pathname) {
      case '/api/v1/sessions/refresh': {
        const { refresh_token } = (await request.json()) as { refresh_token: string }
        this.refreshes.push(refresh_token)
        if (refresh_token === 'over') return problem(401, 'session-over')
        return json({ access_token: newId(), expires_in: 600, refresh_token: `${refresh_token}+`, user: USER })
      }
      case '/api/v1/sync/manifest':
        return json({ feed: this.feed, server_now: now, sealing_key: this.seal.shown })
      case '/api/v1/sync/push': {
        const body = (await request.json()) as { ops: WireOp[] }
        this.pushes.push(body)
        const results = body.ops.map((op, place) => ({ place, op_id: op.op_id, ...this.#settle(op) }))
        const rolled = this.rolledBack
        this.rolledBack = false
        return json({ results, missing_seqs: [], server_now: now, clock_skew_s: 0, feed: this.feed, server_rolled_back: rolled })
      }
      case '/api/v1/sync/push-sealed': {
        const body = (await request.json()) as { device_id: string; ops: WireSealed[] }
        const opened = await Promise.all(
          body.ops.map(async ({ op_id, seq, after_seq, sealed }) => {
            const within = await this.seal.open<{ user_id: string; op: WireOp }>(sealed, `${body.device_id}|${op_id}`)
            return { ...within, op: { ...within.op, seq, ...(after_seq === undefined ? {} : { after_seq }) } }
          }),
        )
        this.sealedPushes.push({ device_id: body.device_id, ops: opened.map((one) => one.op), users: opened.map((one) => one.user_id) })
        const results = opened.map(({ op }, place) => ({ place, op_id: op.op_id, ...this.#settle(op) }))
        return json({ results, missing_seqs: [], server_now: now, clock_skew_s: 0, feed: this.feed, server_rolled_back: false })
      }
      case '/api/v1/sync/pull': {
        this.cursors.push(url.searchParams.get('cursor'))
        const page = this.pages.shift() ?? { items: [], more: false }
        return json({ ...page, cursor: `c${this.cursors.length}`, server_now: now, feed: this.feed })
      }
    }
    return problem(404, 'not-found')
  }

  #settle(op: WireOp) {
    const nothing = { was: null, code: null, field: null, reason: null, rev: null }
    // In the order of the fields' names: what counts is what was said, not in which order.
    const text = JSON.stringify(Object.entries(op).sort())
    const before = this.known.get(op.op_id)
    if (before) {
      if (before.text !== text) return { ...nothing, status: 'refused', code: 'op-id-reused' }
      return { ...nothing, status: 'duplicate', was: before.status, rev: before.rev }
    }
    if (this.deferring.has(op.entity_id)) return { ...nothing, status: 'deferred', code: 'record-missing' }
    const refusal = this.refusals.get(op.entity_id)
    const status = refusal ? 'refused' : this.conflicting.has(op.entity_id) ? 'conflict' : 'accepted'
    this.feed.head += 1
    this.known.set(op.op_id, { text, status, rev: this.feed.head })
    return { ...nothing, status, code: refusal?.code ?? null, reason: refusal?.reason ?? null, rev: this.feed.head }
  }
}

export const USER = { id: newId(), username: 'thu', full_name: 'Người Thử', lang: 'vi', grants: [], permissions: [] }

const json = (body: unknown): Response => Response.json(body)
const problem = (status: number, code: string): Response =>
  Response.json({ type: `/problems/${code}`, title: `vì ${code}`, status, code }, { status })

export interface Phone {
  server: FakeServer
  session: Session
  records: Records
  keys: Keys
}

/** A phone whose user has signed in, with an empty database. */
export async function phone(): Promise<Phone> {
  await wipeAll()
  const server = new FakeServer(await pair())
  server.install()
  const keys = await newKeys()
  const session = new Session(() => 'vi')
  await writeMeta({ device_id: newId(), epoch: newId(), user_id: USER.id, server_key: server.seal.shown })
  const view = { access_token: 'a', expires_in: 0, refresh_token: 'r', user: USER }
  await session.keep(keys.work, view as never)
  return { server, session, records: new Records(), keys }
}

export const visit = (household: string, outcome = 'not_home', id = newId()) => ({
  entity: 'visit',
  entity_id: id,
  kind: 'create' as const,
  fields: { household_id: household, outcome, note: 'ghi chú kín' },
})

/** All that lies in the phone's database, as text. */
export async function everythingStored(): Promise<string> {
  const db = await database()
  const parts: unknown[] = []
  for (const store of ['meta', 'bundles', 'ops', 'drafts'] as const) parts.push(await db.getAll(store), await db.getAllKeys(store))
  return JSON.stringify(parts, (_key, value: unknown) => {
    if (value instanceof ArrayBuffer) return new TextDecoder().decode(value)
    return value instanceof Uint8Array ? new TextDecoder().decode(value) : value
  })
}
