/** How an outcome looks: always an icon, a word and a colour together. */
import type { IconName } from '../lib/ui/icon-names.ts'

export type Tone = 'ok' | 'warn' | 'info' | 'bad' | 'mute'

const LOOKS: Record<string, [IconName, Tone]> = {
  agreed: ['circle-check-big', 'ok'],
  informed: ['hourglass', 'warn'],
  ask_family: ['users-round', 'warn'],
  appointment: ['calendar-clock', 'info'],
  refused: ['circle-x', 'bad'],
  covered: ['shield-check', 'ok'],
  other_card: ['shield-check', 'ok'],
  compulsory: ['shield-check', 'ok'],
  not_home: ['door-closed', 'mute'],
  away: ['route', 'mute'],
  moved: ['truck', 'mute'],
  deceased: ['user-round-x', 'mute'],
  wrong_address: ['map-pin', 'mute'],
  duplicate: ['copy-check', 'mute'],
}

export function lookOf(outcome: string): { icon: IconName; tone: Tone } {
  const [icon, tone] = LOOKS[outcome] ?? ['info', 'mute']
  return { icon, tone }
}

/** The tiles one sees first, in their order; the rest stands under "other". */
export const FIRST_TILES = ['agreed', 'informed', 'appointment', 'refused', 'not_home', 'moved']

/** Outcomes for which a reason is asked. */
export const WITH_REASON = new Set(['refused', 'informed', 'ask_family'])

/** Outcomes for which one asks when to come back. */
export const WITH_PROMISE = new Set(['appointment', 'informed', 'ask_family', 'away'])

/** Outcomes with which somebody may say what each person thinks. */
export const WITH_INTEREST = new Set(['agreed', 'informed', 'appointment', 'ask_family', 'refused'])
