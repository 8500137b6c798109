/** The name somebody looks for. It is personal, so it stands in memory only: never in the address, never in the storage. */
import { session } from './session.svelte.ts'

class PeopleSearch {
  #typed = $state('')
  #by: string | null = null

  /** What was typed, by whoever is signed in now. */
  get typed(): string {
    return this.#by === (session.user?.id ?? null) ? this.#typed : ''
  }

  set typed(text: string) {
    this.#by = session.user?.id ?? null
    this.#typed = text
  }
}

export const peopleSearch = new PeopleSearch()
