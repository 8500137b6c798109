/** What a screen shows from the server: loading, there, or failed, and how to try again. */
import type { Schemas } from '../lib/api/client.ts'

export class Resource<T> {
  data = $state.raw<T | null>(null)
  error = $state.raw<unknown>(null)
  loading = $state(true)
  readonly #load: () => Promise<T>
  #turn = 0

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  /** Loads, or loads anew; an answer that was overtaken by a later question is dropped. */
  async reload(): Promise<void> {
    const turn = ++this.#turn
    this.loading = true
    this.error = null
    try {
      const data = await this.#load()
      if (turn === this.#turn) this.data = data
    } catch (error) {
      if (turn === this.#turn) this.error = error
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }
}

/** Loads now, and again whenever something that `load` reads before its first wait has changed. Called while a component starts. */
export function resource<T>(load: () => Promise<T>): Resource<T> {
  const made = new Resource(load)
  $effect(() => void made.reload())
  return made
}

export interface Page<Row> {
  items: Row[]
  next_cursor?: string | null
}

/** A list that is fetched page by page. */
export class Pages<Row> {
  rows = $state.raw<Row[]>([])
  next = $state<string | null>(null)
  loading = $state(true)
  error = $state.raw<unknown>(null)
  readonly #load: (cursor: string | undefined) => Promise<Page<Row>>
  #turn = 0

  constructor(load: (cursor: string | undefined) => Promise<Page<Row>>) {
    this.#load = load
  }

  get complete(): boolean {
    return this.next === null && !this.loading && this.error === null
  }

  async reload(): Promise<void> {
    this.rows = []
    this.next = null
    await this.#fetch(undefined)
  }

  /** The next page; after a failure the same one again. */
  async more(): Promise<void> {
    if (!this.loading) await this.#fetch(this.next ?? undefined)
  }

  async #fetch(cursor: string | undefined): Promise<void> {
    const turn = ++this.#turn
    this.loading = true
    this.error = null
    try {
      const page = await this.#load(cursor)
      if (turn !== this.#turn) return
      this.rows = cursor === undefined ? page.items : [...this.rows, ...page.items]
      this.next = page.next_cursor ?? null
    } catch (error) {
      if (turn === this.#turn) this.error = error
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }
}

/** Like `resource`, for a list. `load` reads its filters before it waits for anything. */
export function pages<Row>(load: (cursor: string | undefined) => Promise<Page<Row>>): Pages<Row> {
  const made = new Pages(load)
  $effect(() => void made.reload())
  return made
}

export type Scheme = Schemas['Scheme']
