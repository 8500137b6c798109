/** Households and people that are entered or corrected, as the operations that say so. */
import { language } from '../lib/i18n/language.svelte.ts'
import { newId } from '../lib/offline/ids.ts'
import type { Deed } from '../lib/offline/outbox.ts'
import type { PersonOnPhone } from '../lib/offline/records.ts'
import type { Door } from './doors.ts'
import { field } from './state.svelte.ts'

/** What a form of a person says; empty texts say nothing. */
export interface PersonSaid {
  full_name: string
  birth: string
  sex: string
  relation: string
  citizen_id: string
  phone: string
}

export const NOBODY: PersonSaid = { full_name: '', birth: '', sex: '', relation: '', citizen_id: '', phone: '' }

/** As a person is known; identity numbers and birth days are not on the phone, so they are only ever said anew. */
export const saidOf = (person: PersonOnPhone): PersonSaid => ({
  ...NOBODY, full_name: person.full_name, sex: person.sex ?? '', relation: person.relation ?? '',
})

export interface HouseholdSaid {
  area_id: string
  name: string
  house_number: string
  address: string
  landmark: string
}

const trimmed = <T extends object>(said: T): Partial<T> =>
  Object.fromEntries(Object.entries(said).map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value)) as Partial<T>

/** Enters a household, with its head when a name is said; its id, or null when it was not saved. */
export async function addHousehold(said: HouseholdSaid, head: PersonSaid, here: Door['location']): Promise<string | null> {
  const id = newId()
  const deeds: Deed[] = [
    { entity: 'household', entity_id: id, kind: 'create', fields: { ...trimmed(said), ...(here ? { location: here } : {}) } },
  ]
  if (head.full_name.trim()) deeds.push(personDeed(id, { ...head, relation: head.relation || 'head' }))
  return (await field.save(deeds, said.name.trim(), language.t.householdAdded)) ? id : null
}

/** As the server writes it: days as 1985-03-20, numbers without spaces. */
function written(said: PersonSaid): Partial<PersonSaid> {
  const plain = (text: string): string => text.replace(/[\s.-]/g, '')
  const birth = said.birth.trim() && said.birth.trim().split('/').reverse().map((part) => part.padStart(2, '0')).join('-')
  return trimmed({ ...said, birth, citizen_id: plain(said.citizen_id), phone: plain(said.phone) })
}

const personDeed = (household: string, said: PersonSaid): Deed => ({
  entity: 'person', entity_id: newId(), kind: 'create', fields: { household_id: household, ...written(said) },
})

export const addPerson = (door: Door, said: PersonSaid): Promise<boolean> =>
  field.save([personDeed(door.id, said)], said.full_name.trim(), language.t.personAdded)

/** Corrects somebody: only what was changed goes out. */
export async function correctPerson(person: PersonOnPhone, said: PersonSaid): Promise<boolean> {
  const before = saidOf(person)
  const fields = Object.fromEntries(Object.entries(written(said)).filter(([name, value]) => before[name as keyof PersonSaid] !== value))
  if (Object.keys(fields).length === 0) return true
  const base = await field.have()
  const deed: Deed = { entity: 'person', entity_id: person.id, kind: 'patch', fields, ...(base ? { base } : {}) }
  return field.save([deed], person.full_name, language.t.personCorrected)
}

const DATE = /^(\d{1,2}\/)?(\d{1,2}\/)?\d{4}$/

/** Whether a birth date is said as people say it: 20/3/1985, 3/1985, 1985. */
export function isBirth(text: string, thisYear: number): boolean {
  const said = text.trim()
  if (!DATE.test(said)) return false
  const [year = 0, month = 1, day = 1] = said.split('/').reverse().map(Number)
  return year >= 1900 && year <= thisYear && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

export const isCitizenId = (text: string): boolean => /^\d{12}$/.test(text.replace(/\s/g, ''))
export const isPhone = (text: string): boolean => /^(0|\+?84)\d{9,10}$/.test(text.replace(/[\s.-]/g, ''))
