/** Small rules about people that several screens share. */
import type { Schemas } from '../lib/api/client.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { Tone } from './parts/Badge.svelte'
import { people } from './words/people.ts'

export type SealedField = Schemas['SealedField']
export const NUMBERS = ['citizen_id', 'insurance_number', 'card_number', 'phone'] as const

/** A birth as people write it, `21/5/1968`, as the API takes it: `1968-05-21`. What is no such date goes as it is, to be refused there. */
export function birthOf(typed: string): string {
  const parts = typed.trim().split(/[/.-]/)
  const ordered = (parts[0]?.length ?? 0) === 4 ? parts : parts.reverse()
  return ordered.map((part, place) => (place === 0 ? part : part.padStart(2, '0'))).join('-')
}

export const statusBadge = (status: 'active' | 'moved' | 'died' | 'gone'): { tone: Tone; icon: IconName; text: string } => ({
  text: people.t.status[status],
  ...(status === 'active' ? { tone: 'ok', icon: 'house' } : { tone: 'mute', icon: 'user-round-x' }),
})

const COVER_LOOKS: Record<Schemas['CoverState'], { tone: Tone; icon: IconName }> = {
  covered: { tone: 'ok', icon: 'shield-check' },
  lapsed: { tone: 'warn', icon: 'history' },
  none: { tone: 'mute', icon: 'minus' },
  unknown: { tone: 'mute', icon: 'circle-question-mark' },
}
export const coverBadge = (state: Schemas['CoverState']): { tone: Tone; icon: IconName; text: string } => ({ ...COVER_LOOKS[state], text: people.t.coverStates[state] })
