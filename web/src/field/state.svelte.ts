/** The app as a whole: who is in front of it, what is known, what waits. Screens read it and call its verbs. */
import { Refused } from '../lib/api/problem.ts'
import { dayAt } from '../lib/format/days.ts'
import { language, type Lang } from '../lib/i18n/language.svelte.ts'
import { readMeta, readMetas, wipeAll, wipeCache, writeMeta, type Mark } from '../lib/offline/database.ts'
import { draftIds } from '../lib/offline/drafts.ts'
import { enrol, secretOf } from '../lib/offline/fingerprint.ts'
import { newId } from '../lib/offline/ids.ts'
import { EMPTY_LISTS, fetchLists, keptLists, type Lists } from '../lib/offline/lists.ts'
import * as outbox from '../lib/offline/outbox.ts'
import { Records } from '../lib/offline/records.ts'
import { Session, type Profile } from '../lib/offline/session.ts'
import { askToPersist, room, type Room } from '../lib/offline/storage.ts'
import { isFull, Sync, type SyncState } from '../lib/offline/sync.ts'
import * as vault from '../lib/offline/vault.ts'
import type { Schemas } from '../lib/api/client.ts'
import { DoorMaker, inOrder, isIn, type Day, type Door, type Filter } from './doors.ts'

export type Phase = 'starting' | 'sign-in' | 'new-pin' | 'locked' | 'open'

export const MOST_WRONG_PINS = 10
const TREMBLES_MS = 1_000
const LOCK_AFTER_MS = 5 * 60_000
/** A clock that is off by more is told. */
const TOLERATED_CLOCK_MS = 10 * 60_000

interface Toast {
  opIds: string[]
  title: string
  text: string
}

class Field {
  phase = $state<Phase>('starting')
  profile = $state.raw<Profile | null>(null)
  doors = $state.raw<Door[]>([])
  ops = $state.raw<outbox.Op[]>([])
  /** What was done under a PIN that is gone. */
  closed = $state.raw<outbox.ClosedOp[]>([])
  /** Names of what was begun and not saved. */
  drafts = $state.raw<ReadonlySet<string>>(new Set())
  /** The own values that met others, as the server tells them. */
  conflicts = $state.raw<Schemas['ConflictView'][]>([])
  lists = $state.raw<Lists>(EMPTY_LISTS)
  syncState = $state<SyncState>('idle')
  /** What the server, or the phone, said about the last failure. */
  syncError = $state<unknown>(null)
  /** Records fetched so far by a pull under way. */
  fetched = $state(0)
  lastPull = $state<number | null>(null)
  clockOffset = $state(0)
  room = $state.raw<Room | null>(null)
  toast = $state.raw<Toast | null>(null)
  /** Something that failed and is no matter of sync. */
  trouble = $state<string | null>(null)
  /** The user was given other areas; told until somebody has read it. */
  areasChanged = $state(false)
  wrongPins = $state(0)
  online = $state(navigator.onLine)
  now = $state(Date.now())
  search = $state('')
  filter = $state<Filter>('today')
  position = $state.raw<{ latitude: number; longitude: number } | null>(null)

  readonly records = new Records()
  readonly #maker = new DoorMaker()
  readonly session = new Session(() => language.lang)
  readonly today = $derived(dayAt(this.now + this.clockOffset))
  readonly day: Day = $derived({ today: this.today, listed: this.doors.some((door) => door.position !== null) })
  readonly counts = $derived.by(() => {
    const count = (filter: Filter): number => this.doors.filter((door) => isIn(door, filter, this.day)).length
    return { today: count('today'), due: count('due'), promised: count('promised'), never: count('never'), all: this.doors.length }
  })
  readonly waiting = $derived([...this.ops, ...this.closed].filter((op) => op.state === 'waiting').length)
  readonly attention = $derived(
    [...this.ops, ...this.closed].filter((op) => (op.state === 'refused' || op.state === 'conflict') && !op.seen).length,
  )
  /** Whether the server can be spoken with, as far as is known: a browser's word alone is not enough. */
  readonly reachable = $derived(this.online && this.syncState !== 'offline')
  readonly clockWrong = $derived(Math.abs(this.clockOffset) > TOLERATED_CLOCK_MS)

  #keys: vault.Keys | null = null
  /** Between a password that was right and a PIN that was chosen. */
  #arriving: Schemas['SessionView'] | null = null
  #sync: Sync
  #lockTimer: ReturnType<typeof setTimeout> | undefined
  #toastTimer: ReturnType<typeof setTimeout> | undefined
  #lastDone = ''
  #lastDoneAt = 0
  readonly #others = new BroadcastChannel('tungnha-field')

  constructor() {
    this.#sync = new Sync({
      session: this.session,
      records: this.records,
      keys: () => this.#keys,
      appVersion: __APP_VERSION__,
      onState: (state, error) => {
        this.syncState = state
        this.syncError = error
      },
      onPage: (items) => (this.fetched = items),
      onAreas: async () => {
        this.profile = await this.session.renewed()
        this.areasChanged = true
        const keys = this.#keys
        if (keys) void this.#fetchLists(keys)
      },
      furnish: async () => {
        const keys = this.#keys
        if (keys && this.lists.outcomes.length === 0) await this.#takeLists(keys)
      },
      onChange: async (spoken) => {
        await this.refresh()
        if (spoken) await this.#fetchConflicts()
        this.#others.postMessage('changed')
      },
    })
    this.#others.onmessage = ({ data }) => {
      // Another tab has other keys now: those of this one open nothing any more.
      if (data === 'rekeyed') void this.#loseKeys()
      else void this.#hearOthers()
    }
  }

  /** Looks at what is on the phone, and shows the first screen. */
  async start(): Promise<void> {
    const lang = (await readMeta('lang')) as Lang | undefined
    language.choose(lang ?? 'vi')
    this.lists = await keptLists()
    this.wrongPins = (await readMeta('wrong_pins')) ?? 0
    this.phase = (await readMeta('pin')) ? 'locked' : 'sign-in'
    addEventListener('online', () => {
      this.online = true
      this.syncNow()
    })
    addEventListener('offline', () => (this.online = false))
    // It may have come or gone since this was made.
    this.online = navigator.onLine
    for (const event of ['pointerdown', 'keydown'] as const) addEventListener(event, () => this.#putOffLock(), { passive: true })
    document.addEventListener('visibilitychange', () => {
      this.#look()
      if (document.visibilityState === 'visible') this.syncNow()
    })
    setInterval(() => this.#look(), 30_000)
  }

  async chooseLang(lang: Lang): Promise<void> {
    language.choose(lang)
    await writeMeta({ lang })
  }

  /** Whether a password can bring back what lies here under a PIN that was forgotten. */
  async canRecover(): Promise<boolean> {
    return (await readMeta('user_id')) !== undefined
  }

  /** With a password: the first time, after a forgotten PIN, or when the session ended. Throws what the server said. */
  async signIn(username: string, password: string): Promise<void> {
    const view = await this.session.signIn(username, password)
    if (this.#keys && this.profile) {
      if (view.user.id !== this.profile.user_id) throw new Error(language.t.anotherUser)
      this.profile = await this.session.keep(this.#keys.work, view)
      this.session.use(view)
      this.syncNow()
      return
    }
    // What lies here belongs to whoever put it here; somebody else's sign-in must not bring it in under their name.
    const owner = await readMeta('user_id')
    if (owner !== undefined && owner !== view.user.id) throw new Error(language.t.anotherUser)
    if ((await outbox.onlyUnderPin()) > 0) throw new Error(language.t.pinNeeded)
    if (!(await readMeta('device_id'))) await writeMeta({ device_id: newId(), epoch: newId() })
    this.session.use(view)
    await this.#learnServerKey()
    this.#arriving = view
    this.phase = 'new-pin'
  }

  /** New keys; what was done under the old ones is the server's alone to open. Then in. */
  async choosePin(pin: string): Promise<void> {
    const view = this.#arriving
    if (!view) return
    const keys = await vault.newKeys()
    const wrapped = await vault.wrapWithPin(pin, keys)
    await outbox.closeAll()
    await wipeCache()
    await writeMeta({ pin: wrapped, user_id: view.user.id, wrong_pins: 0, device: undefined, profile: undefined })
    await this.session.keep(keys.work, view)
    this.#others.postMessage('rekeyed')
    this.#arriving = null
    this.wrongPins = 0
    await askToPersist()
    await this.#enter(await vault.forUse(keys))
  }

  /** The key to which unsent work is sealed; it changes when the operator changes the keys. */
  async #learnServerKey(): Promise<void> {
    const manifest = await this.session.with((client) => client.GET('/api/v1/sync/manifest'))
    await writeMeta({ server_key: manifest.sealing_key })
  }

  /** False when the PIN is wrong; after ten of them what was fetched is gone, and what was done is not. */
  async unlock(pin: string): Promise<boolean> {
    const wrapped = await readMeta('pin')
    if (!wrapped) {
      this.phase = 'sign-in'
      return false
    }
    // Counted before it is tried: switching the phone off does not give another try.
    const tries = ((await readMeta('wrong_pins')) ?? 0) + 1
    await writeMeta({ wrong_pins: tries })
    try {
      const keys = await vault.openWithPin(pin, wrapped)
      await writeMeta({ wrong_pins: 0 })
      this.wrongPins = 0
      await this.#enter(await vault.forUse(keys))
      return true
    } catch (error) {
      if (!(error instanceof vault.WrongSecret)) throw error
      this.wrongPins = tries
      if (tries >= MOST_WRONG_PINS) {
        await wipeCache()
        if (!(await readMeta('pin'))) this.phase = 'sign-in'
      }
      return false
    }
  }

  /** Opens with the fingerprint that was set up; false when the phone did not give the secret. */
  async unlockWithDevice(): Promise<boolean> {
    const wrapped = await readMeta('device')
    if (!wrapped) return false
    const secret = await secretOf(wrapped.credential, wrapped.salt)
    if (!secret) return false
    await this.#enter(await vault.forUse(await vault.openWithDevice(secret, wrapped)))
    await writeMeta({ wrong_pins: 0 })
    this.wrongPins = 0
    return true
  }

  /** Sets the fingerprint up. Null when the phone cannot, false when the PIN is wrong. */
  async useDevice(pin: string): Promise<boolean | null> {
    const wrapped = await readMeta('pin')
    if (!wrapped) return false
    let keys: vault.Keys
    try {
      keys = await vault.openWithPin(pin, wrapped)
    } catch (error) {
      if (error instanceof vault.WrongSecret) return false
      throw error
    }
    const made = await enrol()
    if (!made) return null
    await writeMeta({ device: await vault.wrapWithDevice(made.secret, made.credential, made.salt, keys) })
    return true
  }

  async usesDevice(): Promise<boolean> {
    return (await readMeta('device')) !== undefined
  }

  async forgetDevice(): Promise<void> {
    await writeMeta({ device: undefined })
  }

  forgetPin(): void {
    this.phase = 'sign-in'
  }

  /** Another PIN for the same keys; false when the old one is wrong. */
  async changePin(old: string, pin: string): Promise<boolean> {
    const wrapped = await readMeta('pin')
    if (!wrapped) return false
    try {
      const keys = await vault.openWithPin(old, wrapped)
      await writeMeta({ pin: await vault.wrapWithPin(pin, keys) })
      return true
    } catch (error) {
      if (error instanceof vault.WrongSecret) return false
      throw error
    }
  }

  lock(): void {
    this.#sync.stop()
    this.session.close()
    this.#keys = null
    this.profile = null
    this.records.clear()
    this.doors = []
    this.ops = []
    this.closed = []
    this.conflicts = []
    this.search = ''
    this.toast = null
    this.trouble = null
    this.areasChanged = false
    this.syncState = 'idle'
    this.syncError = null
    this.phase = 'locked'
  }

  /** Everything goes from this phone, unsent work too. The screen has asked in words. */
  async leave(): Promise<void> {
    try {
      await this.session.with((client) => client.DELETE('/api/v1/sessions/current'))
    } catch {
      // Without a network the session ends by itself; the phone is cleared all the same, as was asked for.
    }
    this.lock()
    await wipeAll()
    this.#others.postMessage('rekeyed')
    await writeMeta({ lang: language.lang })
    this.phase = 'sign-in'
  }

  /** Writes down what was done and says so, with a way back for ten seconds. */
  async save(deeds: outbox.Deed[], title: string, text: string): Promise<boolean> {
    if (!this.#keys || this.#isAgain(deeds)) return false
    try {
      const opIds = await outbox.record(this.#keys.work, deeds, Date.now())
      this.#say({ opIds, title, text })
      await this.refresh()
      this.#sync.soon(outbox.UNDO_MS + 300)
      this.#others.postMessage('changed')
      return true
    } catch (error) {
      this.#lastDone = ''
      this.trouble = isFull(error) ? language.t.notSavedFull : `${language.t.notSaved} ${sentence(error)}`
      return false
    }
  }

  async undo(): Promise<void> {
    const toast = this.toast
    this.toast = null
    if (!toast) return
    this.#lastDone = ''
    if (!(await outbox.undo(toast.opIds))) this.trouble = language.t.undoTooLate
    await this.refresh()
  }

  async markSeen(opId: string): Promise<void> {
    await outbox.markSeen(opId)
    await this.refresh()
  }

  syncNow(): void {
    if (this.#keys) void this.#sync.run()
  }

  /** Somebody wants it sent: also what could still be taken back. */
  async sendNow(): Promise<void> {
    if (!this.#keys) return
    this.toast = null
    await outbox.number(Date.now(), true)
    this.syncNow()
  }

  /** The base of an edit. */
  async have(): Promise<Mark | undefined> {
    return readMeta('have')
  }

  /** A form was begun, or is done with. */
  knowDraft(id: string, there: boolean): void {
    const drafts = new Set(this.drafts)
    if (there) drafts.add(id)
    else drafts.delete(id)
    this.drafts = drafts
  }

  may(permission: string): boolean {
    return this.profile?.permissions.includes(permission) ?? false
  }

  /** For what is half-written. */
  get workKey(): CryptoKey | null {
    return this.#keys?.work ?? null
  }

  /** Makes the doors anew from what is known. */
  async refresh(): Promise<void> {
    const keys = this.#keys
    if (!keys) return
    const [{ ops, closed }, drafts, meta] = await Promise.all([outbox.kept(keys.work), draftIds(), readMetas('clock_offset', 'last_pull_at')])
    if (this.#keys !== keys) return
    this.now = Date.now()
    this.clockOffset = meta.clock_offset ?? 0
    this.lastPull = meta.last_pull_at ?? null
    this.ops = ops
    this.closed = closed
    this.drafts = new Set(drafts)
    const today = dayAt(this.now + this.clockOffset)
    const userId = this.profile?.user_id ?? ''
    this.doors = this.#maker.make({ records: this.records, ops, outcomes: this.lists.outcomes, today, userId }).sort(inOrder)
    void room().then((room) => (this.room = room))
    void outbox.getReady()
  }

  async #enter(keys: vault.Keys): Promise<void> {
    this.#keys = keys
    this.session.open(keys.work)
    this.profile = await this.session.profile()
    await this.records.load(keys.cache)
    await this.refresh()
    this.phase = 'open'
    this.#putOffLock()
    if (this.online && this.lists.outcomes.length > 0) void this.#fetchLists(keys)
    this.syncNow()
  }

  async #takeLists(keys: vault.Keys): Promise<void> {
    await this.#learnServerKey()
    await outbox.sealWhatIsOpen(keys.work)
    this.lists = await fetchLists(this.session, this.profile)
    await this.refresh()
  }

  async #fetchLists(keys: vault.Keys): Promise<void> {
    try {
      await this.#takeLists(keys)
    } catch {
      // The lists of last time do. The first ones are fetched by sync, which says what is wrong with the network or the sign-in.
    }
  }

  /** What became of values that met; asked for only when there are some. */
  async #fetchConflicts(): Promise<void> {
    if (!this.ops.some((op) => op.state === 'conflict')) return
    try {
      const page = await this.session.with((client) =>
        client.GET('/api/v1/sync/conflicts/mine', { params: { query: { limit: 200 } } }),
      )
      this.conflicts = page.items
    } catch {
      // What was fetched last stays on the screen; the next sync asks again.
    }
  }

  async #hearOthers(): Promise<void> {
    const keys = this.#keys
    if (!keys) return
    if (await this.records.isStale()) await this.records.load(keys.cache)
    await this.refresh()
  }

  async #loseKeys(): Promise<void> {
    if (!this.#keys) return
    this.lock()
    if (!(await readMeta('pin'))) this.phase = 'sign-in'
  }

  /** Looks at the clock; a new day makes other doors of the same records. */
  #look(): void {
    const before = this.today
    this.now = Date.now()
    if (this.today !== before) void this.refresh()
  }

  /** A finger that trembles does the same thing twice: but for new ids, what was done a moment ago. */
  #isAgain(deeds: outbox.Deed[]): boolean {
    const text = deeds.reduce(
      (said, { kind, entity_id }) => (kind === 'create' ? said.replaceAll(entity_id, '') : said),
      JSON.stringify(deeds, (key, value: unknown) => (key === 'id' ? undefined : value)),
    )
    const again = text === this.#lastDone && Date.now() - this.#lastDoneAt < TREMBLES_MS
    this.#lastDone = text
    this.#lastDoneAt = Date.now()
    return again
  }

  #putOffLock(): void {
    clearTimeout(this.#lockTimer)
    if (this.phase === 'open') this.#lockTimer = setTimeout(() => this.lock(), LOCK_AFTER_MS)
  }

  #say(toast: Toast): void {
    clearTimeout(this.#toastTimer)
    this.toast = toast
    this.#toastTimer = setTimeout(() => (this.toast = null), outbox.UNDO_MS)
  }
}

/** A failure as a sentence of the language chosen. */
export function sentence(error: unknown): string {
  if (error instanceof Refused) return error.sentences.join('. ')
  if (error instanceof vault.WrongSecret) return language.t.keyDoesNotOpen
  if (error instanceof Error && error.name !== 'Error' && error.message) return `${language.t.failed} (${error.message})`
  return error instanceof Error && error.message && error.message !== 'no answer' ? error.message : language.t.noAnswer
}

export const field = new Field()
