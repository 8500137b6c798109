/** What is promised, handed over, paid and given back, as the operations that say so. */
import { language } from '../lib/i18n/language.svelte.ts'
import { newId } from '../lib/offline/ids.ts'
import type { Deed } from '../lib/offline/outbox.ts'
import type { Door, DoorVisit } from './doors.ts'
import { handOvers, signUps, type HandOver, type Renewal, type SignUp } from './sales.ts'
import { field } from './state.svelte.ts'
import { memberKey, missingPapers, type Question, type Quote, type Wish } from './wish.ts'

/** What is known of a wish when it goes out. */
export interface Going {
  door: Door
  wish: Wish
  question: Question
  /** The server's answer of today, if there is one: what people were shown. */
  quote: Quote | null
  organisation: string
}

/** The question travels, and is answered with the prices of the day at the door; what people were shown goes beside it. */
function keptQuote({ question, quote, organisation }: Going): Deed {
  const shown = quote ? { shown_vnd: quote.payable_vnd } : {}
  return { entity: 'kept_quote', entity_id: newId(), kind: 'create', fields: { organisation_id: organisation, question, ...shown } }
}

/** The last visit at which somebody was met: what led to the wish, as far as this phone knows. */
const metAt = (door: Door): DoorVisit | undefined => door.visits.find((one) => one.met && one.state !== 'refused')

/** Hands the household over to an organisation that collects; the wish goes along. The hand-over's id, or null. */
export async function handOver(going: Going, note: string): Promise<string | null> {
  const { door, wish, organisation } = going
  const id = newId()
  const visit = metAt(door)
  const fields = {
    household_id: door.id,
    person_ids: wish.takers.map((taker) => taker.person_id),
    schemes: [wish.scheme],
    organisation_id: organisation,
    ...(visit ? { visit_id: visit.id } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
  }
  const deeds = [keptQuote(going), { entity: 'hand_over', entity_id: id, kind: 'create' as const, fields }]
  return (await field.save(deeds, door.name, language.t.handedOver)) ? id : null
}

/** What led to it, as far as this phone knows. */
function sourceOf(door: Door): { kind: string; id?: string } {
  const given = handOvers(field.records, field.ops, field.profile?.user_id ?? '').find(
    (one) => one.household_id === door.id && (one.state === 'accepted' || one.state === 'open'),
  )
  if (given) return { kind: 'hand_over', id: given.id }
  const visit = metAt(door)
  return visit ? { kind: 'visit', id: visit.id } : { kind: 'own_initiative' }
}

/** Signs people up for the own organisation: a promise each, declared where nothing is missing. Their ids by person, or null. */
export async function signUp(going: Going): Promise<Record<string, string> | null> {
  const { door, wish, organisation } = going
  const kept = keptQuote(going)
  const source = sourceOf(door)
  const ids: Record<string, string> = {}
  const deeds: Deed[] = [kept]
  for (const { person_id } of wish.takers) {
    const id = (ids[person_id] = newId())
    const fields = { kept_quote_id: kept.entity_id, member_key: memberKey(wish, person_id), person_id, organisation_id: organisation, source }
    deeds.push({ entity: 'enrolment', entity_id: id, kind: 'create', fields })
    const person = door.persons.find((one) => one.id === person_id)
    if (person && missingPapers(wish.scheme, person, Boolean(door.address)).length === 0) deeds.push(act('enrolment', id, 'declare'))
  }
  return (await field.save(deeds, door.name, language.t.signedUp(wish.takers.length))) ? ids : null
}

const act = (entity: string, entity_id: string, kind: Deed['kind'], fields: Record<string, unknown> = {}): Deed => ({ entity, entity_id, kind, fields })

export const declare = (one: SignUp, name: string): Promise<boolean> => field.save([act('enrolment', one.id, 'declare')], name, language.t.wasDeclared)

export const pay = (one: SignUp, name: string, receipt: { receipt_number: string; receipt_on: string; paid_on: string; amount_vnd: number }): Promise<boolean> =>
  field.save([act('enrolment', one.id, 'pay', receipt)], name, language.t.wasPaid)

export const cancelPromise = (one: SignUp, name: string, reason: string): Promise<boolean> =>
  field.save([act('enrolment', one.id, 'cancel', { reason })], name, language.t.wasCancelled)

export const accept = (one: HandOver): Promise<boolean> => field.save([act('hand_over', one.id, 'accept')], one.household_name ?? '', language.t.wasAccepted)

export const giveBack = (one: HandOver, reason: string): Promise<boolean> =>
  field.save([act('hand_over', one.id, 'return', { reason })], one.household_name ?? '', language.t.wasReturned)

export const withdraw = (one: HandOver): Promise<boolean> => field.save([act('hand_over', one.id, 'withdraw')], one.household_name ?? '', language.t.wasWithdrawn)

export const stopRenewal = (one: Renewal, reason: string): Promise<boolean> =>
  field.save([act('renewal', one.id, 'stop', { reason })], one.full_name ?? '', language.t.wasStopped)

export const reopenRenewal = (one: Renewal): Promise<boolean> => field.save([act('renewal', one.id, 'reopen')], one.full_name ?? '', language.t.wasReopened)

/** All that is known of the sign-ups of one household. */
export const signUpsOf = (household: string): SignUp[] => signUps(field.records, field.ops).filter((one) => one.household_id === household)
