/** What people want, as the question it makes; what may be said of the answer. */
import { describe, expect, it } from 'vitest'
import type { CoverOnPhone, PersonOnPhone } from '../../src/lib/offline/records.ts'
import { emptyWish, holds, lacking, lastCardDay, memberKey, missingPapers, monthsOf, payableOf, questionOf, type Quote } from '../../src/field/wish.ts'

const cover = (valid_to: string | null, scheme = 'bhyt_hgd', known_on = '2026-11-01') =>
  ({ person_id: 'a', area_id: 'xa', scheme, state: 'covered', valid_from: null, valid_to, known_on, source: 'said' }) as CoverOnPhone
const person = (fields: Partial<PersonOnPhone>) => ({ id: 'a', full_name: 'Người Thử', ...fields }) as PersonOnPhone
const none = () => []

describe('a wish', () => {
  it('asks for whole households with what is known of each card', () => {
    const wish = { ...emptyWish('bhyt_hgd'), takers: [{ person_id: 'a', months: 12, groups: ['near_poor'] }, { person_id: 'b', months: 6, groups: [] }], already_joined: 1 }
    expect(questionOf(wish, 'xa', (id) => (id === 'a' ? [cover('2026-12-09')] : []))).toEqual({
      scheme: 'bhyt_hgd',
      area_id: 'xa',
      members: [{ key: 'a', months: 12, groups: ['near_poor'], previous_cover_ended_on: '2026-12-09' }, { key: 'b', months: 6, groups: [] }],
      already_joined: 1,
    })
    expect(memberKey(wish, 'b')).toBe('b')
  })

  it('asks for one person where insurance is voluntary, with months only where the method leaves them open', () => {
    const wish = { ...emptyWish('bhxh_tn'), takers: [{ person_id: 'a', months: 12, groups: ['poor'] }], income_vnd: 3_000_000 }
    expect(questionOf(wish, 'xa', none)).toEqual({ scheme: 'bhxh_tn', area_id: 'xa', method: 'year', income_vnd: 3_000_000, groups: ['poor'] })
    const ahead = { ...wish, method: 'years_ahead' as const, months: 36 }
    expect(questionOf(ahead, 'xa', none)).toMatchObject({ method: 'years_ahead', months: 36 })
    expect([monthsOf(wish), monthsOf(ahead)]).toEqual([12, 36])
    expect(memberKey(wish, 'a')).toBe('self')
  })

  it('says what it lacks', () => {
    expect(lacking(emptyWish('bhyt_hgd'))).toBe('nobody')
    expect(lacking({ ...emptyWish('bhxh_tn'), takers: [{ person_id: 'a', months: 12, groups: [] }] })).toBe('income')
    expect(lacking({ ...emptyWish('bhyt_hgd'), takers: [{ person_id: 'a', months: 12, groups: [] }] })).toBeNull()
  })

  it('knows the card held last, and no other cover', () => {
    expect(lastCardDay([cover('2025-12-31', 'bhyt_hgd', '2025-01-01'), cover('2026-12-09'), cover('2030-01-01', 'bhxh_tn')])).toBe('2026-12-09')
    expect(lastCardDay([cover(null)])).toBeUndefined()
  })
})

describe('the papers', () => {
  it('are what TK1-TS asks, as far as the phone knows', () => {
    expect(missingPapers('bhyt_hgd', person({}), false)).toEqual(['sex', 'birth', 'number', 'address', 'relation'])
    expect(missingPapers('bhxh_tn', person({ sex: 'female', birth_year: 1970, insurance_number: '***123' }), true)).toEqual([])
  })
})

describe('an answer', () => {
  const wish = { ...emptyWish('bhyt_hgd'), takers: [{ person_id: 'a', months: 12, groups: [] }] }
  const question = questionOf(wish, 'xa', none)
  const quote = { payable_vnd: 900, valid_to: '2026-11-30', members: [{ key: 'a', payable_vnd: 900 }] } as unknown as Quote

  it('holds for its own question and until its day, and is never guessed', () => {
    const asked = JSON.stringify(question)
    expect(holds(quote, asked, question, '2026-11-30')).toBe(true)
    expect(holds(quote, asked, question, '2026-12-01')).toBe(false)
    expect(holds(quote, asked, questionOf({ ...wish, already_joined: 2 }, 'xa', none), '2026-11-27')).toBe(false)
    expect(holds(null, null, question, '2026-11-27')).toBe(false)
    expect([payableOf(quote, wish, 'a'), payableOf(quote, wish, 'b')]).toEqual([900, null])
  })
})
