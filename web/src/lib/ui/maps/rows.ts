/** The areas of a map with their figures, in the words of the screen. */
import type { Schemas } from '../../api/client.ts'
import type { Box } from './frame.ts'
import { mapWords } from './words.ts'

/** A figure of an area: null is "no figure", which is not zero. `said` carries what a bare number does not: doubt, numerator. */
export interface MapFigure {
  value: number | null
  said?: string
}

export interface MapRow {
  id: string
  name: string
  value: number | null
  /** The figure in words, or that there is none. */
  said: string
  path: string | null
  /** Where its name stands; null where nobody knows where it lies. */
  at: { x: number; y: number } | null
  archipelago: Schemas['ArchipelagoKey'] | null
}

export function rowsOf(map: Schemas['AreaMap'], figures: ReadonlyMap<string, MapFigure>, format: (value: number) => string): MapRow[] {
  return map.areas.map((area) => {
    const figure = figures.get(area.id)
    const value = figure?.value ?? null
    return {
      id: area.id,
      name: area.full_name,
      value,
      said: value === null ? mapWords.t.noFigure : (figure?.said ?? format(value)),
      path: area.path,
      at: area.x === null || area.y === null ? null : { x: area.x, y: area.y },
      archipelago: area.archipelago,
    }
  })
}

const GAP = 1000

/** Areas of which nobody knows where they lie: beside each other in their order, twice as many across as down. */
export function arranged(rows: readonly MapRow[]): { rows: MapRow[]; box: Box } {
  const across = Math.max(1, Math.ceil(Math.sqrt(rows.length * 2)))
  const down = Math.ceil(rows.length / across)
  return {
    rows: rows.map((row, n) => ({ ...row, at: { x: (n % across) * GAP, y: Math.floor(n / across) * GAP } })),
    box: [-GAP, -GAP, (across + 1) * GAP, (down + 1) * GAP],
  }
}
