/** The words of the code lists, fetched once: event types, kinds of organisations, outcomes of visits and the like. */
import { choice } from '../lib/i18n/choice.svelte.ts'
import { session } from './session.svelte.ts'

export interface Entry {
  code: string
  name_vi: string
  name_en: string
}

type ListName = 'event_types' | 'visit_outcomes' | (string & {})

class Lists {
  #known = $state.raw<Readonly<Record<string, readonly Entry[]>>>({})
  readonly #asked = new Set<string>()

  /** The entries; empty until they are there. */
  of(list: ListName): readonly Entry[] {
    if (!this.#asked.has(list)) {
      this.#asked.add(list)
      void this.#learn(list)
    }
    return this.#known[list] ?? []
  }

  /** What a code is called; the code itself when the list does not know it. */
  name(list: ListName, code: string | null | undefined): string {
    if (!code) return ''
    const entry = this.of(list).find((one) => one.code === code)
    return entry ? this.said(entry) : code
  }

  said(entry: Entry): string {
    return choice.lang === 'vi' ? entry.name_vi : entry.name_en
  }

  async #learn(list: string): Promise<void> {
    try {
      const entries: readonly Entry[] =
        list === 'event_types'
          ? await session.with((api) => api.GET('/api/v1/event-types'))
          : list === 'visit_outcomes'
            ? await session.with((api) => api.GET('/api/v1/visit-outcomes'))
            : await session.with((api) => api.GET('/api/v1/code-lists/{list}', { params: { path: { list } } }))
      this.#known = { ...this.#known, [list]: entries }
    } catch {
      // Codes are shown instead of their words; the next screen asks again.
      this.#asked.delete(list)
    }
  }
}

export const lists = new Lists()
