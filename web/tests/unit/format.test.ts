/** Days, numbers and text as Viet Nam writes them. */
import { describe, expect, it } from 'vitest'
import * as days from '../../src/lib/format/days.ts'
import { dong, metres, whole } from '../../src/lib/format/numbers.ts'
import { folded, found } from '../../src/lib/format/text.ts'

describe('days', () => {
  it('begin seven hours before those of UTC, wherever the phone is', () => {
    expect(days.dayOf('2026-11-25T16:59:59.999Z')).toBe('2026-11-25')
    expect(days.dayOf('2026-11-25T17:00:00Z')).toBe('2026-11-26')
    expect(days.timeOf('2026-11-25T17:05:00Z')).toBe('00:05')
  })
  it('are counted over months, leap days and years', () => {
    expect(days.plusDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(days.plusDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(days.daysBetween('2026-12-30', '2027-01-02')).toBe(3)
    expect(days.daysBetween('2027-01-02', '2026-12-30')).toBe(-3)
  })
  it('know their weekday, and the next such one is never the day itself', () => {
    expect(days.weekday('2026-11-26')).toBe(4)
    expect(days.nextWeekday('2026-11-26', 6)).toBe('2026-11-28')
    expect(days.nextWeekday('2026-11-28', 6)).toBe('2026-12-05')
  })
  it('are written day first', () => {
    expect(days.shortDay('2026-11-05')).toBe('05/11/2026')
    expect(days.dayAndMonth('2026-11-05')).toBe('05/11')
  })
})

describe('numbers', () => {
  it('have points between thousands and money its unit', () => {
    expect(whole(1234567)).toBe('1.234.567')
    expect(dong(3538080)).toBe('3.538.080\u00a0đ')
  })
  it('say distances as far as they are worth', () => {
    expect(metres(42)).toBe('40\u00a0m')
    expect(metres(1840)).toBe('1,8\u00a0km')
  })
})

describe('text', () => {
  it('is found without accents, by words in any order', () => {
    expect(folded('Đặng Thị Phượng')).toBe('dang thi phuong')
    expect(found(folded('Đặng Thị Phượng, ngõ 12'), 'phuong dang')).toBe(true)
    expect(found(folded('Đặng Thị Phượng'), 'Đặng Văn')).toBe(false)
    expect(found(folded('Đặng'), '  ')).toBe(true)
  })
  it('is the same composed and decomposed', () => {
    expect(folded('Hộ'.normalize('NFD'))).toBe(folded('Hộ'.normalize('NFC')))
  })
})
