/** How pickers find what can be picked, and what a chosen id is called. */
import { found, folded } from '../lib/format/text.ts'
import type { Schemas } from '../lib/api/client.ts'
import { shortDay } from '../lib/format/days.ts'
import type { Option } from './parts/Picker.svelte'
import { session } from './session.svelte.ts'
import { userName } from './user-names.ts'

type AreaView = Schemas['AreaView']
/** Fewer letters find half the commune. */
export const LEAST_OF_A_NAME = 2

const areaOption = (area: AreaView): Option => ({ id: area.id, text: area.full_name, ...(area.within.length > 0 ? { more: area.within.join(', ') } : {}) })

const areas = new Map<string, Promise<AreaView>>()

/** An area by its id, asked for once. */
export function areaOf(id: string): Promise<AreaView> {
  let known = areas.get(id)
  if (!known) {
    known = session.with((api) => api.GET('/api/v1/areas/{id}', { params: { path: { id } } }))
    areas.set(id, known)
    known.catch(() => areas.delete(id))
  }
  return known
}

/** Areas by name; before anything is typed those of the own grants and what lies directly below the one looked at. */
export async function findAreas(typed: string, from: string | null): Promise<Option[]> {
  if (typed !== '') {
    const { items } = await session.with((api) => api.GET('/api/v1/areas', { params: { query: { q: typed, limit: 20 } } }))
    return items.map(areaOption)
  }
  const own = (session.user?.grants ?? []).map((grant) => ({ id: grant.area_id, text: grant.area_name }))
  const here = from ? await areaOf(from) : null
  const above = here?.parent_id ? [areaOption(await areaOf(here.parent_id))] : []
  const below = here ? (await session.with((api) => api.GET('/api/v1/areas/{id}/children', { params: { path: { id: here.id } } }))).map(areaOption) : []
  const all = [...own, ...above, ...below]
  return all.filter((option, place) => all.findIndex((other) => other.id === option.id) === place)
}

export async function findOrganisations(typed: string, area: string | null): Promise<Option[]> {
  const query = { ...(typed === '' ? { ...(area ? { area_id: area } : {}) } : { q: typed }), limit: 20 }
  const { items } = await session.with((api) => api.GET('/api/v1/organisations', { params: { query } }))
  return items.map(({ id, name, short_name }) => ({ id, text: name, ...(short_name ? { more: short_name } : {}) }))
}

/** Who works in a commune may belong to a campaign of its province: what is typed is looked for everywhere. */
export async function findCampaigns(typed: string, area: string | null): Promise<Option[]> {
  const query = { ...(typed === '' ? { ...(area ? { area_id: area } : {}) } : { q: typed }), limit: 20 }
  const { items } = await session.with((api) => api.GET('/api/v1/campaigns', { params: { query } }))
  return items.map(({ id, name, code }) => ({ id, text: name, more: code }))
}

/** Active users; the API has no search by name, so the first two hundred are looked through here. */
export async function findUsers(typed: string): Promise<Option[]> {
  const { items } = await session.with((api) => api.GET('/api/v1/users', { params: { query: { status: 'active', limit: 200 } } }))
  return items
    .filter((user) => found(folded(`${user.full_name} ${user.username}`), typed))
    .slice(0, 20)
    .map(({ id, full_name, username }) => ({ id, text: full_name, more: username }))
}

export async function findDocuments(typed: string, area: string | null): Promise<Option[]> {
  const query = { ...(typed === '' ? {} : { q: typed }), ...(area ? { area_id: area } : {}), limit: 20 }
  const { items } = await session.with((api) => api.GET('/api/v1/documents', { params: { query } }))
  return items.map(({ id, number, title }) => ({ id, text: number ?? title, ...(number ? { more: title } : {}) }))
}

export async function findEvents(typed: string, area: string | null): Promise<Option[]> {
  const query = { ...(typed === '' ? {} : { q: typed }), ...(area ? { area_id: area } : {}), limit: 20 }
  const { items } = await session.with((api) => api.GET('/api/v1/events', { params: { query } }))
  return items.map(({ id, title, starts_on }) => ({ id, text: title, ...(starts_on ? { more: shortDay(starts_on) } : {}) }))
}

/** People of one's areas by the beginning of a word of their name, from the second letter on; the name goes in a body, never in an address. */
export async function findPersons(typed: string): Promise<(Option & { person: Schemas['PersonRow'] })[]> {
  if (typed.length < LEAST_OF_A_NAME) return []
  const { items } = await session.with((api) => api.POST('/api/v1/persons/search', { body: { q: typed, limit: 20 } }))
  return Promise.all(
    items.map(async (person) => {
      const area = await areaOf(person.area_id)
      return { id: person.id, text: person.full_name, more: [person.birth_year, area.full_name, person.citizen_id].filter((one) => one !== null).join(', '), person }
    }),
  )
}

const ASK = {
  area: async (id: string): Promise<string> => (await areaOf(id)).full_name,
  organisation: async (id: string): Promise<string> => (await session.with((api) => api.GET('/api/v1/organisations/{id}', { params: { path: { id } } }))).name,
  campaign: async (id: string): Promise<string> => (await session.with((api) => api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } }))).name,
  document: async (id: string): Promise<string> => {
    const { number, title } = await session.with((api) => api.GET('/api/v1/documents/{id}', { params: { path: { id } } }))
    return number ?? title
  },
  event: async (id: string): Promise<string> => (await session.with((api) => api.GET('/api/v1/events/{id}', { params: { path: { id } } }))).title,
  user: userName,
}

export type Named = keyof typeof ASK

const names = new Map<string, Promise<string>>()

/** What an id is called, asked for once; its beginning where one may not know. */
export function nameOf(of: Named, id: string): Promise<string> {
  const key = `${of} ${id}`
  let known = names.get(key)
  if (!known) {
    known = ASK[of](id).catch(() => {
      names.delete(key)
      return id.slice(0, 8)
    })
    names.set(key, known)
  }
  return known
}

/** After a change of a name. */
export const forgetNames = (): void => names.clear()
