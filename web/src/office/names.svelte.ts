/** What ids are called, for rows that carry only ids: asked for once, and shown as soon as it is known. */
import { nameOf, type Named } from './finding.ts'
import { session } from './session.svelte.ts'

const SHORT = 8

class Names {
  #known = $state.raw<Readonly<Record<string, string>>>({})
  readonly #asked = new Set<string>()

  /** The name; the beginning of the id while it is not known, or may not be. A dash for nothing. */
  of(kind: Named, id: string | null | undefined): string {
    if (!id) return '–'
    if (id === session.user?.id) return session.user.full_name
    const known = this.#known[id]
    if (known === undefined && !this.#asked.has(id)) {
      this.#asked.add(id)
      queueMicrotask(() => void this.#learn(kind, id))
    }
    return known ?? id.slice(0, SHORT)
  }

  async #learn(kind: Named, id: string): Promise<void> {
    try {
      const name = await nameOf(kind, id)
      this.#known = { ...this.#known, [id]: name }
    } catch {
      // Out of one's areas, or no answer: the beginning of the id stays, and it is asked for again on the next screen.
      this.#asked.delete(id)
    }
  }
}

export const names = new Names()
