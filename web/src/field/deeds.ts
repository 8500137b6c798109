/** What people do at doors, as the operations that say so. */
import { language } from '../lib/i18n/language.svelte.ts'
import { newId } from '../lib/offline/ids.ts'
import { wordFor } from '../lib/offline/lists.ts'
import type { Deed } from '../lib/offline/outbox.ts'
import type { HouseholdOnPhone } from '../lib/offline/records.ts'
import type { Door } from './doors.ts'
import { field } from './state.svelte.ts'

export type Interest = 'yes' | 'maybe' | 'no'

export interface VisitNote {
  outcome: string
  reason?: string
  note?: string
  promise?: { due_from: string; due_to: string }
  interests?: { person_id: string; scheme: 'bhyt_hgd' | 'bhxh_tn'; interest: Interest }[]
  elsewhere?: boolean
}

export function visitDeed(door: Door, said: VisitNote): Deed {
  const met = field.lists.outcomes.find((outcome) => outcome.code === said.outcome)?.met ?? false
  const people = [...new Set((said.interests ?? []).map((interest) => interest.person_id))]
  return {
    entity: 'visit',
    entity_id: newId(),
    kind: 'create',
    fields: {
      household_id: door.id,
      outcome: said.outcome,
      place_state: said.elsewhere ? 'elsewhere' : 'at_home',
      ...(door.campaign ? { campaign_id: door.campaign } : {}),
      ...(said.reason ? { reason: said.reason } : {}),
      ...(said.note?.trim() ? { note: said.note.trim() } : {}),
      ...(said.promise ? { follow_up: { id: newId(), ...said.promise } } : {}),
      ...(met && said.interests?.length ? { interests: said.interests, people } : {}),
    },
  }
}

/** Notes a visit; whether it was saved. */
export async function noteVisit(door: Door, said: VisitNote): Promise<boolean> {
  return field.save([visitDeed(door, said)], door.name, outcomeWord(said.outcome))
}

/** Nobody answered at any of these doors. */
export async function noteMissed(doors: Door[]): Promise<boolean> {
  const deeds = doors.map((door) => visitDeed(door, { outcome: 'not_home' }))
  const title = doors.length === 1 ? (doors[0]?.name ?? '') : language.t.doorsCount(doors.length)
  return field.save(deeds, title, outcomeWord('not_home'))
}

/** Changes what is known of a household. */
export async function editHousehold(door: Door, fields: Partial<HouseholdOnPhone>): Promise<boolean> {
  const base = await field.have()
  const deed: Deed = { entity: 'household', entity_id: door.id, kind: 'patch', fields, ...(base ? { base } : {}) }
  return field.save([deed], door.name, language.t.householdChanged)
}

export const outcomeWord = (code: string): string => wordFor(field.lists.outcomes, code, language.lang)
