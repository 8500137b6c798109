/** What a form holds while it is being written: kept through a lock, a dead battery or a call, and given back. */
import { draft, dropDraft, keepDraft } from '../lib/offline/drafts.ts'
import { field } from './state.svelte.ts'

async function begun<T>(id: string): Promise<T | null> {
  const key = field.workKey
  if (!key) return null
  try {
    return await draft<T>(key, id)
  } catch {
    // Sealed under a PIN that is gone: nobody opens it any more, and a form begins empty.
    return null
  }
}

/**
 * Read as soon as it is made. A form is drawn when it is `ready`, and not before: what somebody typed in between would be
 * overwritten. Its component says `$effect(() => draft.keep())`.
 */
export class Draft<T extends object> {
  /** What the form holds now. */
  said = $state({} as T)
  ready = $state(false)
  /** Whether it goes on from what was begun before. */
  restored = $state(false)
  readonly #id: string
  #last: string
  #writing: Promise<void> = Promise.resolve()
  #over = false

  /** `before`: as the form is when nothing was begun; nothing is kept until it is something else. */
  constructor(id: string, before: T) {
    this.#id = id
    this.#last = JSON.stringify(before)
    this.said = structuredClone(before)
    void this.#read()
  }

  async #read(): Promise<void> {
    const kept = await begun<T>(this.#id)
    if (kept) {
      this.said = kept
      this.#last = JSON.stringify(kept)
    }
    this.restored = kept !== null
    this.ready = true
  }

  /** Keeps what the form holds, when it is something else than last time; one after the other. */
  keep(): void {
    const [key, value] = [field.workKey, this.now()]
    const text = JSON.stringify(value)
    if (!key || !this.ready || this.#over || text === this.#last) return
    this.#last = text
    this.#writing = this.#writing.then(async () => {
      if (this.#over) return
      await keepDraft(key, this.#id, value)
      field.knowDraft(this.#id, true)
    }, () => undefined)
  }

  /** A copy of what the form holds, to be sent or kept. */
  now(): T {
    return $state.snapshot(this.said) as T
  }

  /** Saved or thrown away. */
  async drop(): Promise<void> {
    this.#over = true
    await this.#writing
    await dropDraft(this.#id)
    field.knowDraft(this.#id, false)
  }
}
