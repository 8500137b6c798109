/** Which area, which scheme and which day the screen speaks of. */
import type { Schemas } from '../lib/api/client.ts'
import { dayAt } from '../lib/format/days.ts'
import { address } from './address.svelte.ts'
import { areaOf } from './finding.ts'
import { session } from './session.svelte.ts'

export type Scheme = Schemas['Scheme']
export const SCHEMES: readonly Scheme[] = ['bhxh_tn', 'bhyt_hgd', 'bhyt', 'bhxh', 'bhxh_bb', 'bhtn']

class Place {
  #names = $state.raw<Readonly<Record<string, string>>>({})

  /** The id of the area; empty only for somebody without a grant. */
  get area(): string {
    return address.get('area') ?? session.user?.grants[0]?.area_id ?? ''
  }

  get areaName(): string {
    const id = this.area
    const granted = session.user?.grants.find((grant) => grant.area_id === id)?.area_name
    const known = granted ?? this.#names[id]
    if (known === undefined && id) void this.#learn(id)
    return known ?? ''
  }

  get scheme(): Scheme {
    return SCHEMES.find((scheme) => scheme === address.get('scheme')) ?? 'bhxh_tn'
  }

  get today(): string {
    return dayAt(Date.now())
  }

  chooseArea({ id, text }: { id: string; text: string }): void {
    this.#names = { ...this.#names, [id]: text }
    address.set({ area: id })
  }

  chooseScheme(scheme: string): void {
    address.set({ scheme })
  }

  async #learn(id: string): Promise<void> {
    // An id that names nothing is shown as such by the screen that asks for its figures.
    const name = await areaOf(id).then((area) => area.full_name, () => id.slice(0, 8))
    this.#names = { ...this.#names, [id]: name }
  }
}

export const place = new Place()
