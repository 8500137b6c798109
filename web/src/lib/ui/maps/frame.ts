/** From the plane of the maps to a picture, and moving about on it. */

/** x, y, width, height in units of the plane. */
export type Box = readonly [number, number, number, number]

export interface Point {
  x: number
  y: number
}

/** A rectangle of the picture that shows a box of the plane. */
export interface Frame {
  left: number
  top: number
  width: number
  height: number
  /** Units to a pixel. */
  unit: number
  /** The point of the plane at the rectangle's corner. */
  origin: Point
}

/** The whole box as large as it fits, in the middle. */
export function frameOf(box: Box, left: number, top: number, width: number, height: number): Frame {
  const [x, y, w, h] = box
  const unit = Math.max(w / Math.max(width, 1), h / Math.max(height, 1), 0.001)
  return { left, top, width, height, unit, origin: { x: x - (width * unit - w) / 2, y: y - (height * unit - h) / 2 } }
}

const round = (value: number): number => Math.round(value * 100) / 100

/** Where a point of the plane lies in the picture. */
export const placed = (frame: Frame, at: Point): Point => ({
  x: round(frame.left + (at.x - frame.origin.x) / frame.unit),
  y: round(frame.top + (at.y - frame.origin.y) / frame.unit),
})

/** The same for whole paths, as SVG wants it. */
export function transformOf(frame: Frame): string {
  const scale = 1 / frame.unit
  const [x, y] = [frame.left - frame.origin.x * scale, frame.top - frame.origin.y * scale]
  return `translate(${round(x)} ${round(y)}) scale(${Number(scale.toPrecision(8))})`
}

/** The box of a path as the API writes it: `M12 34l5-6 7 8z`. */
export function boxOf(path: string): Box | null {
  const edges = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity }
  let [x, y] = [0, 0]
  for (const [, letter, steps] of path.matchAll(/([Ml])([^Mlz]*)/g)) {
    const numbers = (steps?.match(/-?\d+/g) ?? []).map(Number)
    for (let n = 0; n + 1 < numbers.length; n += 2) {
      const [dx, dy] = [numbers[n] ?? 0, numbers[n + 1] ?? 0]
      ;[x, y] = letter === 'M' ? [dx, dy] : [x + dx, y + dy]
      edges.west = Math.min(edges.west, x)
      edges.east = Math.max(edges.east, x)
      edges.north = Math.min(edges.north, y)
      edges.south = Math.max(edges.south, y)
    }
  }
  return edges.west > edges.east ? null : [edges.west, edges.north, edges.east - edges.west, edges.south - edges.north]
}

/** How much closer one step of the buttons comes. */
const STEP = 1.6
/** A picture is at least this wide, in units: 2 km. */
const CLOSEST = 200

/** A box around a point that is a step closer, or further off; the whole where it would be larger than that. */
export function stepped(box: Box, whole: Box, about: Point, closer: boolean): Box {
  const factor = closer ? 1 / STEP : STEP
  const [w, h] = [box[2] * factor, box[3] * factor]
  if (w >= whole[2] || h >= whole[3]) return whole
  if (Math.max(w, h) < CLOSEST) return box
  return within([about.x - w / 2, about.y - h / 2, w, h], whole)
}

/** A box around a part with room about it. */
export function around(part: Box, whole: Box): Box {
  const size = Math.max(part[2], part[3], CLOSEST) * 2.2
  if (size >= whole[2] && size >= whole[3]) return whole
  return within([part[0] + part[2] / 2 - size / 2, part[1] + part[3] / 2 - size / 2, size, size], whole)
}

/** Pushed back so that it does not look over the edge. */
export function within(box: Box, whole: Box): Box {
  const push = (at: number, size: number, from: number, room: number): number =>
    size >= room ? from + (room - size) / 2 : Math.min(Math.max(at, from), from + room - size)
  return [push(box[0], box[2], whole[0], whole[2]), push(box[1], box[3], whole[1], whole[3]), box[2], box[3]]
}

export const holds = (box: Box, at: Point): boolean =>
  at.x >= box[0] && at.y >= box[1] && at.x <= box[0] + box[2] && at.y <= box[1] + box[3]

export type Way = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

export const isWay = (key: string): key is Way => ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].includes(key)

/** The nearest one that way: what lies straight ahead before what lies aside. Stays where there is none. */
export function towards<T extends { at: Point }>(all: readonly T[], from: T, way: Way): T {
  const upright = way === 'ArrowUp' || way === 'ArrowDown'
  const sign = way === 'ArrowUp' || way === 'ArrowLeft' ? -1 : 1
  const ahead = ({ at }: T): number => sign * (upright ? at.y - from.at.y : at.x - from.at.x)
  const aside = ({ at }: T): number => Math.abs(upright ? at.x - from.at.x : at.y - from.at.y)
  let best = from
  let least = Infinity
  for (const one of all) {
    const forward = ahead(one)
    if (one === from || forward <= 0) continue
    const cost = forward + 2 * aside(one)
    if (cost < least) [best, least] = [one, cost]
  }
  return best
}

const [SMALLEST_DOT, LARGEST_DOT] = [4, 9]

/** Radius of dots that touch each other seldom, pixels. */
export function dotSize(points: readonly Point[], unit: number): number {
  const gaps = points
    .map((one) => points.reduce((least, other) => (other === one ? least : Math.min(least, Math.hypot(one.x - other.x, one.y - other.y))), Infinity))
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
  const middle = gaps[Math.floor(gaps.length / 2)]
  return middle === undefined ? LARGEST_DOT : round(Math.min(Math.max((middle / unit) * 0.42, SMALLEST_DOT), LARGEST_DOT))
}
