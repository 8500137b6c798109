/**
 * Where the rows behind a figure are seen. The API says which of its addresses has them; here each of its lists that has a screen is
 * named once. An address that has none yet is no link, and says so where it would have been.
 */
import { address } from './address.svelte.ts'
import { screenAt } from './screens.ts'

interface Way {
  /** The list's path in the API; `*` stands for one part. */
  api: string
  /** The office's path; `*` is the part that was filled in. */
  office: string
}

const WAYS: readonly Way[] = [
  { api: 'campaigns', office: 'campaigns' },
  { api: 'campaigns/*', office: 'campaigns/*' },
  { api: 'events', office: 'events' },
  { api: 'events/*', office: 'events/*' },
  { api: 'media-outputs', office: 'media' },
  { api: 'documents/*', office: 'documents/*' },
  { api: 'organisations/*', office: 'partners/*' },
  { api: 'questions', office: 'rows/questions' },
  { api: 'coverage-snapshots', office: 'rows/snapshots' },
  { api: 'coverage-shifts', office: 'rows/shifts' },
  { api: 'event-attendees', office: 'rows/event-attendees' },
  { api: 'visits', office: 'rows/visits' },
  { api: 'enrolments', office: 'enrolments' },
  { api: 'enrolments/*', office: 'enrolments/*' },
  { api: 'persons/*', office: 'people/*' },
  { api: 'households/*', office: 'households/*' },
  { api: 'walk-list-doors', office: 'rows/walk-list-doors' },
  { api: 'renewals/ends', office: 'rows/ends' },
  { api: 'renewals', office: 'rows/renewals' },
  { api: 'attribution/enrolments', office: 'rows/attributed' },
  { api: 'never-reached/households', office: 'rows/never-reached' },
  { api: 'objection-answers', office: 'rows/objection-answers' },
  { api: 'evaluations/*', office: 'evaluations/*' },
]

function filled(pattern: string, path: string): string[] | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const parts: string[] = []
  for (const [place, part] of wanted.entries()) {
    if (part === '*') parts.push(given[place] ?? '')
    else if (part !== given[place]) return null
  }
  return parts
}

/** The office's address for an address of the API; null when no screen shows it. */
export function rowsAt(api: string): string | null {
  const [path = '', query = ''] = api.replace(/^\/api\/v1\//, '').split('?')
  for (const way of WAYS) {
    const parts = filled(way.api, path)
    if (!parts) continue
    const office = way.office.replace('*', () => parts.shift() ?? '')
    if (!screenAt(office)) return null
    // Lists without a screen of their own are asked exactly as the API said.
    if (office.startsWith('rows/')) return address.href(office, { of: query })
    const said: Record<string, string> = {}
    for (const [name, value] of new URLSearchParams(query)) said[name === 'area_id' ? 'area' : name] = value
    return address.href(office, said)
  }
  return null
}
