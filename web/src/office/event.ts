/** How an event is shown in short. */
import type { Schemas } from '../lib/api/client.ts'
import { shortDay } from '../lib/format/days.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import { counted } from './numbers.ts'
import type { Tone } from './parts/Badge.svelte'
import { events } from './words/events.ts'

export type EventView = Schemas['EventView']

/** Records that looked like one just entered, by its id: the server says them once, when it is entered. */
export const lookAlikes = new Map<string, Schemas['EventWarning'][]>()

const LOOKS: Record<Schemas['EventStatus'], { tone: Tone; icon: IconName }> = {
  planned: { tone: 'info', icon: 'calendar-clock' },
  held: { tone: 'warn', icon: 'check' },
  closed: { tone: 'ok', icon: 'circle-check-big' },
  cancelled: { tone: 'mute', icon: 'ban' },
  merged: { tone: 'mute', icon: 'git-merge' },
}

export const statusOf = (status: Schemas['EventStatus']): { tone: Tone; icon: IconName; text: string } => ({ ...LOOKS[status], text: events.t.statuses[status] })

/** The day or days; what the source says when no day is known. */
export function daysOf({ starts_on, ends_on, period_label }: EventView): string {
  if (!starts_on) return period_label ?? events.t.noDay
  return ends_on && ends_on !== starts_on ? `${shortDay(starts_on)} – ${shortDay(ends_on)}` : shortDay(starts_on)
}

/** Headcounts with their measure and doubt, one after the other: they are never added. */
export const headsOf = (heads: readonly Schemas['HeadcountView'][]): string =>
  heads.map((head) => `${counted(head.count, head.qualifier)} ${events.t.measures[head.measure]}`).join('; ') || '–'
