/** One intent of somebody at a form: sent once however often the button is pressed, and said at the right field when it is refused. */
import { isRefusal } from '../lib/api/client.ts'
import { Refused } from '../lib/api/problem.ts'
import { newId } from '../lib/offline/ids.ts'

export class Form {
  busy = $state(false)
  error = $state.raw<unknown>(null)
  /** When somebody else was faster both versions are shown, instead of a sentence. */
  compares = false
  /** Fields the form shows; what is wrong elsewhere is said above the button. */
  readonly #fields = new Set<string>()
  #key = ''
  #body = ''

  /** Somebody else changed the thing meanwhile. */
  get changedMeanwhile(): boolean {
    return isRefusal(this.error, 'changed-meanwhile')
  }

  /** What the server says about a field, by its JSON pointer; also what it says of something inside it. */
  at(pointer: string): string | null {
    this.#fields.add(pointer)
    if (!(this.error instanceof Refused)) return null
    const errors = this.error.problem.errors?.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))
    return errors?.length ? errors.map((one) => one.detail).join(' ') : null
  }

  /** Refusals at fields that the form does not show. */
  get elsewhere(): string[] {
    if (!(this.error instanceof Refused)) return []
    const shown = (pointer: string): boolean => [...this.#fields].some((field) => pointer === field || pointer.startsWith(`${field}/`))
    return (this.error.problem.errors ?? []).filter((one) => !shown(one.pointer)).map((one) => one.detail)
  }

  /**
   * Sends the intent. The key stays the same while the content does, so that a repeat after a lost answer does nothing twice.
   * True when it was done.
   */
  async send<T>(content: unknown, work: (headers: { 'Idempotency-Key': string }) => Promise<T>): Promise<T | null> {
    if (this.busy) return null
    const body = JSON.stringify(content)
    if (body !== this.#body || this.#key === '') this.#key = newId()
    this.#body = body
    this.busy = true
    this.error = null
    try {
      const done = await work({ 'Idempotency-Key': this.#key })
      this.#key = ''
      return done
    } catch (error) {
      this.error = error
      return null
    } finally {
      this.busy = false
    }
  }
}
