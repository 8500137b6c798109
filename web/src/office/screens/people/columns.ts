/** What a table shows of a person: numbers are masked by the server. */
import type { Schemas } from '../../../lib/api/client.ts'
import { codes } from '../../codes.svelte.ts'
import { names } from '../../names.svelte.ts'
import type { Column } from '../../table.ts'
import { common } from '../../words/common.ts'
import { people } from '../../words/people.ts'

type Row = Schemas['PersonRow']

export function personColumns(): Column<Row>[] {
  const t = people.t
  return [
    { key: 'name', head: t.name, text: (row) => row.full_name },
    { key: 'born', head: t.born, text: (row) => String(row.birth_year ?? '–'), number: (row) => row.birth_year },
    { key: 'sex', head: t.sex, text: (row) => (row.sex ? t.sexes[row.sex] : '–'), wide: true },
    { key: 'relation', head: t.relation, text: (row) => codes.name('relation', row.relation), wide: true },
    { key: 'citizen_id', head: t.fields.citizen_id, text: (row) => row.citizen_id ?? '–', sort: false },
    { key: 'phone', head: t.fields.phone, text: (row) => row.phone ?? '–', sort: false, wide: true },
    { key: 'area', head: common.t.area, text: (row) => names.of('area', row.area_id) },
  ]
}
