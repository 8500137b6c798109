/** How far a list of the office is, and what may be said of which of its rows. */
import type { Schemas } from '../lib/api/client.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { Tone } from './parts/Badge.svelte'
import { officeLists } from './words/office-lists.ts'

type State = Schemas['ListState']
export type Finding = Schemas['Finding']
export type Settlement = Schemas['Settlement']

const LOOKS: Record<State, [Tone, IconName]> = {
  reading: ['info', 'hourglass'],
  failed: ['warn', 'triangle-alert'],
  ready: ['info', 'list-checks'],
  applying: ['info', 'hourglass'],
  closed: ['ok', 'check'],
  withdrawn: ['mute', 'undo-2'],
}
const FINDINGS: Record<Finding, [Tone, IconName]> = {
  unreadable: ['bad', 'circle-x'],
  several: ['warn', 'triangle-alert'],
  unknown: ['warn', 'circle-question-mark'],
  ready: ['info', 'plus'],
  already: ['mute', 'check'],
  not_handed_in: ['warn', 'triangle-alert'],
  same: ['ok', 'check'],
  differs: ['warn', 'triangle-alert'],
  unknown_renewal: ['info', 'plus'],
  unknown_person: ['warn', 'circle-question-mark'],
  matched: ['ok', 'check'],
  differing: ['warn', 'triangle-alert'],
  twice: ['warn', 'copy-check'],
  missing_here: ['warn', 'circle-question-mark'],
  missing_there: ['bad', 'circle-alert'],
}

export function listState(state: State): { tone: Tone; icon: IconName; text: string } {
  const [tone, icon] = LOOKS[state]
  return { tone, icon, text: officeLists.t.states[state] }
}

export function findingLook(finding: Finding): { tone: Tone; icon: IconName; text: string } {
  const [tone, icon] = FINDINGS[finding]
  return { tone, icon, text: officeLists.t.findings[finding] }
}

export const underWay = (state: State): boolean => state === 'reading' || state === 'applying'

/** What applying a list enters by itself. */
export const APPLIED: readonly Finding[] = ['ready', 'unknown_renewal']

/** What may be said of a finding; the server refuses the rest. */
const MAY: Record<Schemas['ListKind'], Partial<Record<Finding, readonly Settlement[]>>> = {
  answers: { unreadable: ['ignored'], unknown: ['enrolment', 'ignored'], several: ['enrolment', 'ignored'], ready: ['ignored'], not_handed_in: ['ignored'] },
  expiries: { unreadable: ['ignored'], several: ['ignored'], unknown_person: ['ignored'], unknown_renewal: ['ignored'], differs: ['take_theirs', 'keep_ours'] },
  participants: {
    unreadable: ['ignored'],
    several: ['ignored'],
    twice: ['ignored', 'office_wrong'],
    missing_here: ['record_later', 'other_organisation', 'ignored'],
    missing_there: ['hand_in_again', 'written_off', 'office_error'],
    differing: ['ours_wrong', 'office_wrong', 'explained'],
  },
}

export const settlementsFor = (kind: Schemas['ListKind'], finding: Finding): readonly Settlement[] => MAY[kind][finding] ?? []
