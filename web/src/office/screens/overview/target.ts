/** Which target the overview measures against: the one in the address, or the one of this year. */
import type { Schemas } from '../../../lib/api/client.ts'
import { session } from '../../session.svelte.ts'

export type Measure = Schemas['TargetMeasure']

export interface Aim {
  measure: Measure
  period: string
}

export const keyOf = ({ measure, period }: Aim): string => `${measure}~${period}`

/** The aims that an area has for a scheme, the newest period first; a few pages are enough, for parts have the aims of their whole. */
export async function aimsOf(area: string, scheme: Schemas['Scheme']): Promise<Aim[]> {
  const { items } = await session.with((api) => api.GET('/api/v1/targets', { params: { query: { area_id: area, scheme, limit: 200 } } }))
  const own = items.filter((target) => target.area_id === area && !target.organisation_id)
  const found = new Map((own.length > 0 ? own : items).map((target) => [keyOf(target), { measure: target.measure, period: target.period }]))
  return [...found.values()].sort((one, other) => (one.period < other.period ? 1 : -1))
}

/** The aim asked for, else the one whose period holds today, else the newest. */
export function aimFor(aims: readonly Aim[], asked: string | null, today: string): Aim | null {
  const year = today.slice(0, 4)
  return aims.find((aim) => keyOf(aim) === asked) ?? aims.find((aim) => aim.period === year) ?? aims.find((aim) => aim.period.startsWith(year)) ?? aims[0] ?? null
}
