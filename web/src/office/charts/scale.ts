/** From figures to places on a drawing. */

export type Scale = (value: number) => number

export function scale(from: readonly [number, number], to: readonly [number, number]): Scale {
  const span = from[1] - from[0] || 1
  return (value) => to[0] + ((value - from[0]) / span) * (to[1] - to[0])
}

/** Round figures from below the least to above the most, about so many. */
export function ticks(least: number, most: number, about = 5): number[] {
  const span = most - least || Math.abs(most) || 1
  const raw = span / about
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power
  const first = Math.floor(least / step + 1e-9)
  const last = Math.ceil(most / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)))
}

/** A path through points; a gap where nothing is known. */
export function line(points: readonly (readonly [number, number] | null)[]): string {
  let on = false
  return points
    .map((point) => {
      if (!point) {
        on = false
        return ''
      }
      const step = `${on ? 'L' : 'M'}${point[0].toFixed(1)},${point[1].toFixed(1)}`
      on = true
      return step
    })
    .join('')
}
