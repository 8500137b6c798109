/** How enrolments are shown wherever they are listed. */
import type { Schemas } from '../lib/api/client.ts'
import { dong } from '../lib/format/numbers.ts'
import { shortDay } from '../lib/format/days.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { Tone } from './parts/Badge.svelte'
import { names } from './names.svelte.ts'
import type { Column } from './table.ts'
import { common } from './words/common.ts'
import { enrolments } from './words/enrolments.ts'

export type Enrolment = Schemas['EnrolmentView']
export type Status = Schemas['Status']

const LOOKS: Record<Status, { tone: Tone; icon: IconName }> = {
  promised: { tone: 'info', icon: 'handshake' },
  declared: { tone: 'info', icon: 'file-text' },
  paid: { tone: 'ok', icon: 'check' },
  handed_in: { tone: 'ok', icon: 'send' },
  issued: { tone: 'ok', icon: 'id-card' },
  active: { tone: 'ok', icon: 'shield-check' },
  ended: { tone: 'mute', icon: 'history' },
  refused: { tone: 'bad', icon: 'circle-x' },
  stopped: { tone: 'warn', icon: 'ban' },
  refunded: { tone: 'warn', icon: 'undo-2' },
  cancelled: { tone: 'mute', icon: 'x' },
}
export const STATUSES = Object.keys(LOOKS) as Status[]
export const enrolmentBadge = (status: Status): { tone: Tone; icon: IconName; text: string } => ({ ...LOOKS[status], text: enrolments.t.statuses[status] })

/** Columns after the first, which says whose or which it is. */
export function enrolmentColumns(): Column<Enrolment>[] {
  const [t, c] = [enrolments.t, common.t]
  return [
    { key: 'scheme', head: c.scheme, text: (row) => c.schemes[row.scheme] },
    { key: 'kind', head: t.kind, text: (row) => t.kinds[row.kind], wide: true },
    { key: 'starts', head: t.starts, text: (row) => shortDay(row.starts_on), sort: (row) => row.starts_on },
    { key: 'paid_to', head: t.paidTo, text: (row) => shortDay(row.paid_to), sort: (row) => row.paid_to },
    { key: 'organisation', head: c.organisation, text: (row) => names.of('organisation', row.organisation_id), wide: true },
    { key: 'payable', head: t.payable, text: (row) => (row.money ? dong(row.money.payable_vnd) : '–'), number: (row) => row.money?.payable_vnd },
  ]
}
