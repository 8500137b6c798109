/** What a collector has to do, with what waits to be sent laid over what was pulled; and what was entered here. */
import { describe, expect, it } from 'vitest'
import { doorsOf } from '../../src/field/doors.ts'
import { alikeHouseholds, alikePeople } from '../../src/field/lookalikes.ts'
import { isBirth, isCitizenId, isPhone } from '../../src/field/register-deeds.ts'
import { handOvers, renewals, signUps, underWay } from '../../src/field/sales.ts'
import type { OpState } from '../../src/lib/offline/database.ts'
import { newKeys } from '../../src/lib/offline/vault.ts'
import type { Op, OpKind } from '../../src/lib/offline/outbox.ts'
import { Records, type PullItem } from '../../src/lib/offline/records.ts'

const TODAY = '2026-11-27'
const ME = 'tôi'

async function pulled(items: [string, string, object][]): Promise<Records> {
  const records = new Records()
  const page = items.map(([entity, id, fields]) => ({ kind: 'upsert', entity, id, rev: 1, fields }) as unknown as PullItem)
  const feed = { feed_epoch: 'e', head: 1, durable_rev: 0 }
  await records.take((await newKeys()).cache, page, { cursor: 'c', have: null, feed, fresh: true, now: 0 })
  return records
}

let n = 0
const op = (entity: string, entity_id: string, kind: OpKind, fields: object = {}, state: OpState = 'waiting'): Op => ({
  n: (n += 1), op_id: `op${n}`, record: `${entity}:${entity_id}`, seq: null, after_seq: null, held_until: 0, state, code: null, acked: null, answered_at: null, seen: false, to_server: null,
  reason: null, field: null,
  body: { op_id: `op${n}`, entity, entity_id, kind, fields: fields as Record<string, unknown>, occurred_at: `${TODAY}T02:00:00Z`, tz_min: 420 },
})
const handOver = (state: string, due_on = '2026-12-01') => ({ household_id: 'h', area_id: 'xa', state, due_on, collector_id: null, schemes: ['bhyt_hgd'] })

describe('what was handed over', () => {
  it('shows what was done to it here, and not what was refused', async () => {
    const records = await pulled([['hand_over', 'a', handOver('open')], ['hand_over', 'b', handOver('open', '2026-11-20')]])
    const [late, soon] = handOvers(records, [op('hand_over', 'a', 'accept'), op('hand_over', 'b', 'return', {}, 'refused')], ME)
    expect([late?.id, late?.state, late?.waits]).toEqual(['b', 'open', false])
    expect([soon?.state, soon?.collector_id, soon?.waits]).toEqual(['accepted', ME, true])
  })
})

describe('a sign-up', () => {
  const enrolment = { household_id: 'h', person_id: 'p', area_id: 'xa', scheme: 'bhyt_hgd', step: 'declared', months: 12, quoted_on: TODAY, starts_on: TODAY, paid_to: '2027-11-26', warnings: null, money: { payable_vnd: 900, receipt: null } }

  it('goes on as it was done here, and has no amount before the server said it', async () => {
    const records = await pulled([['household', 'h', { area_id: 'xa', name: 'Hộ', status: 'active' }], ['person', 'p', { household_id: 'h', full_name: 'Người Thử', status: 'active' }], ['enrolment', 'e', enrolment]])
    const made = op('enrolment', 'f', 'create', { person_id: 'p' })
    const [own, known] = signUps(records, [op('enrolment', 'e', 'pay', { receipt_number: 'BL-1' }), made, op('enrolment', 'f', 'declare')])
    expect([known?.step, known?.receipt, known?.payable_vnd, known?.waits]).toEqual(['paid', 'BL-1', 900, true])
    expect([own?.step, own?.payable_vnd, own?.household_id]).toEqual(['declared', null, 'h'])
    expect(underWay(signUps(records, [op('enrolment', 'e', 'cancel')]), TODAY)).toEqual([])
  })
})

describe('what is due again', () => {
  const renewal = (paid_to: string, state = 'due') => ({ household_id: 'h', person_id: 'p', area_id: 'xa', paid_to, state, scheme: 'bhxh_tn', full_name: 'Người Thử', reason: null })

  it('stands in the order of its ends, without what is far off, and what was stopped last', async () => {
    const records = await pulled([['renewal', 'far', renewal('2027-06-30')], ['renewal', 'soon', renewal('2026-11-30')], ['renewal', 'past', renewal('2026-11-01')], ['renewal', 'done', renewal('2026-11-28', 'renewed')]])
    const shown = renewals(records, [op('renewal', 'past', 'stop', { reason: 'abroad' })], TODAY)
    expect(shown.map((one) => [one.id, one.state, one.days_left])).toEqual([['soon', 'due', 3], ['past', 'stopped', -26]])
  })
})

describe('what is entered at a door', () => {
  it('is a door at once, with its people and their corrections, until the server has it', async () => {
    const records = await pulled([['household', 'h', { area_id: 'xa', name: 'Hộ Cũ', house_number: null, address: null, status: 'active' }], ['person', 'p', { id: 'p', household_id: 'h', full_name: 'Trần Thị Mẫu', birth_year: 1970, status: 'active' }]])
    const ops = [
      op('household', 'new', 'create', { area_id: 'xa', name: 'Hộ Mới' }),
      op('person', 'q', 'create', { household_id: 'new', full_name: 'Mai Văn Con', birth: '1995-03', citizen_id: '096068000123' }),
      op('person', 'p', 'patch', { sex: 'female' }),
      op('person', 'x', 'create', { household_id: 'h', full_name: 'Bị Từ Chối' }, 'refused'),
    ]
    const doors = doorsOf({ records, ops, outcomes: [], today: TODAY, userId: ME })
    const made = doors.find((door) => door.id === 'new')
    expect([made?.isNew, made?.persons[0]?.full_name, made?.persons[0]?.birth_year, made?.persons[0]?.citizen_id]).toEqual([true, 'Mai Văn Con', 1995, '***123'])
    const old = doors.find((door) => door.id === 'h')
    expect(old?.persons.map((one) => [one.full_name, one.sex])).toEqual([['Trần Thị Mẫu', 'female']])
    expect(alikePeople(doors, 'tran  thi mau', 1970, null).map((one) => one.door.id)).toEqual(['h'])
    expect(alikePeople(doors, 'Trần Thị Mẫu', 1999, null)).toEqual([])
    expect(alikePeople(doors, 'Trần Thị Mẫu', null, 'p'), 'nobody is like themselves').toEqual([])
    expect(alikeHouseholds(doors, 'Trần Thị Mẫu').map((one) => one.person)).toEqual(['Trần Thị Mẫu'])
    expect(alikeHouseholds(doors, '')).toEqual([])
  })

  it('takes birth dates and numbers as people say them', () => {
    for (const said of ['20/3/1985', '3/1985', '1985', ' 01/12/2000 ']) expect(isBirth(said, 2026), said).toBe(true)
    for (const wrong of ['31/2/1970', '13/1985', '85', '2030', '1985-03-20', '0/1985']) expect(isBirth(wrong, 2026), wrong).toBe(false)
    expect([isCitizenId('096 068 000 123'), isCitizenId('123'), isPhone('0912.345.678'), isPhone('912')]).toEqual([true, false, true, false])
  })
})
