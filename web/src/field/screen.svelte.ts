/** Where one is in the app: the part of the address after `#`, the sheet that is open, the doors that are chosen. */

export type Place = 'list' | 'map' | 'results' | 'outbox' | 'settings' | 'door'

class Screen {
  #hash = $state(location.hash)
  /** The door whose visit is being noted. */
  sheetFor = $state<string | null>(null)
  /** Doors chosen to be noted together; null when none are being chosen. */
  chosen = $state.raw<ReadonlySet<string> | null>(null)

  constructor() {
    addEventListener('hashchange', () => (this.#hash = location.hash))
  }

  get place(): Place {
    const name = this.#hash.split('/')[1] ?? ''
    return (['map', 'results', 'outbox', 'settings', 'door'] as const).find((place) => place === name) ?? 'list'
  }

  /** The door whose page is shown; an id that names nobody. */
  get doorId(): string {
    return this.place === 'door' ? (this.#hash.split('/')[2] ?? '') : ''
  }

  go(place: Place, id = ''): void {
    location.hash = place === 'list' ? '#/' : `#/${place}${id ? `/${id}` : ''}`
  }

  choose(id: string): void {
    const chosen = new Set(this.chosen ?? [])
    if (!chosen.delete(id)) chosen.add(id)
    this.chosen = chosen
  }
}

export const screen = new Screen()
