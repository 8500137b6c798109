/**
 * Who sits at this desk. The access token lives in memory. The refresh token lies in this browser's storage, so that a second tab
 * and a reload need no password, for twelve hours without use at the most; on a shared computer it stays in memory and goes
 * with the tab. Tabs renew one at a time, since a refresh token is good once.
 */
import { clientFor, taggedAnswerOf, type Answered, type Client, type Schemas, type Tagged } from '../lib/api/client.ts'
import { exclusively } from '../lib/api/exclusively.ts'
import { Refused, SignInNeeded } from '../lib/api/problem.ts'
import { choice, type Lang } from '../lib/i18n/choice.svelte.ts'

export type Me = Schemas['MeView']
type Call<T> = (client: Client) => Promise<Answered<T>>

const KEPT = 'tungnha-office-session'
const LANG = 'tungnha-lang'
const SPARE_MS = 30_000
/** A desk where nobody did anything for so long asks for the password again. */
export const IDLE_MS = 12 * 3_600_000

interface Kept {
  refresh_token: string
  used_at: number
}

interface Waiting {
  promise: Promise<void>
  done: () => void
}

function waiting(): Waiting {
  let done = (): void => undefined
  const promise = new Promise<void>((resolve) => (done = resolve))
  return { promise, done }
}

const isUnknown = (error: unknown): boolean => error instanceof Refused && error.problem.status === 401

function kept(): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Kept | null
    return found && Date.now() - found.used_at < IDLE_MS ? found : null
  } catch {
    // A storage that is forbidden or spoilt is as good as none: the password is asked for.
    return null
  }
}

class Session {
  phase = $state<'starting' | 'out' | 'in'>('starting')
  user = $state.raw<Me | null>(null)
  /** The session ended while somebody worked: the password is asked for on top of the screen, and what waits goes on after it. */
  ended = $state(false)
  /** Why nobody is signed in, when that was not wanted. */
  trouble = $state.raw<unknown>(null)

  readonly client = clientFor({ lang: () => choice.lang, token: () => this.#access?.token ?? null })
  readonly #open = clientFor({ lang: () => choice.lang, token: () => null })
  #access: { token: string; until: number } | null = null
  /** The refresh token of a shared computer. */
  #alone: string | null = null
  #again: Waiting | null = null

  /** Looks for a session of before, and shows the first screen. */
  async start(): Promise<void> {
    const lang = localStorage.getItem(LANG)
    if (lang === 'vi' || lang === 'en') choice.choose(lang)
    globalThis.window.addEventListener('storage', (event) => {
      if (event.key === KEPT && event.newValue === null && this.#alone === null && this.phase === 'in') this.#leave()
    })
    try {
      if (kept()) {
        await this.#renew()
        this.phase = 'in'
        return
      }
    } catch (error) {
      if (!(error instanceof SignInNeeded)) this.trouble = error
    }
    this.phase = 'out'
  }

  /** Whether some grant gives the right; `signed_in` is everybody's. */
  can(permission: string): boolean {
    return permission === 'signed_in' ? this.user !== null : (this.user?.permissions.includes(permission) ?? false)
  }

  chooseLang(lang: Lang): void {
    choice.choose(lang)
    localStorage.setItem(LANG, lang)
  }

  async signIn(username: string, password: string, shared: boolean): Promise<void> {
    const view = await this.#password(username, password)
    if (shared) localStorage.removeItem(KEPT)
    this.#alone = shared ? view.refresh_token : null
    this.#take(view)
    if (!localStorage.getItem(LANG)) choice.choose(view.user.lang === 'en' ? 'en' : 'vi')
    this.trouble = null
    this.phase = 'in'
  }

  /** The password of whoever worked here, after the session ended. What waited for it goes on. */
  async signInAgain(password: string): Promise<void> {
    const view = await this.#password(this.user?.username ?? '', password)
    if (this.#alone !== null) this.#alone = view.refresh_token
    this.#take(view)
    this.ended = false
    this.#again?.done()
    this.#again = null
  }

  /** Ends the session here and in the other tabs; the page for signing in stands at `at`, unless nothing is said where one was. */
  async signOut(at?: string): Promise<void> {
    if (!this.ended) {
      await taggedAnswerOf(this.client.DELETE('/api/v1/sessions/current') as Promise<Answered<unknown>>).catch((error: unknown) => {
        // It ended already, or will end by itself; what lies here is thrown away in any case.
        if (!isUnknown(error)) console.info('the session was not ended on the server')
      })
    }
    localStorage.removeItem(KEPT)
    if (at) history.replaceState(null, '', at)
    this.#leave()
  }

  async with<T>(call: Call<T>): Promise<T> {
    return (await this.tagged(call)).data
  }

  /** Does a call with a good token. Waits for the password when the session has ended. */
  async tagged<T>(call: Call<T>): Promise<Tagged<T>> {
    if (!this.#access || this.#access.until < Date.now()) await this.#renewOrAsk(this.#access?.token)
    const used = this.#access?.token
    try {
      return await taggedAnswerOf(call(this.client))
    } catch (error) {
      if (!isUnknown(error)) throw error
      await this.#renewOrAsk(used)
      return taggedAnswerOf(call(this.client))
    }
  }

  /** Calls that need no session. */
  openly<T>(call: Call<T>): Promise<T> {
    return taggedAnswerOf(call(this.#open)).then(({ data }) => data)
  }

  #password(username: string, password: string): Promise<Schemas['SessionView']> {
    return this.openly((client) => client.POST('/api/v1/sessions', { body: { username, password } }))
  }

  #take(view: Schemas['SessionView']): void {
    this.#access = { token: view.access_token, until: Date.now() + view.expires_in * 1000 - SPARE_MS }
    this.user = view.user
    if (this.#alone !== null) this.#alone = view.refresh_token
    else localStorage.setItem(KEPT, JSON.stringify({ refresh_token: view.refresh_token, used_at: Date.now() } satisfies Kept))
  }

  /** Takes the place of the access token `stale`; many calls that find it stale at once renew once. */
  #renew(stale?: string): Promise<void> {
    return exclusively('tungnha-office-session', async () => {
      if (this.#access && this.#access.token !== stale && this.#access.until > Date.now()) return
      const token = this.#alone ?? kept()?.refresh_token
      if (!token) throw new SignInNeeded()
      const view = await this.openly((client) => client.POST('/api/v1/sessions/refresh', { body: { refresh_token: token } })).catch((error: unknown) => {
        throw isUnknown(error) ? new SignInNeeded() : error
      })
      this.#take(view)
    })
  }

  async #renewOrAsk(stale: string | undefined): Promise<void> {
    if (this.#again) return this.#again.promise
    try {
      await this.#renew(stale)
    } catch (error) {
      if (!(error instanceof SignInNeeded) || this.phase !== 'in') throw error
      this.ended = true
      this.#again ??= waiting()
      await this.#again.promise
    }
  }

  /** Nothing of what this user saw stays in memory for the next one. */
  #leave(): void {
    this.#access = null
    location.reload()
  }
}

export const session = new Session()
