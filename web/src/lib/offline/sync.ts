/** When to speak with the server: after saving, when the network is back, at the start, every five minutes, and by hand. */
import { NoAnswer, Refused, SignInNeeded } from '../api/problem.ts'
import { readMeta } from './database.ts'
import * as outbox from './outbox.ts'
import { pull } from './puller.ts'
import { push, pushClosed } from './pusher.ts'
import type { Records } from './records.ts'
import { exclusively } from '../api/exclusively.ts'
import type { Session } from './session.ts'
import type { Keys } from './vault.ts'

export type SyncState = 'idle' | 'working' | 'offline' | 'busy' | 'refused' | 'full' | 'failed' | 'sign-in-needed'

const EVERY_MS = 5 * 60_000
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 15 * 60_000
/** Accepted operations stay in the list this long, so that people see what arrived. */
const SHOWN_MS = 24 * 3_600_000

export interface Wiring {
  session: Session
  records: Records
  keys: () => Keys | null
  appVersion: string
  onState: (state: SyncState, error: unknown) => void
  onPage: (items: number) => void
  /** Something may have changed; whether the server was spoken with. */
  onChange: (spoken: boolean) => Promise<void>
  /** The user's areas are others now. */
  onAreas: () => Promise<void>
  /** Fetches what is of no use to leave without: all is well only when it is there. */
  furnish: () => Promise<void>
}

export class Sync {
  readonly #wiring: Wiring
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #running: Promise<void> | null = null
  #again = false

  constructor(wiring: Wiring) {
    this.#wiring = wiring
  }

  /** Now, or once more after the one under way. */
  run(): Promise<void> {
    if (this.#running) {
      this.#again = true
      return this.#running
    }
    this.#running = this.#turn().finally(() => {
      this.#running = null
      if (this.#again) {
        this.#again = false
        void this.run()
      }
    })
    return this.#running
  }

  /** In so many milliseconds at the latest. */
  soon(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.run(), ms)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async #turn(): Promise<void> {
    const { keys, onState, onChange } = this.#wiring
    const own = keys()
    clearTimeout(this.#timer)
    if (!own) return
    onState('working', null)
    try {
      await exclusively('tungnha-sync', () => this.#pushAndPull(own))
      this.#failures = 0
      // First what is on the screen, then that all is well.
      if (keys()) await onChange(true)
      onState('idle', null)
      this.soon(await this.#pause())
    } catch (error) {
      this.#failures += 1
      const [state, wait] = this.#after(error)
      onState(state, error)
      if (wait !== null) this.soon(wait)
      if (keys()) await onChange(false)
    }
    // Locked meanwhile: what came in with the last page does not stay in memory.
    if (!keys()) this.#wiring.records.clear()
  }

  async #pushAndPull(own: Keys): Promise<void> {
    const { session, records, appVersion, onPage, onAreas, furnish } = this.#wiring
    // Once more after a restored server: what it forgot is brought first, then everything is fetched.
    for (let round = 0; round < 3; round++) {
      await pushClosed(session, own.work, appVersion)
      const pushed = await push(session, own.work, appVersion)
      if (pushed.rolledBack) continue
      await furnish()
      const pulled = await pull(session, own.cache, records, onPage)
      if (pulled.areasChanged) await onAreas()
      if (!pulled.rolledBack) break
    }
    const feed = await readMeta('feed')
    if (feed) await outbox.letGo(feed, Date.now() - SHOWN_MS)
  }

  /** Until the next time: sooner when something can still be undone. */
  async #pause(): Promise<number> {
    const counts = await outbox.counts()
    return counts.waiting > 0 ? outbox.UNDO_MS + 500 : EVERY_MS
  }

  /** What a failure means, and how long to wait: full jitter, so that a thousand phones do not come back together. */
  #after(error: unknown): [SyncState, number | null] {
    if (error instanceof SignInNeeded) return ['sign-in-needed', null]
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures)
    const wait = Math.random() * most + 500
    if (error instanceof NoAnswer) return ['offline', wait]
    if (error instanceof Refused) {
      const busy = error.problem.status >= 500 || error.problem.status === 429
      return [busy ? 'busy' : 'refused', Math.max(wait, (error.retryAfter ?? 0) * 1000)]
    }
    return [isFull(error) ? 'full' : 'failed', wait]
  }
}

/** The phone has no room left. */
export const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError'
