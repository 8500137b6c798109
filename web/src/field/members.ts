/** Who lives in a household: as it was pulled, with what was entered and corrected here. */
import type { Op } from '../lib/offline/outbox.ts'
import type { PersonOnPhone, Records } from '../lib/offline/records.ts'

/** The people of a household, with what was entered and corrected here. */
export function membersOf(id: string, pulled: PersonOnPhone[], ops: Op[], records: Records): PersonOnPhone[] {
  const own = ops.filter((op) => op.body.entity === 'person' && op.state !== 'refused')
  const added = own
    .filter((op) => op.body.kind === 'create' && !records.all('person').has(op.body.entity_id))
    .map((op) => personOf(op.body.entity_id, id, op.body.fields))
  const corrected = (person: PersonOnPhone): PersonOnPhone =>
    own
      .filter((op) => op.body.entity_id === person.id && op.body.kind === 'patch' && op.state === 'waiting')
      .reduce((before, op) => ({ ...before, ...shownOf(op.body.fields) }), person)
  return [...pulled, ...added].map(corrected).filter((person) => person.status === 'active' && !person.merged_into_id).sort(byAge)
}

/** The fields of an operation as a person's row shows them: of identity numbers only that there is one. */
function shownOf(fields: Record<string, unknown>): Partial<PersonOnPhone> {
  const { birth, citizen_id, insurance_number, phone, ...rest } = fields as Record<string, string | undefined>
  const masked = (text: string): string => `***${text.slice(-3)}`
  return {
    ...rest,
    ...(birth ? { birth_year: Number(/\d{4}/.exec(birth)?.[0]) || null } : {}),
    ...(citizen_id ? { citizen_id: masked(citizen_id) } : {}),
    ...(insurance_number ? { insurance_number: masked(insurance_number) } : {}),
    ...(phone ? { phone: masked(phone) } : {}),
  } as Partial<PersonOnPhone>
}

function personOf(id: string, household_id: string, fields: Record<string, unknown>): PersonOnPhone {
  const nothing = { birth_year: null, card_number: null, citizen_id: null, insurance_number: null, phone: null, relation: null, sex: null, note: null, merged_into_id: null }
  return { ...nothing, id, area_id: '', household_id, full_name: '', do_not_contact: false, rev: 0, status: 'active', ...shownOf(fields) }
}

/** Who is asked for first: the head, then the eldest; whose year is not known last. */
function byAge(a: PersonOnPhone, b: PersonOnPhone): number {
  const head = (one: PersonOnPhone) => (one.relation === 'head' ? 0 : 1)
  const year = (one: PersonOnPhone) => one.birth_year ?? Number.MAX_SAFE_INTEGER
  return head(a) - head(b) || year(a) - year(b) || a.full_name.localeCompare(b.full_name, 'vi')
}
