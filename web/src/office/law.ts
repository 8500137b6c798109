/** Rates and local rules as people read them. */
import type { Schemas } from '../lib/api/client.ts'
import { dong } from '../lib/format/numbers.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import { codes } from './codes.svelte.ts'
import { readNumber } from './numbers.ts'
import type { Tone } from './parts/Badge.svelte'
import { law } from './words/law.ts'

export type Rate = Schemas['RateView']
export type Rule = Schemas['SupportRuleView']
export interface Look {
  tone: Tone
  icon: IconName
  text: string
}

const PPM = 10_000
const FOUR = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 4 })
const NBSP = '\u00a0'

/** Parts per million as percent: 45000 is 4,5 %. */
export const ppmText = (value: number): string => `${FOUR.format(value / PPM)}${NBSP}%`

export function rateText(unit: Schemas['Unit'], value: number | null): string {
  if (value === null) return '–'
  if (unit === 'vnd') return dong(value)
  if (unit === 'ppm') return ppmText(value)
  if (unit === 'count') return FOUR.format(value)
  if (unit === 'choice') return `${law.t.units.choice} ${value}`
  return `${FOUR.format(value)}${NBSP}${law.t.units[unit]}`
}

/** What was typed in a unit as the API counts it; null when it is no number. */
export function typedValue(unit: Schemas['Unit'], typed: string): number | null {
  const value = readNumber(typed)
  if (value === null) return null
  return unit === 'ppm' ? Math.round(value * PPM) : value
}

export function keyName(key: string | null): string {
  if (key === null) return ''
  const word = law.t.keys[key]
  if (word) return word
  const group = codes.entries('group').find((entry) => entry.code === key)
  return group ? codes.called(group) : key
}

/** Where a rate stands on a day, among all rates of its kind and key, and whether it counts or will. */
export function rateLook(rate: Rate, all: readonly Rate[], today: string): Look & { counts: boolean } {
  const t = law.t
  if (rate.withdrawn_at !== null) return { tone: 'mute', icon: 'x', text: t.withdrawn, counts: false }
  if (rate.effective_from > today) return { tone: 'info', icon: 'clock-3', text: t.ahead, counts: true }
  const later = all.some(
    (one) =>
      one.kind === rate.kind && one.key === rate.key && one.withdrawn_at === null && one.effective_from <= today &&
      (one.effective_from > rate.effective_from || (one.effective_from === rate.effective_from && one.recorded_at > rate.recorded_at)),
  )
  return later ? { tone: 'mute', icon: 'history', text: t.before, counts: false } : { tone: 'ok', icon: 'check', text: t.inForce, counts: true }
}

export function ruleLook(rule: Rule, today: string): Look {
  const t = law.t
  const last = rule.ended_on ?? rule.effective_to
  if (rule.effective_from > today) return { tone: 'info', icon: 'clock-3', text: t.ahead }
  if (last !== null && last < today) return { tone: 'mute', icon: 'history', text: t.ended(`${last.slice(8, 10)}/${last.slice(5, 7)}/${last.slice(0, 4)}`) }
  if (rule.superseded_by_id !== null) return { tone: 'mute', icon: 'history', text: t.superseded }
  return { tone: 'ok', icon: 'check', text: t.inForce }
}

/** Bases of the local rules. The API's own document gives another list of that name. */
export const BASES = ['pct_of_contribution', 'pct_of_floor_contribution', 'fixed_amount', 'top_up_to_pct'] as const
export const isMoney = (basis: string): boolean => basis === 'fixed_amount'

/** Budgets that pay, the largest first. */
export const BUDGETS: readonly Schemas['BudgetLevel'][] = ['province', 'district', 'commune', 'other']
/** The whole, in parts per million. */
const WHOLE = 100 * PPM

/** Whether a rule holds or will, and nothing took its place: it can be ended, or superseded. */
export const ruleGoesOn = (rule: Rule, today: string): boolean =>
  rule.ended_on === null && rule.superseded_by_id === null && (rule.effective_to === null || rule.effective_to >= today)

/** How much it gives, up to what, and who pays where that is not the province alone. */
export function ruleAdds(rule: Rule): string {
  const t = law.t
  const parts = [`${isMoney(rule.basis) ? FOUR.format(rule.value) : FOUR.format(rule.value / PPM)}${NBSP}${t.bases[rule.basis] ?? rule.basis}`]
  if (rule.cap_ppm < WHOLE) parts.push(t.upTo(ppmText(rule.cap_ppm)))
  if (rule.layers.some((layer) => layer.level !== 'province')) parts.push(rule.layers.map((layer) => `${t.budgetLevels[layer.level]} ${ppmText(layer.share_ppm)}`).join(', '))
  return parts.join('; ')
}

export function ruleWhom(rule: Rule): string {
  const t = law.t
  const groups = (list: readonly string[], between: string): string => list.map((code) => codes.name('group', code)).join(between)
  const parts = [[groups(rule.all_groups, t.and), groups(rule.any_groups, t.or)].filter(Boolean).join('; ') || t.everybody]
  if (rule.none_groups.length > 0) parts.push(t.but(groups(rule.none_groups, ', ')))
  if (rule.age_from !== null || rule.age_to !== null) parts.push(t.ages(String(rule.age_from ?? ''), String(rule.age_to ?? '')))
  if (rule.residency === 'permanent') parts.push(t.residencies.permanent)
  if (rule.max_months !== null) parts.push(t.months(String(rule.max_months)))
  return parts.join('; ')
}
