/** What people at a door want to take part in: the question it makes of the server, and what its form still asks. */
import type { Schemas } from '../lib/api/client.ts'
import { daysBetween } from '../lib/format/days.ts'
import type { CoverOnPhone, PersonOnPhone } from '../lib/offline/records.ts'
import { latestCovers } from './doors.ts'

export type Sold = 'bhyt_hgd' | 'bhxh_tn'
export type Method = Exclude<Schemas['Method'], 'card'>
export type Quote = Schemas['Quote']
export type Question = Schemas['Question']

export interface Taker {
  person_id: string
  months: number
  groups: string[]
}

/** Kept while it is made, so it is plain data. */
export interface Wish {
  scheme: Sold
  takers: Taker[]
  /** Voluntary insurance. */
  method: Method
  months: number
  income_vnd: number | null
  months_supported_before: number
  /** Household card: who joined this year already. */
  already_joined: number
}

export const CARD_MONTHS = [3, 6, 12]
export const METHODS: Method[] = ['month', 'quarter', 'half_year', 'year', 'years_ahead', 'missing_months']
/** Of years ahead, in months. */
export const AHEAD_MONTHS = [24, 36, 48, 60]
/** What somebody is called in a quote for one person. */
const SELF = 'self'

export const emptyWish = (scheme: Sold): Wish => ({
  scheme, takers: [], method: 'year', months: 24, income_vnd: null, months_supported_before: 0, already_joined: 0,
})

const METHOD_MONTHS: Record<Method, number | null> = { month: 1, quarter: 3, half_year: 6, year: 12, years_ahead: null, missing_months: null }

/** Months paid for at once. */
export const monthsOf = (wish: Wish): number => METHOD_MONTHS[wish.method] ?? wish.months

/** What keeps the wish from being asked about; null when nothing does. */
export function lacking(wish: Wish): 'nobody' | 'income' | null {
  if (wish.takers.length === 0) return 'nobody'
  return wish.scheme === 'bhxh_tn' && !wish.income_vnd ? 'income' : null
}

/** The last day of the card that somebody held last, as far as it is known. */
export function lastCardDay(covers: CoverOnPhone[]): string | undefined {
  const cards = latestCovers(covers).filter((cover) => cover.scheme === 'bhyt_hgd' || cover.scheme === 'bhyt')
  return cards.flatMap((cover) => cover.valid_to ?? []).sort().at(-1)
}

export function questionOf(wish: Wish, areaId: string, coversOf: (person: string) => CoverOnPhone[]): Question {
  if (wish.scheme === 'bhxh_tn') {
    const [taker] = wish.takers
    return {
      scheme: 'bhxh_tn',
      area_id: areaId,
      method: wish.method,
      ...(METHOD_MONTHS[wish.method] === null ? { months: wish.months } : {}),
      ...(wish.income_vnd === null ? {} : { income_vnd: wish.income_vnd }),
      ...(wish.months_supported_before > 0 ? { months_supported_before: wish.months_supported_before } : {}),
      groups: taker?.groups ?? [],
    }
  }
  const members = wish.takers.map(({ person_id, months, groups }) => {
    const ended = lastCardDay(coversOf(person_id))
    return { key: person_id, months, groups, ...(ended ? { previous_cover_ended_on: ended } : {}) }
  })
  return { scheme: 'bhyt_hgd', area_id: areaId, members, ...(wish.already_joined > 0 ? { already_joined: wish.already_joined } : {}) }
}

/** What somebody is called in the answer. */
export const memberKey = (wish: Wish, person: string): string => (wish.scheme === 'bhxh_tn' ? SELF : person)

/** What one person pays, to the đồng, as the server said. */
export function payableOf(quote: Quote, wish: Wish, person: string): number | null {
  if (wish.scheme === 'bhxh_tn') return quote.payable_vnd
  return quote.members.find((member) => member.key === person)?.payable_vnd ?? null
}

export type Paper = 'sex' | 'birth' | 'number' | 'address' | 'relation'

/** What TK1-TS asks of somebody and is not on record, as far as this phone knows. */
export function missingPapers(scheme: Sold, person: PersonOnPhone, hasAddress: boolean): Paper[] {
  const missing: Paper[] = []
  if (!person.sex) missing.push('sex')
  if (!person.birth_year) missing.push('birth')
  if (!person.citizen_id && !person.insurance_number) missing.push('number')
  if (!hasAddress) missing.push('address')
  if (scheme === 'bhyt_hgd' && !person.relation) missing.push('relation')
  return missing
}

/** An answer holds for the question it was given to, and until the day it says. */
export function holds(quote: Quote | null, asked: string | null, question: Question, today: string): boolean {
  return quote !== null && asked === JSON.stringify(question) && daysBetween(today, quote.valid_to) >= 0
}
