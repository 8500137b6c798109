/** Points on the earth as points of a picture: small enough a place to be flat, north at the top, all of it within the frame. */

export interface Earthly {
  latitude: number
  longitude: number
}

export interface Plane {
  /** The corner at the top left. */
  north: number
  west: number
  /** Picture units to a degree of latitude, and to one of longitude. */
  down: number
  right: number
  offsetX: number
  offsetY: number
}

/** How the picture was moved and enlarged. */
export interface View {
  x: number
  y: number
  k: number
}

const MARGIN = 28
/** About 110 metres: a single house is not blown up to fill the screen. */
const LEAST_SPAN = 0.001

export function planeOf(points: Earthly[], width: number, height: number): Plane {
  const lats = points.map((point) => point.latitude)
  const lons = points.map((point) => point.longitude)
  const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity)
  const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity)
  const [north, south, east, west] = points.length > 0 ? [most(lats), least(lats), most(lons), least(lons)] : [0, 0, 0, 0]
  const shrink = Math.cos((((north + south) / 2) * Math.PI) / 180)
  const spanY = Math.max(north - south, LEAST_SPAN)
  const spanX = Math.max((east - west) * shrink, LEAST_SPAN)
  const scale = Math.min((height - 2 * MARGIN) / spanY, (width - 2 * MARGIN) / spanX)
  return {
    north,
    west,
    down: scale,
    right: scale * shrink,
    offsetX: (width - (east - west) * shrink * scale) / 2,
    offsetY: (height - (north - south) * scale) / 2,
  }
}

export function pointAt(plane: Plane, at: Earthly): { x: number; y: number } {
  const round = (value: number): number => Math.round(value * 10) / 10
  return {
    x: round(plane.offsetX + (at.longitude - plane.west) * plane.right),
    y: round(plane.offsetY + (plane.north - at.latitude) * plane.down),
  }
}
