/** The lists of words the phone needs: outcomes, reasons, relations, groups. Kept as they are; nobody is named in them. */
import type { Schemas } from '../api/client.ts'
import { readMeta, writeMeta } from './database.ts'
import type { Session } from './session.ts'

export type Entry = Schemas['EntryView']
export type Outcome = Schemas['VisitOutcomeViewList'][number]

export interface Lists {
  outcomes: Outcome[]
  reasons: Entry[]
  relations: Entry[]
  groups: Entry[]
}

export const EMPTY_LISTS: Lists = { outcomes: [], reasons: [], relations: [], groups: [] }

export const keptLists = async (): Promise<Lists> => ((await readMeta('lists')) as Lists | undefined) ?? EMPTY_LISTS

export async function fetchLists(session: Session): Promise<Lists> {
  const list = (name: 'visit_reason' | 'relation' | 'group') =>
    session.with((client) => client.GET('/api/v1/code-lists/{list}', { params: { path: { list: name } } }))
  const outcomes = await session.with((client) => client.GET('/api/v1/visit-outcomes'))
  const [reasons, relations, groups] = [await list('visit_reason'), await list('relation'), await list('group')]
  const lists = { outcomes, reasons, relations, groups }
  await writeMeta({ lists })
  return lists
}

/** The word for a code in a language; the code itself when the list does not know it. */
export function wordFor(entries: { code: string; name_vi: string; name_en: string }[], code: string, lang: string): string {
  const entry = entries.find((one) => one.code === code)
  return entry ? (lang === 'en' ? entry.name_en : entry.name_vi) : code
}
