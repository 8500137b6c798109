/** An operation in words. */
import { language } from '../lib/i18n/language.svelte.ts'
import type { Op } from '../lib/offline/outbox.ts'
import { outcomeWord } from './deeds.ts'
import { field } from './state.svelte.ts'

/** At which door; a door that has left this phone is named plainly. */
export function doorNameOf(op: Op): string {
  const id = op.body.entity === 'household' ? op.body.entity_id : (op.body.fields as { household_id?: string }).household_id
  const household = id === undefined ? undefined : field.records.all('household').get(id)
  return household?.name ?? language.t.unknownDoor
}

export function whatWasDone(op: Op): string {
  const { entity, kind, fields } = op.body
  if (entity === 'visit') return outcomeWord((fields as { outcome: string }).outcome)
  if (entity === 'household' && kind === 'patch') return language.t.householdChanged
  return `${entity} ${kind}`
}
