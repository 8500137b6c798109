/** Keeps what a form holds while it is being written, and gives it back. */
import { draft, dropDraft, keepDraft } from '../lib/offline/drafts.ts'
import { field } from './state.svelte.ts'

/** What was begun in this form, if anything. */
export async function begun<T>(id: string): Promise<T | null> {
  const key = field.workKey
  if (!key) return null
  try {
    return await draft<T>(key, id)
  } catch {
    // Sealed under a PIN that is gone: nobody opens it any more, and a form begins empty.
    return null
  }
}

export class Draft<T> {
  readonly #id: string
  #last: string
  #writing: Promise<void> = Promise.resolve()
  #over = false

  /** `before`: as the form was opened; nothing is kept until it is something else. */
  constructor(id: string, before: T) {
    this.#id = id
    this.#last = JSON.stringify(before)
  }

  /** Called at each change; written one after the other. */
  keep(value: T): void {
    const [key, text] = [field.workKey, JSON.stringify(value)]
    if (!key || this.#over || text === this.#last) return
    this.#last = text
    this.#writing = this.#writing.then(async () => {
      if (this.#over) return
      await keepDraft(key, this.#id, value)
      field.knowDraft(this.#id, true)
    }, () => undefined)
  }

  /** Saved or thrown away. */
  async drop(): Promise<void> {
    this.#over = true
    await this.#writing
    await dropDraft(this.#id)
    field.knowDraft(this.#id, false)
  }
}
