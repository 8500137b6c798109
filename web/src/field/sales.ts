/** What a collector has to do: households handed over, sign-ups under way, cover that ends; with what waits to be sent. */
import { daysBetween } from '../lib/format/days.ts'
import type { Schemas } from '../lib/api/client.ts'
import type { Op } from '../lib/offline/outbox.ts'
import type { Records } from '../lib/offline/records.ts'
import { lastWaiting, madeHere, opsOn, type Laid } from './pending.ts'

export type HandOver = Laid<Schemas['HandOverView']>
export type Renewal = Laid<Schemas['RenewalView']>

/** A sign-up, also one that no pull has brought yet. */
export interface SignUp {
  id: string
  household_id: string
  person_id: string
  scheme: Schemas['Scheme'] | null
  step: Schemas['Step']
  months: number | null
  /** Null while the server has not said it, or to those who may not see it. */
  payable_vnd: number | null
  receipt: string | null
  /** The last day on which the quote may be paid; null while nobody knows it. */
  quoted_on: string | null
  starts_on: string | null
  paid_to: string | null
  warnings: Schemas['EnrolmentWarning'][]
  waits: boolean
}

/** So many days ahead an end is shown, and so many days back. */
const AHEAD = 60
const BACK = 60
/** Sign-ups of which nothing more is asked are shown so long. */
const SHOWN_DAYS = 14

const HAND_OVER_STATES: Partial<Record<string, Schemas['HandOverView']['state']>> = { accept: 'accepted', return: 'returned', withdraw: 'withdrawn' }

export function handOvers(records: Records, ops: Op[], userId: string): HandOver[] {
  const done = opsOn(ops, 'hand_over')
  return [...records.all('hand_over')].map(([id, one]) => {
    const last = lastWaiting(done.get(id))
    const state = HAND_OVER_STATES[last?.body.kind ?? ''] ?? one.state
    const collector_id = last?.body.kind === 'accept' ? userId : one.collector_id
    return { ...one, id, state, collector_id, waits: last !== undefined }
  }).sort((a, b) => compared(a.due_on, b.due_on) || compared(a.id, b.id))
}

const ENROLMENT_STEPS: Partial<Record<string, Schemas['Step']>> = { declare: 'declared', pay: 'paid', cancel: 'cancelled' }

export function signUps(records: Records, ops: Op[]): SignUp[] {
  const done = opsOn(ops, 'enrolment')
  const laid = (id: string, before: Omit<SignUp, 'id' | 'waits'>): SignUp => {
    const waiting = (done.get(id) ?? []).filter((op) => op.state === 'waiting')
    const pay = waiting.find((op) => op.body.kind === 'pay')?.body.fields as { receipt_number?: string } | undefined
    const step = ENROLMENT_STEPS[waiting.at(-1)?.body.kind ?? ''] ?? before.step
    return { ...before, id, step, receipt: pay?.receipt_number ?? before.receipt, waits: waiting.length > 0 }
  }
  const known = [...records.all('enrolment')].map(([id, one]) => laid(id, {
    household_id: one.household_id,
    person_id: one.person_id,
    scheme: one.scheme,
    step: one.step,
    months: one.months,
    payable_vnd: one.money?.payable_vnd ?? null,
    receipt: one.money?.receipt?.number ?? null,
    quoted_on: one.quoted_on,
    starts_on: one.starts_on,
    paid_to: one.paid_to,
    warnings: one.warnings ?? [],
  }))
  const own = [...madeHere(records, ops, 'enrolment')].map(([id, { fields }]) => laid(id, {
    household_id: records.all('person').get(fields.person_id ?? '')?.household_id ?? '',
    person_id: fields.person_id ?? '',
    scheme: null,
    step: 'promised',
    months: null,
    payable_vnd: null,
    receipt: null,
    quoted_on: null,
    starts_on: null,
    paid_to: null,
    warnings: [],
  }))
  return [...own, ...known]
}

/** Those that still ask for something, and what was paid of late. */
export function underWay(all: SignUp[], today: string): SignUp[] {
  const asks = (one: SignUp): boolean => one.step === 'promised' || one.step === 'declared' || one.step === 'refused'
  const late = (one: SignUp): boolean => one.step === 'paid' && (one.quoted_on === null || daysBetween(one.quoted_on, today) <= SHOWN_DAYS)
  return all.filter((one) => asks(one) || late(one)).sort((a, b) => Number(b.step !== 'paid') - Number(a.step !== 'paid') || compared(b.id, a.id))
}

const RENEWAL_STATES: Partial<Record<string, Schemas['RenewalState']>> = { stop: 'stopped', reopen: 'due' }

export function renewals(records: Records, ops: Op[], today: string): Renewal[] {
  const done = opsOn(ops, 'renewal')
  return [...records.all('renewal')]
    .map(([id, one]) => {
      const last = lastWaiting(done.get(id))
      const state = RENEWAL_STATES[last?.body.kind ?? ''] ?? one.state
      return { ...one, id, state, days_left: daysBetween(today, one.paid_to), waits: last !== undefined }
    })
    .filter((one) => (one.state === 'due' || one.state === 'stopped') && one.days_left <= AHEAD && one.days_left >= -BACK)
    .sort((a, b) => Number(a.state !== 'due') - Number(b.state !== 'due') || a.days_left - b.days_left || compared(a.id, b.id))
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
