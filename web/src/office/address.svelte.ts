/**
 * Where one is: `/office/#/campaigns/<id>?area=…&scheme=…`. All that a view needs stands in the part after `#`, so that it can be sent to
 * a colleague and never reaches a server's log. Ids and codes only; nothing personal.
 */
export type Query = Record<string, string | null | undefined>

/** What every address keeps while one goes from screen to screen. */
const KEPT = ['area', 'scheme'] as const

function parts(hash: string): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?')
  return { path: path.replace(/\/+$/, ''), query: new URLSearchParams(query) }
}

class Address {
  #at = $state.raw(parts(location.hash))

  constructor() {
    addEventListener('hashchange', () => (this.#at = parts(location.hash)))
  }

  get path(): string {
    return this.#at.path
  }

  /** A value of the query; nothing when it is not there or empty. */
  get(name: string): string | null {
    return this.#at.query.get(name) || null
  }

  /** The address of another screen, on the same area and scheme unless said. */
  href(path: string, query: Query = {}): string {
    const said = new URLSearchParams()
    for (const name of KEPT) {
      const value = name in query ? null : this.get(name)
      if (value) said.set(name, value)
    }
    for (const [name, value] of Object.entries(query)) if (value) said.set(name, value)
    const text = said.toString()
    return `#/${path}${text ? `?${text}` : ''}`
  }

  go(path: string, query: Query = {}): void {
    location.hash = this.href(path, query)
  }

  /** Changes values of the query without a step in the history: filters are not places. */
  set(query: Query): void {
    const said = new URLSearchParams(this.#at.query)
    for (const [name, value] of Object.entries(query)) {
      if (value) said.set(name, value)
      else said.delete(name)
    }
    const text = said.toString()
    history.replaceState(history.state, '', `#/${this.path}${text ? `?${text}` : ''}`)
    this.#at = parts(location.hash)
  }
}

export const address = new Address()
