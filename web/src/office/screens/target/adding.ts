/** Whether the parts of a target add up, while they are typed. */
import { readNumber } from '../../numbers.ts'

export interface Draft {
  area_id: string
  area_name: string
  text: string
}

export interface Sum {
  /** Null while some part is no whole number. */
  parts: number | null
  /** Parts minus target. */
  difference: number | null
}

/** An empty field is no part, not zero. */
export function summed(target: number, drafts: readonly Draft[]): Sum {
  let parts = 0
  for (const { text } of drafts) {
    if (text.trim() === '') continue
    const value = readNumber(text)
    if (value === null || !Number.isInteger(value) || value < 0) return { parts: null, difference: null }
    parts += value
  }
  return { parts, difference: parts - target }
}

/** The parts with the difference taken out of them evenly, the first ones carrying what does not divide; none falls below zero. */
export function spread(target: number, drafts: readonly Draft[]): Draft[] {
  const values = drafts.map(({ text }) => Math.max(0, Math.trunc(readNumber(text) ?? 0)))
  let left = target - values.reduce((sum, value) => sum + value, 0)
  while (left !== 0) {
    const open = values.flatMap((value, place) => (left > 0 || value > 0 ? [place] : []))
    if (open.length === 0) break
    const each = Math.trunc(left / open.length)
    for (const [turn, place] of open.entries()) {
      const step = each !== 0 ? each : turn < Math.abs(left) ? Math.sign(left) : 0
      const taken = Math.max(-(values[place] ?? 0), step)
      values[place] = (values[place] ?? 0) + taken
      left -= taken
      if (left === 0) break
    }
  }
  return drafts.map((draft, place) => ({ ...draft, text: String(values[place] ?? 0) }))
}
