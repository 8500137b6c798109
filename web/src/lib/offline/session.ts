/**
 * Who works with this phone, and the tokens that prove it. The access token lives in memory for ten minutes; the refresh
 * token lies sealed beside the unsent work. Losing both costs a password, never anything that was done.
 */
import { answerOf, clientFor, type Client, type Schemas } from '../api/client.ts'
import { exclusively } from '../api/exclusively.ts'
import { Refused, SignInNeeded } from '../api/problem.ts'
import { readMeta, writeMeta } from './database.ts'
import { seal, unseal } from './sealing.ts'

export interface Profile {
  user_id: string
  username: string
  full_name: string
  area_name: string
  grants: Schemas['HeldGrantView'][]
  permissions: string[]
  refresh_token: string
}

const PROFILE_ID = 'profile'
/** A token is renewed this long before it ends. */
const SPARE_MS = 30_000

export class Session {
  readonly #lang: () => string
  readonly client: Client
  #access: { token: string; until: number } | null = null
  #key: CryptoKey | null = null

  constructor(lang: () => string) {
    this.#lang = lang
    this.client = clientFor({ lang, token: () => this.#access?.token ?? null })
  }

  /** With the key under which the profile lies. */
  open(key: CryptoKey): void {
    this.#key = key
  }

  close(): void {
    this.#key = null
    this.#access = null
  }

  /** Asks for a session with a password; nothing is kept or used yet. */
  async signIn(username: string, password: string): Promise<Schemas['SessionView']> {
    const open = clientFor({ lang: this.#lang, token: () => null })
    return answerOf(open.POST('/api/v1/sessions', { body: { username, password } }))
  }

  /** From now on calls are made as whoever signed in. Only after it is known that they are the right person. */
  use(view: Schemas['SessionView']): void {
    this.#access = { token: view.access_token, until: Date.now() + view.expires_in * 1000 - SPARE_MS }
  }

  /** Keeps who signed in. */
  async keep(key: CryptoKey, view: Schemas['SessionView']): Promise<Profile> {
    this.#key = key
    const profile: Profile = {
      user_id: view.user.id,
      username: view.user.username,
      full_name: view.user.full_name,
      area_name: view.user.grants[0]?.area_name ?? '',
      grants: view.user.grants,
      permissions: view.user.permissions,
      refresh_token: view.refresh_token,
    }
    await writeMeta({ profile: await seal(key, profile, PROFILE_ID) })
    return profile
  }

  async profile(): Promise<Profile | null> {
    const sealed = await readMeta('profile')
    return sealed && this.#key ? unseal<Profile>(this.#key, sealed, PROFILE_ID) : null
  }

  /** Does a call with a good token, renewed when it has to be. Throws `SignInNeeded` when the password is needed. */
  async with<T>(call: (client: Client) => Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
    if (!this.#access || this.#access.until < Date.now()) await this.#renew()
    try {
      return await answerOf(call(this.client))
    } catch (error) {
      if (!isUnknown(error)) throw error
      await this.#renew()
      return answerOf(call(this.client))
    }
  }

  /** Asks who the user is now: their areas and rights may have changed. */
  async renewed(): Promise<Profile | null> {
    await this.#renew()
    return this.profile()
  }

  /** One tab at a time: a refresh token is good once. */
  async #renew(): Promise<void> {
    await exclusively('tungnha-session', async () => {
      const profile = await this.profile()
      if (!profile || !this.#key) throw new SignInNeeded()
      this.#access = null
      const open = clientFor({ lang: this.#lang, token: () => null })
      const body = { refresh_token: profile.refresh_token }
      const view = await answerOf(open.POST('/api/v1/sessions/refresh', { body })).catch((error: unknown) => {
        throw isUnknown(error) ? new SignInNeeded() : error
      })
      await this.keep(this.#key, view)
      this.use(view)
    })
  }
}

/** The server does not take the token. */
const isUnknown = (error: unknown): boolean => error instanceof Refused && error.problem.status === 401
