/** What stands at the top of the list, and why. */
import { describe, expect, it } from 'vitest'
import { visitDeed } from '../../src/field/deeds.ts'
import { distance, doorsOf, holderOf, inOrder, isIn, type Door } from '../../src/field/doors.ts'
import { planeOf, pointAt } from '../../src/field/map-plane.ts'
import { tally } from '../../src/field/results.ts'
import type { Op } from '../../src/lib/offline/outbox.ts'
import type { Kind, Records } from '../../src/lib/offline/records.ts'

const TODAY = '2026-11-26'
const DAY = { today: TODAY, listed: false }
const OUTCOMES = [
  { code: 'not_home', met: false },
  { code: 'refused', met: true },
] as never[]

const home = (name: string, more = {}) => ({ area_id: 'xa', name, house_number: '12A', address: 'Ngõ Mẫu', landmark: null, code: null, note: null, location: null, do_not_contact: false, status: 'active', ...more })
const met = (household: string, outcome: string, at: string) => ({ id: household + at, household_id: household, outcome, counted_at: at, amended_by_id: null, note: null, reason: null })

function doors(content: Partial<Record<Kind, Record<string, unknown>>>, ops: Op[] = []): Map<string, Door> {
  const records = { version: 1, all: (kind: Kind) => new Map(Object.entries(content[kind] ?? {})) } as unknown as Records
  return new Map(doorsOf({ records, ops, outcomes: OUTCOMES, today: TODAY, userId: 'me' }).map((door) => [door.id, door]))
}

const waiting = (household: string, outcome: string) =>
  ({ op_id: 'o', state: 'waiting', body: { entity: 'visit', entity_id: 'v', kind: 'create', occurred_at: '2026-11-26T02:00:00Z', fields: { household_id: household, outcome } } }) as unknown as Op

describe('a door', () => {
  it('names the head first, then the eldest, and last whose year is not known', () => {
    const person = (id: string, full_name: string, more = {}) => ({ id, household_id: 'a', full_name, status: 'active', merged_into_id: null, ...more })
    const all = doors({
      household: { a: home('Hộ A') },
      person: {
        1: person('1', 'Lê Mẫu Con', { birth_year: 1995, relation: 'child' }),
        2: person('2', 'Lê Mẫu Khách'),
        3: person('3', 'Lê Mẫu Bà', { birth_year: 1941, relation: 'parent' }),
        4: person('4', 'Lê Mẫu Chủ', { birth_year: 1968, relation: 'head' }),
      },
    })
    expect(all.get('a')?.persons.map((one) => one.full_name)).toEqual(['Lê Mẫu Chủ', 'Lê Mẫu Bà', 'Lê Mẫu Con', 'Lê Mẫu Khách'])
  })

  it('is due by the latest that is known of a scheme', () => {
    const person = { id: 'p', household_id: 'a', full_name: 'Lê Mẫu', status: 'active', merged_into_id: null }
    const cover = (known_on: string, valid_to: string) => ({ person_id: 'p', scheme: 'bhyt_hgd', state: 'covered', valid_to, known_on })
    const all = doors({
      household: { a: home('Hộ A') },
      person: { p: person },
      cover: { 1: cover('2026-01-01', '2026-11-30'), 2: cover('2026-06-01', '2027-05-31') },
    })
    expect(all.get('a')?.due, 'renewed meanwhile').toBeNull()
    const due = doors({ household: { a: home('Hộ A') }, person: { p: person }, cover: { 1: cover('2026-01-01', '2026-11-30') } })
    expect(due.get('a')?.due).toMatchObject({ daysLeft: 4, scheme: 'bhyt_hgd', name: 'Lê Mẫu' })
  })

  it('counts how often in a row nobody was met, with what waits on the phone', () => {
    const all = doors(
      { household: { a: home('Hộ A') }, visit: { 1: met('a', 'refused', '2026-10-01T02:00:00Z'), 2: met('a', 'not_home', '2026-11-01T02:00:00Z') } },
      [waiting('a', 'not_home')],
    )
    expect(all.get('a')).toMatchObject({ missed: 2, neverMet: false, doneToday: true })
    expect(all.get('a')?.visits[0]?.state).toBe('waiting')
  })

  it('shows a visit once when the server has it already', () => {
    const all = doors({ household: { a: home('Hộ A') }, visit: { v: met('a', 'refused', '2026-11-26T02:00:00Z') } }, [waiting('a', 'refused')])
    expect(all.get('a')?.visits).toHaveLength(1)
  })

  it('leaves the list with its household, and shows an edit before it is sent', () => {
    const edit = { op_id: 'o', state: 'waiting', body: { entity: 'household', entity_id: 'a', kind: 'patch', fields: { note: 'chó dữ' } } } as unknown as Op
    const all = doors({ household: { a: home('Hộ A'), b: home('Hộ B', { status: 'gone' }) } }, [edit])
    expect([...all.keys()]).toEqual(['a'])
    expect(all.get('a')?.note).toBe('chó dữ')
  })
})

it('says the house number once', () => {
  const at = (house_number: string | null, address: string | null) => doors({ household: { a: home('A', { house_number, address }) } }).get('a')?.place
  expect(at('12A', 'Số 12A, Thôn Mẫu 2')).toBe('Số 12A, Thôn Mẫu 2')
  expect(at('1', 'Ngõ 12, Tổ 1')).toBe('1, Ngõ 12, Tổ 1')
  expect(at('45/3', '45/3 đường Mẫu')).toBe('45/3 đường Mẫu')
  expect([at(null, 'Thôn Mẫu'), at('7', null)]).toEqual(['Thôn Mẫu', '7'])
})

describe('the order', () => {
  it('is the list, then promises, then ends, then names; what is done stands last', () => {
    const list = { id: 'l', name: 'Đợt 1', state: 'open', assignments: [], entries: [{ position: 1, household_id: 'listed', never_met: true }] }
    const promise = { household_id: 'promised', status: 'open', due_from: '2026-11-26', due_to: '2026-11-27' }
    const all = doors({
      household: { done: home('Hộ 0'), a: home('Hộ 1'), promised: home('Hộ 2'), listed: home('Hộ 3') },
      walk_list: { l: list },
      follow_up: { f: promise },
      visit: { v: met('done', 'refused', '2026-11-26T01:00:00Z') },
    })
    expect([...all.values()].sort(inOrder).map((door) => door.id)).toEqual(['listed', 'promised', 'a', 'done'])
    const two = (name: string, households: string[]) => ({ id: name, name, state: 'open', assignments: [], entries: households.map((household_id, n) => ({ position: n + 1, household_id, never_met: true })) })
    const walked = doors({ household: { a: home('A'), b: home('B'), c: home('C') }, walk_list: { 2: two('Thôn 2', ['a']), 1: two('Thôn 1', ['c', 'b']) } })
    expect([...walked.values()].sort(inOrder).map((door) => door.id), 'one list after the other').toEqual(['c', 'b', 'a'])
    const listed = { today: TODAY, listed: true }
    const inToday = (id: string) => isIn(all.get(id) as Door, 'today', listed)
    expect([inToday('listed'), inToday('promised'), inToday('done'), inToday('a')]).toEqual([true, true, true, false])
    expect(isIn(all.get('a') as Door, 'today', DAY), 'without a list, doors never met are the work').toBe(true)
  })
})

it('is called at in the campaign of its list', () => {
  const entries = [{ position: 1, household_id: 'a', never_met: true }]
  const all = doors({
    household: { a: home('A'), b: home('B') },
    walk_list: { l: { id: 'l', name: 'Đợt 1', campaign_id: 'c', state: 'open', assignments: [], entries } },
  })
  const said = (id: string) => visitDeed(all.get(id) as Door, { outcome: 'not_home' }).fields
  expect(said('a')).toMatchObject({ household_id: 'a', campaign_id: 'c' })
  expect(said('b')).not.toHaveProperty('campaign_id')
})

it('knows who walks a list: whoever stands in, until their last day', () => {
  const one = (user_id: string, why: string, until: string | null, ended_at: string | null = null) => ({ user_id, why, until, ended_at })
  const list = { assignments: [one('old', 'assign', null, '2026-11-01'), one('me', 'hand_over', null), one('lan', 'substitute', '2026-11-27')] as never[] }
  expect(holderOf(list, TODAY)).toBe('lan')
  expect(holderOf(list, '2026-11-28')).toBe('me')
  expect(holderOf({ assignments: [] }, TODAY)).toBeNull()
})

it('counts a day once for each visit', () => {
  const all = doors({ household: { a: home('A'), b: home('B') }, visit: { 1: met('a', 'refused', '2026-11-26T01:00:00Z'), 2: met('a', 'not_home', '2026-11-26T03:00:00Z') } }, [waiting('b', 'not_home')])
  expect(tally([...all.values()], TODAY)).toEqual({
    doors: 2,
    visits: 3,
    met: 1,
    waiting: 1,
    byOutcome: [{ outcome: 'not_home', count: 2 }, { outcome: 'refused', count: 1 }],
  })
  expect(tally([...all.values()], '2026-11-25').visits).toBe(0)
})

describe('the plan', () => {
  it('keeps all houses in the frame, north at the top', () => {
    const points = [{ latitude: 9.18, longitude: 105.15 }, { latitude: 9.2, longitude: 105.17 }]
    const plane = planeOf(points, 360, 560)
    const [south, north] = points.map((point) => pointAt(plane, point))
    expect(north && south && north.y < south.y && north.x > south.x).toBe(true)
    for (const point of [south, north]) {
      expect(point?.x).toBeGreaterThanOrEqual(0)
      expect(point?.x).toBeLessThanOrEqual(360)
      expect(point?.y).toBeGreaterThanOrEqual(0)
      expect(point?.y).toBeLessThanOrEqual(560)
    }
    expect(pointAt(planeOf([points[0] as never], 360, 560), points[0] as never)).toEqual({ x: 180, y: 280 })
  })
  it('measures a short way', () => {
    expect(Math.round(distance({ latitude: 9, longitude: 105 }, { latitude: 9.001, longitude: 105 }))).toBe(111)
  })
})
