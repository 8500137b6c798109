/** What is to be known of each door before somebody knocks, made of what was pulled and of what waits to be sent. */
import { folded } from '../lib/format/text.ts'
import { dayOf, daysBetween } from '../lib/format/days.ts'
import type { Schemas } from '../lib/api/client.ts'
import type { OpState } from '../lib/offline/database.ts'
import type { Outcome } from '../lib/offline/lists.ts'
import type { Op } from '../lib/offline/outbox.ts'
import { membersOf } from './members.ts'
import { madeHere } from './pending.ts'
import type { CoverOnPhone, HouseholdOnPhone, PersonOnPhone, Records, WalkListOnPhone } from '../lib/offline/records.ts'

/** A visit, as far as a list needs it. */
export interface DoorVisit {
  id: string
  outcome: string
  met: boolean
  at: string
  /** Null for one that came from the server. */
  state: OpState | null
  note: string | null
  reason: string | null
}

export interface Door {
  id: string
  area_id: string
  name: string
  /** A household entered here that no pull has brought yet. */
  isNew: boolean
  houseNumber: string | null
  address: string | null
  place: string
  landmark: string | null
  note: string | null
  doNotContact: boolean
  location: HouseholdOnPhone['location']
  persons: PersonOnPhone[]
  /** Its place on a walk list that is open, and the list's name. */
  position: number | null
  listName: string | null
  /** The campaign that list belongs to: whoever calls at the door calls in it. */
  campaign: string | null
  /** The cover that ends next, or ended not long ago. */
  due: { day: string; daysLeft: number; scheme: CoverOnPhone['scheme']; name: string } | null
  /** The promise that is to be kept first. */
  promise: { from: string; to: string } | null
  neverMet: boolean
  /** How often in a row nobody was met. */
  missed: number
  /** The newest first. */
  visits: DoorVisit[]
  doneToday: boolean
  /** Folded, for the search. */
  key: string
}

/** So many days ahead an end counts as due, and so many days back. */
export const DUE_AHEAD = 30
const DUE_BACK = 60

export interface Making {
  records: Records
  ops: Op[]
  outcomes: Outcome[]
  today: string
  /** Who looks: lists that somebody else walks are not theirs. */
  userId: string
}

/** All doors, made anew. */
export const doorsOf = (making: Making): Door[] => new DoorMaker().make(making)

interface Index {
  persons: Map<string, PersonOnPhone[]>
  covers: Map<string, CoverOnPhone[]>
  visits: Map<string, Schemas['VisitView'][]>
  promises: Map<string, Schemas['FollowUpView'][]>
  renewals: Map<string, Schemas['RenewalView'][]>
  listed: Map<string, Listed>
}

/** A door's place on a list. */
interface Listed {
  position: number
  name: string
  campaign: string | null
  neverMet: boolean
}

/** Makes doors, and only those anew of which something changed: a phone with two thousand of them answers a tap at once. */
export class DoorMaker {
  #basis = ''
  #index: Index | null = null
  readonly #made = new Map<string, { ops: string; door: Door | null }>()

  make(making: Making): Door[] {
    const { records, ops, outcomes, today, userId } = making
    const basis = [records.version, today, userId, outcomes.length].join(' ')
    if (basis !== this.#basis || !this.#index) {
      this.#index = indexOf(records, userId, today)
      this.#basis = basis
      this.#made.clear()
    }
    const met = new Map(outcomes.map((outcome) => [outcome.code, outcome.met]))
    const byDoor = grouped(ops, (op) => doorOfOp(op, records))
    const doors: Door[] = []
    const made = [...madeHere(records, ops, 'household')].map(([id, { fields }]): [string, HouseholdOnPhone] => [id, { ...EMPTY, ...fields }])
    for (const [id, household] of [...records.all('household'), ...made]) {
      const own = byDoor.get(id) ?? []
      const state = own.map((op) => `${op.op_id} ${op.state}`).join()
      let known = this.#made.get(id)
      if (known?.ops !== state) {
        known = { ops: state, door: doorOf(id, household, own, this.#index, met, records, today) }
        this.#made.set(id, known)
      }
      if (known.door) doors.push(known.door)
    }
    return doors
  }
}

function indexOf(records: Records, userId: string, today: string): Index {
  return {
    persons: grouped(records.all('person').values(), (person) => person.household_id),
    covers: grouped(records.all('cover').values(), (cover) => cover.person_id),
    visits: grouped(records.all('visit').values(), (visit) => visit.household_id),
    promises: grouped(records.all('follow_up').values(), (promise) => promise.household_id),
    renewals: grouped(records.all('renewal').values(), (renewal) => renewal.household_id),
    listed: listedDoors(records, userId, today),
  }
}

/** Whose door an operation is about. */
function doorOfOp(op: Op, records: Records): string {
  if (op.body.entity === 'household') return op.body.entity_id
  if (op.body.entity === 'person' && op.body.kind === 'patch') return records.all('person').get(op.body.entity_id)?.household_id ?? ''
  return (op.body.fields as { household_id?: string }).household_id ?? ''
}

/** What is not said of a household that was entered here. */
const EMPTY: HouseholdOnPhone = {
  area_id: '', name: '', code: null, house_number: null, address: null, landmark: null, location: null, do_not_contact: false, status: 'active', note: null,
}

/** Null for a household that is not called on any more. */
function doorOf(
  id: string,
  pulled: HouseholdOnPhone,
  ops: Op[],
  index: Index,
  met: Map<string, boolean>,
  records: Records,
  today: string,
): Door | null {
  const household = { ...pulled, ...editOf(ops) }
  if (household.status !== 'active') return null
  const members = membersOf(id, index.persons.get(id) ?? [], ops, records)
  const seen = visitsAt(index.visits.get(id) ?? [], ops, met, records)
  const ends = [
    ...members.flatMap((person) => endsOf(index.covers.get(person.id) ?? [], person, today)),
    ...(index.renewals.get(id) ?? []).filter((renewal) => renewal.state === 'due').map((renewal) => ({
      day: renewal.paid_to,
      daysLeft: daysBetween(today, renewal.paid_to),
      scheme: renewal.scheme,
      name: renewal.full_name ?? '',
    })),
  ].filter((end) => end.daysLeft <= DUE_AHEAD && end.daysLeft >= -DUE_BACK)
  const open = (index.promises.get(id) ?? [])
    .filter((promise) => promise.status === 'open')
    .sort((a, b) => a.due_from.localeCompare(b.due_from))[0]
  const entry = index.listed.get(id)
  // What the server refused is shown, and counts for nothing.
  const counted = seen.filter((visit) => visit.state !== 'refused')
  const firstMet = counted.findIndex((visit) => visit.met)
  const kept = counted.some((visit) => visit.state === 'waiting' && visit.met)
  const place = placeOf(household)
  return {
    id,
    area_id: household.area_id,
    name: household.name,
    isNew: !records.all('household').has(id),
    houseNumber: household.house_number,
    address: household.address,
    place,
    landmark: household.landmark,
    note: household.note,
    doNotContact: household.do_not_contact,
    location: household.location,
    persons: members,
    position: entry?.position ?? null,
    listName: entry?.name ?? null,
    campaign: entry?.campaign ?? null,
    due: ends.sort((a, b) => a.daysLeft - b.daysLeft)[0] ?? null,
    promise: open && !kept ? { from: open.due_from, to: open.due_to } : null,
    neverMet: firstMet < 0 && (entry?.neverMet ?? true),
    missed: firstMet < 0 ? counted.length : firstMet,
    visits: seen,
    doneToday: counted[0] !== undefined && dayOf(counted[0].at) === today,
    key: folded([household.name, place, household.landmark, household.code, ...members.map((one) => one.full_name)].filter(Boolean).join(' ')),
  }
}

/** Which part of the work is looked at. */
export type Filter = 'today' | 'due' | 'promised' | 'never' | 'all'

/** What today is, and whether there is a walk list: then doors nobody ever answered are not all today's work. */
export interface Day {
  today: string
  listed: boolean
}

export function isIn(door: Door, filter: Filter, day: Day): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'due':
      return door.due !== null
    case 'promised':
      return door.promise !== null && door.promise.from <= day.today
    case 'never':
      return door.neverMet
    case 'today':
      return door.doneToday || door.position !== null || parts(day).some((part) => isIn(door, part, day))
  }
}

const parts = (day: Day): Filter[] => (day.listed ? ['due', 'promised'] : ['due', 'promised', 'never'])

/** What is to be done first stands first: listed doors in their order, then promises, then ends, then names; done ones last. */
export function inOrder(a: Door, b: Door): number {
  return (
    Number(a.doneToday) - Number(b.doneToday) ||
    Number(a.position === null) - Number(b.position === null) ||
    // One list after the other: nobody walks two hamlets by turns.
    compared(a.listName ?? '', b.listName ?? '') ||
    (a.position ?? 0) - (b.position ?? 0) ||
    compared(a.promise?.from ?? '9', b.promise?.from ?? '9') ||
    (a.due?.daysLeft ?? Infinity) - (b.due?.daysLeft ?? Infinity) ||
    compared(a.key, b.key)
  ) || 0
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Metres between two points that are near each other. */
export function distance(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  const east = (b.longitude - a.longitude) * Math.cos((a.latitude * Math.PI) / 180)
  return Math.hypot(east, b.latitude - a.latitude) * 111_320
}

/** House number and address; rosters often say the number in the address too. */
function placeOf({ house_number, address }: HouseholdOnPhone): string {
  const begins = folded(address ?? '').replace(/^so /, '')
  const said = house_number !== null && new RegExp(`^${folded(house_number).replace(/[^a-z0-9]/g, '.')}($|[ ,])`).test(begins)
  return [said ? null : house_number, address].filter(Boolean).join(', ')
}

/** Visits at one door, the newest first; each once, also when it is both sent and kept. */
function visitsAt(sent: Schemas['VisitView'][], ops: Op[], met: Map<string, boolean>, records: Records): DoorVisit[] {
  const all: DoorVisit[] = sent
    .filter((visit) => !visit.amended_by_id)
    .map(({ id, outcome, note, reason, counted_at }) => ({ id, outcome, met: met.get(outcome) ?? false, at: counted_at, state: null, note, reason }))
  for (const op of ops) {
    if (op.body.entity !== 'visit' || records.all('visit').has(op.body.entity_id)) continue
    const fields = op.body.fields as { outcome: string; note?: string; reason?: string }
    all.push({
      id: op.body.entity_id,
      outcome: fields.outcome,
      met: met.get(fields.outcome) ?? false,
      at: op.body.occurred_at,
      state: op.state,
      note: fields.note ?? null,
      reason: fields.reason ?? null,
    })
  }
  return all.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}

/** Who walks a list on a day: whoever stands in, or else whose it is; null when it is nobody's. */
export function holderOf(list: Pick<WalkListOnPhone, 'assignments'>, day: string): string | null {
  const holding = list.assignments.filter((one) => one.ended_at === null && (one.until === null || day <= one.until))
  const newest = (substitutes: boolean) => holding.filter((one) => (one.why === 'substitute') === substitutes).at(-1)
  return (newest(true) ?? newest(false))?.user_id ?? null
}

function listedDoors(records: Records, userId: string, today: string): Map<string, Listed> {
  const listed = new Map<string, Listed>()
  for (const list of records.all('walk_list').values()) {
    const holder = holderOf(list, today)
    if (list.state !== 'open' || (holder !== null && holder !== userId)) continue
    for (const entry of list.entries) {
      const before = listed.get(entry.household_id)
      if (!before || entry.position < before.position) {
        listed.set(entry.household_id, { position: entry.position, name: list.name, campaign: list.campaign_id ?? null, neverMet: entry.never_met })
      }
    }
  }
  return listed
}

/** What was changed here and is not confirmed by the server yet. */
function editOf(ops: Op[]): Partial<HouseholdOnPhone> {
  const edits = ops.filter((op) => op.body.entity === 'household' && op.body.kind === 'patch' && op.state === 'waiting')
  return Object.assign({}, ...edits.map((op) => op.body.fields)) as Partial<HouseholdOnPhone>
}

/** The latest that is known of each scheme, where it has an end. */
function endsOf(covers: CoverOnPhone[], person: PersonOnPhone, today: string): NonNullable<Door['due']>[] {
  const ends: NonNullable<Door['due']>[] = []
  for (const cover of latestCovers(covers)) {
    if (cover.state !== 'covered' && cover.state !== 'lapsed') continue
    if (cover.valid_to === null) continue
    ends.push({ day: cover.valid_to, daysLeft: daysBetween(today, cover.valid_to), scheme: cover.scheme, name: person.full_name })
  }
  return ends
}

/** Of each scheme what was known last. */
export function latestCovers(covers: CoverOnPhone[]): CoverOnPhone[] {
  const latest = new Map<string, CoverOnPhone>()
  for (const cover of covers) {
    const before = latest.get(cover.scheme)
    if (!before || cover.known_on >= before.known_on) latest.set(cover.scheme, cover)
  }
  return [...latest.values()]
}

function grouped<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
