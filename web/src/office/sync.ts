/** What phones brought, in words. */
import type { Schemas } from '../lib/api/client.ts'
import { address } from './address.svelte.ts'
import { common } from './words/common.ts'
import { people } from './words/people.ts'
import { sync } from './words/sync.ts'
import { names } from './names.svelte.ts'
import { codes, OUTCOMES } from './codes.svelte.ts'

export const entityName = (entity: string): string => sync.t.entities[entity] ?? entity
export const fieldName = (field: string): string => sync.t.fields[field.replace(/^\//, '')] ?? field

/** Where the record is seen; null where the office has no page of its kind. */
export function recordAt(entity: string, id: string): string | null {
  const path = { person: 'people', household: 'households', enrolment: 'enrolments' }[entity]
  return path ? address.href(`${path}/${id}`) : null
}

/** Where the thing is seen that a field names by its id. */
export function namedAt(field: string, value: unknown): string | null {
  const entity = { household_id: 'household', person_id: 'person' }[field]
  return entity && typeof value === 'string' ? recordAt(entity, value) : null
}

/** A value of a field as people read it. */
export function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return sync.t.empty
  if (typeof value === 'boolean') return value ? common.t.yes : common.t.no
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return place(value) ?? JSON.stringify(value)
  if (field === 'area_id') return names.of('area', value)
  if (field === 'relation' || field === 'group') return codes.name(field, value)
  if (field === 'outcome') return codes.name(OUTCOMES, value)
  if (field === 'reason') return codes.name('visit_reason', value)
  if (field === 'scheme') return common.t.schemes[value as Schemas['Scheme']] ?? value
  if (field === 'status') return people.t.status[value as 'active'] ?? value
  if (field === 'sex') return people.t.sexes[value as 'male'] ?? value
  return value
}

function place(value: object): string | null {
  const { latitude, longitude } = value as { latitude?: number; longitude?: number }
  return latitude === undefined || longitude === undefined ? null : `${latitude}, ${longitude}`
}

export interface Operation {
  entity: string
  entityId: string
  kind: string
  occurredAt: string | null
  fields: [string, unknown][]
}

/** What a refused operation says; what cannot be read of it is left out. */
export function operationOf(sent: unknown): Operation {
  const { entity, entity_id, kind, occurred_at, fields } = (sent ?? {}) as Record<string, unknown>
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    entity: text(entity),
    entityId: text(entity_id),
    kind: text(kind),
    occurredAt: typeof occurred_at === 'string' && !Number.isNaN(Date.parse(occurred_at)) ? occurred_at : null,
    fields: typeof fields === 'object' && fields !== null ? Object.entries(fields) : [],
  }
}

/** How long ago, in the largest unit that says enough. */
export function ago(moment: string, now: number): string {
  const t = sync.t
  const minutes = Math.floor((now - Date.parse(moment)) / 60_000)
  if (minutes < 60) return t.minutesAgo(minutes)
  if (minutes < 60 * 48) return t.hoursAgo(Math.floor(minutes / 60))
  return t.daysAgo(Math.floor(minutes / 1440))
}
