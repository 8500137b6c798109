/** Where one is in the app: the part of the address after `#`, the sheet that is open, the doors that are chosen. */

const PLACES = ['map', 'results', 'outbox', 'settings', 'door', 'enrol', 'new', 'sales', 'events', 'event'] as const

export type Place = 'list' | (typeof PLACES)[number]

class Screen {
  #hash = $state(location.hash)
  /** The door whose visit is being noted. */
  sheetFor = $state<string | null>(null)
  /** Doors chosen to be noted together; null when none are being chosen. */
  chosen = $state.raw<ReadonlySet<string> | null>(null)

  constructor() {
    addEventListener('hashchange', () => {
      this.#hash = location.hash
      // Whoever goes back leaves the sheet too; what it holds is kept.
      this.sheetFor = null
    })
  }

  get place(): Place {
    const name = this.#hash.split('/')[1] ?? ''
    return PLACES.find((place) => place === name) ?? 'list'
  }

  /** The record whose page is shown; an id that names nobody. */
  get id(): string {
    return this.#hash.split('/')[2] ?? ''
  }

  /** What else the address says of the page: the scheme somebody is signed up for. */
  get detail(): string {
    return this.#hash.split('/')[3] ?? ''
  }

  go(place: Place, ...rest: string[]): void {
    location.hash = place === 'list' ? '#/' : `#/${[place, ...rest].join('/')}`
  }

  choose(id: string): void {
    const chosen = new Set(this.chosen ?? [])
    if (!chosen.delete(id)) chosen.add(id)
    this.chosen = chosen
  }
}

export const screen = new Screen()
