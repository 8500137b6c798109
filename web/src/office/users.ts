/** How users and their grants are shown. */
import type { Schemas } from '../lib/api/client.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { Tone } from './parts/Badge.svelte'
import { users } from './words/users.ts'

interface Look {
  tone: Tone
  icon: IconName
  text: string
}

export const ROLES: readonly Schemas['Role'][] = ['system_admin', 'province_board', 'commune_official', 'field_worker', 'collector_manager', 'collector', 'analyst', 'auditor']
/** Roles that work for one collection organisation. */
export const COLLECTING: readonly Schemas['Role'][] = ['collector_manager', 'collector']

const USER_LOOKS: Record<Schemas['UserStatus'], Omit<Look, 'text'>> = {
  active: { tone: 'ok', icon: 'check' },
  invited: { tone: 'info', icon: 'send' },
  disabled: { tone: 'bad', icon: 'lock' },
}
export const userBadge = (status: Schemas['UserStatus']): Look => ({ ...USER_LOOKS[status], text: users.t.statuses[status] })

/** Where a grant stands on a day. Its last day is the day it ends on. */
export function grantStanding({ valid_from, valid_to }: { valid_from: string; valid_to: string | null }, today: string): Look & { holds: boolean } {
  const t = users.t
  if (valid_to !== null && (valid_to < today || valid_to < valid_from)) return { tone: 'mute', icon: 'history', text: t.over, holds: false }
  if (valid_from > today) return { tone: 'info', icon: 'clock-3', text: t.ahead, holds: true }
  return { tone: 'ok', icon: 'key-round', text: t.holds, holds: true }
}
