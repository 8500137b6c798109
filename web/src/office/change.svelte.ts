/** A change of something that was read before: sent against the version that was read, and both beside each other when somebody else was faster. */
import type { Answered, Client, Tagged } from '../lib/api/client.ts'
import type { Form } from './form.svelte.ts'
import { session } from './session.svelte.ts'

/** What a field says in the version of somebody else, and here. */
export interface Difference {
  field: string
  theirs: string
  mine: string
}

/** Which thing, and in which version: as the client wants it. */
export interface OfVersion {
  path: { id: string }
  header: { 'If-Match': string }
}

interface Ways<T> {
  /** Reads the thing again. */
  again: (api: Client, params: { path: { id: string } }) => Promise<Answered<T>>
  /** The fields that people decide by, as they are said on the screen; those that are alike are left out by themselves. */
  compare: (theirs: T) => Difference[]
}

export class Change<T extends { id: string }> {
  /** The version that is changed; none while something new is made. */
  read = $state.raw<Tagged<T> | null>(null)
  /** The version of somebody else that came between. */
  theirs = $state.raw<Tagged<T> | null>(null)
  readonly #form: Form
  readonly #ways: Ways<T>

  constructor(form: Form, of: Tagged<T> | undefined, ways: Ways<T>) {
    this.read = of ?? null
    this.#form = form
    form.compares = true
    this.#ways = ways
  }

  get differences(): Difference[] {
    return this.theirs ? this.#ways.compare(this.theirs.data).filter((one) => one.theirs !== one.mine) : []
  }

  /** Sends the change; the thing as it is then, or nothing when it was refused. */
  async send<R>(body: unknown, work: (api: Client, params: OfVersion) => Promise<Answered<R>>): Promise<R | null> {
    if (!this.read) return null
    const { data, etag } = this.read
    const path = { id: data.id }
    const changed = await this.#form.send({ body, etag }, () => session.with((api) => work(api, { path, header: { 'If-Match': etag } })))
    if (this.#form.changedMeanwhile) {
      try {
        this.theirs = await session.tagged((api) => this.#ways.again(api, { path }))
      } catch (error) {
        // Without their version there is nothing to choose from: said like any failure, and sent again by the same button.
        this.#form.error = error
      }
    }
    return changed
  }

  /** What is sent next is meant against their version. */
  keepMine(): void {
    if (this.theirs) this.read = this.theirs
    this.theirs = null
  }
}
