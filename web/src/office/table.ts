/** What a table shows of a row, said once per column. */
import type { Snippet } from 'svelte'

export interface Column<Row> {
  key: string
  head: string
  /** What is shown, where no `cell` draws it. */
  text: (row: Row) => string
  cell?: Snippet<[Row, Column<Row>]>
  /** Numbers stand to the right; by this they are sorted. Nothing known sorts last. */
  number?: (row: Row) => number | null | undefined
  /** By what it is sorted when not by its text or number; `false` for never. */
  sort?: ((row: Row) => string) | false
  /** Left out where there is little room. */
  wide?: true
}

export interface Sorted {
  key: string
  down: boolean
}

const ORDER = new Intl.Collator('vi')

/** The rows in the order asked for; rows of which the figure is not known come last in both directions. */
export function inOrder<Row>(rows: readonly Row[], column: Column<Row> | undefined, down: boolean): Row[] {
  const sorted = [...rows]
  if (!column || column.sort === false) return sorted
  const { number, sort, text } = column
  const turn = down ? -1 : 1
  return sorted.sort((one, other) => {
    if (!number) return turn * ORDER.compare((sort || text)(one), (sort || text)(other))
    const [left, right] = [number(one) ?? null, number(other) ?? null]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return turn * (left - right)
  })
}
