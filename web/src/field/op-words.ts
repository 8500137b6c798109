/** An operation in words. */
import { language } from '../lib/i18n/language.svelte.ts'
import type { Op } from '../lib/offline/outbox.ts'
import { outcomeWord } from './deeds.ts'
import { field } from './state.svelte.ts'

/** At which door; a door that has left this phone is named plainly. */
export function doorNameOf(op: Op): string {
  const own = op.body.fields as { name?: string; household_id?: string; person_id?: string; full_name?: string }
  const { entity, entity_id } = op.body
  const { records } = field
  const person = records.all('person').get(entity === 'person' ? entity_id : (own.person_id ?? records.all('enrolment').get(entity_id)?.person_id ?? ''))
  const home = own.household_id ?? person?.household_id ?? records.all('hand_over').get(entity_id)?.household_id ?? records.all('renewal').get(entity_id)?.household_id
  const id = entity === 'household' ? entity_id : home
  const made = field.doors.find((door) => door.id === id)
  return records.all('household').get(id ?? '')?.name ?? made?.name ?? own.name ?? own.full_name ?? (entity === 'kept_quote' ? language.t.quoteKept : language.t.unknownDoor)
}

export function whatWasDone(op: Op): string {
  const { entity, kind, fields } = op.body
  if (entity === 'visit') return outcomeWord((fields as { outcome: string }).outcome)
  const words = language.t.deeds as Record<string, string>
  return words[`${entity} ${kind}`] ?? `${entity} ${kind}`
}
