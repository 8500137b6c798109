/** Where a comparison stands, and what a form of one asks the API. */
import type { Schemas } from '../lib/api/client.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { Tone } from './parts/Badge.svelte'
import { campaign } from './words/campaign.ts'
import { evaluations } from './words/evaluations.ts'

export type Design = Schemas['EvaluationDesign']
export const DESIGNS: readonly Design[] = ['lottery', 'lottery_of_households', 'staggered', 'series', 'matched', 'before_after']

interface Standing {
  tone: Tone
  icon: IconName
  text: string
}

export function standing(one: Schemas['EvaluationView'], today: string): Standing {
  const t = evaluations.t
  if (one.withdrawn_at) return { tone: 'mute', icon: 'ban', text: t.withdrawn }
  if (one.latest_look) return gradeBadge(one.latest_look.grade)
  if (today < one.starts_on) return { tone: 'info', icon: 'clock-3', text: t.toCome }
  if (today <= one.ends_on) return { tone: 'info', icon: 'flask-conical', text: t.running }
  return { tone: 'warn', icon: 'hourglass', text: t.over }
}

export const gradeBadge = (grade: Schemas['Grade']): Standing => ({
  tone: grade === 'a' || grade === 'b' ? 'ok' : 'warn',
  icon: grade === 'a' || grade === 'b' ? 'circle-check-big' : 'triangle-alert',
  text: `${campaign.t.grade(grade)}: ${campaign.t.gradeHelp[grade]}`,
})

/** A place of the form; what a design has no use for is not sent. */
export interface Unit {
  id: string
  name: string
  chosen: boolean
  assigned: boolean
  firstMonth: string
  /** Within what it is drawn. */
  stratum: string
}

/** What a design has a use for beside its places. */
export const usesEarlier = (design: Design): boolean => design !== 'lottery_of_households'
export const usesAlike = (design: Design): boolean => hasUnits(design) || design === 'lottery_of_households'

export const hasUnits = (design: Design): boolean => design === 'lottery' || design === 'staggered' || design === 'matched'

export function unitsOf(design: Design, units: readonly Unit[]): Schemas['EvaluationUnit'][] {
  if (!hasUnits(design)) return []
  return units
    .filter((unit) => unit.chosen)
    .map((unit) => ({
      area_id: unit.id,
      ...(design === 'matched' ? { assigned: unit.assigned } : {}),
      ...(design === 'lottery' && unit.stratum.trim() ? { stratum: unit.stratum.trim() } : {}),
      ...(design === 'staggered' && unit.firstMonth ? { first_month: unit.firstMonth } : {}),
    }))
}
