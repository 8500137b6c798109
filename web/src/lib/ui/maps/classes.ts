/** Which colour a figure has: up to five classes between round numbers, so that a legend can be read. */

export const MOST_CLASSES = 5

/** The borders between the classes, ascending; none where all figures are the same. A figure on a border is in the upper class. */
export function cutsOf(values: readonly number[]): number[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  const least = sorted[0]
  const most = sorted.at(-1)
  if (least === undefined || most === undefined || least === most) return []
  // A few that stand far out do not make all others alike.
  const low = at(sorted, 0.1)
  const high = at(sorted, 0.9)
  const step = roundStep((high > low ? high - low : most - least) / (MOST_CLASSES - 1))
  const first = Math.round((at(sorted, 0.5) - ((MOST_CLASSES - 2) / 2) * step) / step) * step
  const cuts = Array.from({ length: MOST_CLASSES - 1 }, (_, n) => tidy(first + n * step, step))
  const used = cuts.filter((cut) => cut > least && cut <= most)
  return used.length > 0 ? used : [tidy(Math.ceil(most / step) * step - step, step)].filter((cut) => cut > least)
}

/** From 0 for the lowest. */
export const classOf = (value: number, cuts: readonly number[]): number => cuts.filter((cut) => value >= cut).length

/** Which of the ramp's colours a class has: few classes are as far apart as many. */
export const shadeOf = (one: number, cuts: readonly number[]): number =>
  cuts.length === 0 ? 2 : Math.round((one * (MOST_CLASSES - 1)) / cuts.length)

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
}

/** 1, 2 or 5 times a power of ten, not less than a quarter below. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  const many = size / power
  if (many < 1.5) return power
  if (many < 3.5) return 2 * power
  return many < 7.5 ? 5 * power : 10 * power
}

/** Without the dust of binary fractions. */
function tidy(value: number, step: number): number {
  const places = Math.max(0, -Math.floor(Math.log10(step)))
  return Number(value.toFixed(Math.min(places, 12)))
}
