/** Figures as Viet Nam writes them, with their doubt. */
import { whole } from '../lib/format/numbers.ts'
import type { Schemas } from '../lib/api/client.ts'
import { common } from './words/common.ts'

export type Qualifier = Schemas['Qualifier']

const TWO = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 2 })
const MINUS = '\u2212'
const NBSP = '\u00a0'

const plain = (value: number): string => TWO.format(value).replace('-', MINUS)

/** "hơn 1.200", "khoảng 40"; an exact count has no word. */
export function counted(value: number, qualifier: Qualifier | null = 'exact'): string {
  const doubt = common.t.qualifiers[qualifier ?? 'exact']
  return doubt ? `${doubt}${NBSP}${whole(value)}` : whole(value)
}

/** A share in percent, as exact as it was given, at most two places. */
export const percent = (value: number, qualifier: Qualifier | null = 'exact'): string => {
  const doubt = common.t.qualifiers[qualifier ?? 'exact']
  return `${doubt ? `${doubt}${NBSP}` : ''}${plain(value)}${NBSP}%`
}

/** A number that may have a fraction. */
export const decimal = (value: number): string => plain(value)

/** A change, with its sign: +1,6 or −0,4. Nothing changed is 0. */
export const signed = (value: number): string => (value > 0 ? `+${plain(value)}` : plain(value))

/** A figure of a measure: people as whole numbers, coverage in percent. */
export const measured = (measure: Schemas['TargetMeasure'], value: number, qualifier: Qualifier | null = 'exact'): string =>
  measure === 'coverage_percent' ? percent(value, qualifier) : counted(value, qualifier)

/** What was typed as a number, in Vietnamese or English writing: 1.234,5 or 1234.5. Null when it is none. */
export function readNumber(text: string): number | null {
  const tidy = text.replace(/[\s\u00a0]/g, '')
  if (tidy === '') return null
  const vietnamese = /^-?\d{1,3}(\.\d{3})+(,\d+)?$|^-?\d+,\d+$/.test(tidy)
  const value = Number(vietnamese ? tidy.replaceAll('.', '').replace(',', '.') : tidy)
  return Number.isFinite(value) ? value : null
}
