/** What somebody asks for when a walk list is made, and how the API is asked. */
import type { Schemas } from '../lib/api/client.ts'

export type Scheme = Schemas['Scheme']

/** The form as it is filled in; empty where nothing is asked. */
export interface Wanted {
  followUpsBy: string
  renewals: boolean
  ending: Scheme | ''
  endingDays: number
  lapsed: Scheme | ''
  uncovered: Scheme[]
  neverMet: boolean
  lastMetBefore: string
  groups: string[]
  hamlets: string[]
}

export const nothingWanted = (): Wanted => ({
  followUpsBy: '',
  renewals: false,
  ending: '',
  endingDays: 30,
  lapsed: '',
  uncovered: [],
  neverMet: false,
  lastMetBefore: '',
  groups: [],
  hamlets: [],
})

export function criteriaOf(wanted: Wanted): Schemas['CriteriaBody'] {
  return {
    ...(wanted.followUpsBy ? { follow_ups_due: { by: wanted.followUpsBy } } : {}),
    ...(wanted.renewals ? { renewals_due: {} } : {}),
    ...(wanted.ending ? { ending_within_days: { scheme: wanted.ending, days: wanted.endingDays } } : {}),
    ...(wanted.lapsed ? { lapsed: { scheme: wanted.lapsed } } : {}),
    ...(wanted.uncovered.length > 0 ? { uncovered: wanted.uncovered } : {}),
    ...(wanted.neverMet ? { never_met: true } : {}),
    ...(wanted.lastMetBefore ? { last_met_before: wanted.lastMetBefore } : {}),
    ...(wanted.groups.length > 0 ? { groups: wanted.groups } : {}),
    ...(wanted.hamlets.length > 0 ? { hamlets: wanted.hamlets } : {}),
  }
}

/** Whether anybody at all is asked for: hamlets only narrow. */
export const asksForSomebody = (wanted: Wanted): boolean =>
  Object.keys(criteriaOf(wanted)).some((part) => part !== 'hamlets')
