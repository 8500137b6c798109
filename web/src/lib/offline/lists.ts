/** The lists of words the phone needs, and the organisations one hands over to. Kept as they are; no person is named in them. */
import type { Schemas } from '../api/client.ts'
import { readMeta, writeMeta } from './database.ts'
import type { Profile, Session } from './session.ts'

export type Entry = Schemas['EntryView']
export type Outcome = Schemas['VisitOutcomeViewList'][number]
export type Organisation = Pick<Schemas['OrganisationView'], 'id' | 'name' | 'short_name'>

const CODES = {
  reasons: 'visit_reason',
  relations: 'relation',
  groups: 'group',
  returns: 'hand_over_return',
  stops: 'stop_reason',
} as const

export type Lists = Record<keyof typeof CODES, Entry[]> & {
  outcomes: Outcome[]
  /** Collection organisations that look after the user's areas. */
  collectors: Organisation[]
}

export const EMPTY_LISTS: Lists = { outcomes: [], reasons: [], relations: [], groups: [], returns: [], stops: [], collectors: [] }

export const keptLists = async (): Promise<Lists> => ({ ...EMPTY_LISTS, ...((await readMeta('lists')) as Lists | undefined) })

export async function fetchLists(session: Session, profile: Profile | null): Promise<Lists> {
  const entries = (list: string) => session.with((client) => client.GET('/api/v1/code-lists/{list}', { params: { path: { list } } }))
  const hands = profile?.permissions.includes('hand_overs.use') ? profile : null
  const [outcomes, found, ...words] = await Promise.all([
    session.with((client) => client.GET('/api/v1/visit-outcomes')),
    hands ? collectors(session, hands) : [],
    ...Object.entries(CODES).map(async ([name, list]) => [name, await entries(list)] as const),
  ])
  const lists: Lists = { ...EMPTY_LISTS, ...Object.fromEntries(words), outcomes, collectors: found }
  await writeMeta({ lists })
  return lists
}

async function collectors(session: Session, profile: Profile): Promise<Organisation[]> {
  const found = new Map<string, Organisation>()
  for (const serves_area_id of new Set(profile.grants.map((grant) => grant.area_id))) {
    const query = { serves_area_id, kind: 'collection_organisation', limit: 200 }
    const page = await session.with((client) => client.GET('/api/v1/organisations', { params: { query } }))
    for (const { id, name, short_name } of page.items) found.set(id, { id, name, short_name })
  }
  // Whoever works for one hands over within it only.
  const own = new Set(profile.grants.flatMap((grant) => grant.organisation_id ?? []))
  return [...found.values()].filter(({ id }) => own.size === 0 || own.has(id)).sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** The word for a code in a language; the code itself when the list does not know it. */
export function wordFor(entries: { code: string; name_vi: string; name_en: string }[], code: string, lang: string): string {
  const entry = entries.find((one) => one.code === code)
  return entry ? (lang === 'en' ? entry.name_en : entry.name_vi) : code
}
