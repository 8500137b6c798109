/** What the administration's screens work out by themselves: births, values of rates, where things stand on a day. */
import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../../src/lib/api/client.ts'
import { rateLook, rateText, ruleAdds, ruleLook, ruleWhom, typedValue, type Rate, type Rule } from '../../../src/office/law.ts'
import { birthOf } from '../../../src/office/person.ts'
import { isSilent, lagOf, phoneLook } from '../../../src/office/phones.ts'
import { ago, operationOf, valueText } from '../../../src/office/sync.ts'
import { grantStanding } from '../../../src/office/users.ts'

const NOW = Date.parse('2026-11-27T02:00:00Z')

describe('a birth as it is typed', () => {
  it.each([
    ['21/5/1968', '1968-05-21'],
    ['05/1968', '1968-05'],
    ['1968', '1968'],
    ['1968-05-21', '1968-05-21'],
    [' 1.2.1990 ', '1990-02-01'],
  ])('%s', (typed, sent) => expect(birthOf(typed)).toBe(sent))
  it('that is none goes as it is, to be refused', () => expect(birthOf('mùa xuân')).toBe('mùa xuân'))
})

describe('values of rates', () => {
  it('are read and written in their unit', () => {
    expect(typedValue('ppm', '4,5')).toBe(45_000)
    expect(typedValue('vnd', '2.530.000')).toBe(2_530_000)
    expect(typedValue('months', 'ba')).toBeNull()
    expect(rateText('ppm', 45_000)).toBe('4,5\u00a0%')
    expect(rateText('ppm', 3_125)).toBe('0,3125\u00a0%')
    expect(rateText('vnd', null)).toBe('–')
  })

  const rate = (from: string, more: Partial<Rate> = {}): Rate =>
    ({ kind: 'base_salary', key: null, effective_from: from, recorded_at: `${from}T00:00:00Z`, withdrawn_at: null, ...more }) as Rate

  it('stand where the day puts them', () => {
    const all = [rate('2023-07-01'), rate('2024-07-01'), rate('2027-01-01'), rate('2025-01-01', { withdrawn_at: '2025-02-01T00:00:00Z' })]
    expect(all.map((one) => rateLook(one, all, '2026-11-27').counts)).toEqual([false, true, true, false])
  })

  it('of one day: the one recorded later counts', () => {
    const [first, second] = [rate('2024-07-01'), rate('2024-07-01', { recorded_at: '2024-08-01T00:00:00Z' })]
    expect([first, second].map((one) => rateLook(one, [first, second], '2026-11-27').counts)).toEqual([false, true])
  })

  it('and local rules end on their last day, not before it', () => {
    const rule = (more: Partial<Rule>): Rule => ({ effective_from: '2023-07-17', effective_to: null, ended_on: null, superseded_by_id: null, ...more }) as Rule
    expect(ruleLook(rule({ ended_on: '2026-11-27' }), '2026-11-27').tone).toBe('ok')
    expect(ruleLook(rule({ ended_on: '2026-11-26' }), '2026-11-27').text).toContain('26/11/2026')
    expect(ruleLook(rule({ effective_from: '2027-01-01' }), '2026-11-27').tone).toBe('info')
  })

  it('and local rules say whom they mean, up to what, and who pays', () => {
    const rule = (more: Partial<Rule>): Rule =>
      ({ basis: 'pct_of_contribution', value: 200_000, cap_ppm: 1_000_000, layers: [{ level: 'province', share_ppm: 1_000_000 }], all_groups: [], any_groups: [], none_groups: [], age_from: null, age_to: null, residency: 'any', max_months: null, ...more }) as Rule
    const said = (text: string): string => text.replaceAll('\u00a0', ' ')
    expect(ruleWhom(rule({}))).toBe('Mọi người')
    expect(ruleWhom(rule({ all_groups: ['a', 'b'], any_groups: ['c', 'd'], none_groups: ['e'] }))).toBe('a và b; c hoặc d; trừ e')
    expect(said(ruleAdds(rule({})))).toBe('20 % mức đóng')
    const layers: Rule['layers'] = [{ level: 'province', share_ppm: 600_000 }, { level: 'commune', share_ppm: 400_000 }]
    expect(said(ruleAdds(rule({ cap_ppm: 900_000, layers })))).toBe('20 % mức đóng; cả thảy không quá 90 %; Tỉnh 60 %, Xã 40 %')
  })
})

describe('grants', () => {
  it('hold until their last day; one that was ended the day it began never held', () => {
    expect(grantStanding({ valid_from: '2026-01-01', valid_to: null }, '2026-11-27').holds).toBe(true)
    expect(grantStanding({ valid_from: '2026-01-01', valid_to: '2026-11-27' }, '2026-11-27').holds).toBe(true)
    expect(grantStanding({ valid_from: '2026-11-27', valid_to: '2026-11-26' }, '2026-11-27').holds).toBe(false)
    expect(grantStanding({ valid_from: '2026-12-01', valid_to: null }, '2026-11-27')).toMatchObject({ holds: true, tone: 'info' })
  })
})

describe('phones', () => {
  const phone = (more: Partial<Schemas['DeviceView']>): Schemas['DeviceView'] =>
    ({ last_contact_at: '2026-11-27T01:00:00Z', revoked_at: null, open_refused: 0, missing: 0, clock_skew_s: 4, have_rev: 90, ...more }) as Schemas['DeviceView']

  it('are fine, silent, in need of a look or out of use', () => {
    expect(phoneLook(phone({}), NOW).tone).toBe('ok')
    expect(phoneLook(phone({ last_contact_at: '2026-11-10T00:00:00Z' }), NOW).tone).toBe('warn')
    expect(phoneLook(phone({ missing: 2 }), NOW).tone).toBe('bad')
    expect(phoneLook(phone({ clock_skew_s: -90_000 }), NOW).tone).toBe('bad')
    expect(phoneLook(phone({ missing: 2, revoked_at: '2026-11-26T00:00:00Z' }), NOW).tone).toBe('mute')
    expect(isSilent(phone({ last_contact_at: '2026-11-10T00:00:00Z', revoked_at: '2026-11-26T00:00:00Z' }), NOW)).toBe(false)
    expect([lagOf(phone({}), 100), lagOf(phone({}), 80)]).toEqual([10, 0])
  })

  it('were heard of so long ago', () => {
    expect(ago('2026-11-27T01:59:40Z', NOW)).toBe('vừa xong')
    expect(ago('2026-11-27T01:18:00Z', NOW)).toBe('42 phút trước')
    expect(ago('2026-11-26T01:00:00Z', NOW)).toBe('25 giờ trước')
    expect(ago('2026-11-20T01:00:00Z', NOW)).toBe('7 ngày trước')
  })
})

describe('what a phone sent', () => {
  it('is read as far as it can be', () => {
    expect(operationOf({ entity: 'visit', entity_id: 'x', kind: 'create', occurred_at: 'gestern', fields: { outcome: 'not_home' } })).toEqual({
      entity: 'visit', entityId: 'x', kind: 'create', occurredAt: null, fields: [['outcome', 'not_home']],
    })
    expect(operationOf('spoilt')).toMatchObject({ entity: '', fields: [] })
    expect(operationOf(null)).toMatchObject({ entity: '', fields: [] })
  })

  it('is said in words', () => {
    expect(valueText('landmark', null)).toBe('(trống)')
    expect(valueText('do_not_contact', true)).toBe('Có')
    expect(valueText('location', { latitude: 9.18, longitude: 105.15 })).toBe('9.18, 105.15')
    expect(valueText('status', 'moved')).toBe('Đã chuyển đi')
    expect(valueText('scheme', 'bhyt_hgd')).toBe('BHYT hộ gia đình')
  })
})
