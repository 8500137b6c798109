/** What the codes of the code lists are called: each list is fetched once, when one of its codes is first shown. */
import type { Schemas } from '../lib/api/client.ts'
import { choice } from '../lib/i18n/choice.svelte.ts'
import { session } from './session.svelte.ts'

export type Entry = Pick<Schemas['EntryView'], 'code' | 'name_vi' | 'name_en'>

/** Outcomes of visits are a list of their own in the API. */
export const OUTCOMES = 'visit_outcomes'

class Codes {
  #lists = $state.raw<Readonly<Record<string, Entry[]>>>({})
  readonly #asked = new Set<string>()

  /** The entries of a list; none while they are not there yet. */
  entries(list: string): Entry[] {
    if (this.#lists[list] === undefined && !this.#asked.has(list)) {
      this.#asked.add(list)
      queueMicrotask(() => void this.load(list))
    }
    return this.#lists[list] ?? []
  }

  name(list: string, code: string | null | undefined): string {
    if (!code) return '–'
    const entry = this.entries(list).find((one) => one.code === code)
    return entry ? this.called(entry) : code
  }

  called(entry: { name_vi: string; name_en: string }): string {
    return choice.lang === 'vi' ? entry.name_vi : entry.name_en
  }

  /** Fetches a list, anew when it was there. */
  async load(list: string): Promise<void> {
    try {
      const entries: Entry[] =
        list === OUTCOMES
          ? await session.with((api) => api.GET('/api/v1/visit-outcomes'))
          : await session.with((api) => api.GET('/api/v1/code-lists/{list}', { params: { path: { list } } }))
      this.#lists = { ...this.#lists, [list]: entries }
    } catch {
      // Codes stand for themselves until the list is asked for again.
      this.#asked.delete(list)
    }
  }
}

export const codes = new Codes()
