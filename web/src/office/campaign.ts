/** Where a campaign stands on a day. */
import { daysBetween } from '../lib/format/days.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { Tone } from './parts/Badge.svelte'
import { campaigns } from './words/campaigns.ts'

interface Standing {
  tone: Tone
  icon: IconName
  text: string
}

export function standing({ starts_on, ends_on }: { starts_on: string; ends_on?: string | null }, today: string): Standing {
  const t = campaigns.t
  if (today < starts_on) return { tone: 'info', icon: 'clock-3', text: t.planned }
  if (ends_on && today > ends_on) return { tone: 'mute', icon: 'check', text: t.over }
  if (!ends_on) return { tone: 'ok', icon: 'megaphone', text: t.running }
  const week = (to: string): number => Math.floor(daysBetween(starts_on, to) / 7) + 1
  return { tone: 'ok', icon: 'megaphone', text: t.week(week(today), week(ends_on)) }
}
