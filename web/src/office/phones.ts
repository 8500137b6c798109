/** How a phone is doing. */
import type { Schemas } from '../lib/api/client.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { Tone } from './parts/Badge.svelte'
import { sync } from './words/sync.ts'

type Phone = Schemas['DeviceView']

/** After so many days without a word somebody should ask. */
export const SILENT_DAYS = 7
const DAY_MS = 86_400_000
/** A clock that is off by more puts visits on the wrong day sooner or later. */
const SKEW_S = 3600

export const isSilent = (phone: Phone, now: number): boolean => phone.revoked_at === null && now - Date.parse(phone.last_contact_at) > SILENT_DAYS * DAY_MS

export function phoneLook(phone: Phone, now: number): { tone: Tone; icon: IconName; text: string } {
  const t = sync.t
  if (phone.revoked_at !== null) return { tone: 'mute', icon: 'ban', text: t.revoked }
  if (phone.open_refused > 0 || phone.missing > 0 || Math.abs(phone.clock_skew_s ?? 0) > SKEW_S) return { tone: 'bad', icon: 'triangle-alert', text: t.troubled }
  if (isSilent(phone, now)) return { tone: 'warn', icon: 'clock-3', text: t.silent }
  return { tone: 'ok', icon: 'check', text: t.fine }
}

/** By how many revisions of the whole system a phone is behind; not all of them are for it. */
export const lagOf = (phone: Phone, head: number): number => Math.max(0, head - phone.have_rev)
