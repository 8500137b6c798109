/** What the working screens decide without a server. */
import { expect, it } from 'vitest'
import { kindOf } from '../../../src/office/files.ts'
import { settlementsFor } from '../../../src/office/office-list.ts'
import { asksForSomebody, criteriaOf, nothingWanted } from '../../../src/office/walk-list.ts'

it('asks for nothing that was not chosen', () => {
  expect(criteriaOf(nothingWanted())).toEqual({})
  expect(asksForSomebody(nothingWanted())).toBe(false)
  expect(asksForSomebody({ ...nothingWanted(), hamlets: ['a'] })).toBe(false)
  expect(asksForSomebody({ ...nothingWanted(), groups: ['poor'] })).toBe(true)
  expect(criteriaOf({ ...nothingWanted(), ending: 'bhyt_hgd', endingDays: 45, neverMet: true, followUpsBy: '2026-12-01' })).toEqual({
    ending_within_days: { scheme: 'bhyt_hgd', days: 45 },
    never_met: true,
    follow_ups_due: { by: '2026-12-01' },
  })
})

it('knows a workbook by its name, and takes everything else for CSV', () => {
  expect(kindOf(new File([], 'Danh sách.XLSX'))).toContain('spreadsheetml')
  expect(kindOf(new File([], 'danh-sach.csv', { type: 'application/vnd.ms-excel' }))).toBe('text/csv')
})

it('offers to settle only what can be settled so', () => {
  expect(settlementsFor('expiries', 'differs')).toEqual(['take_theirs', 'keep_ours'])
  expect(settlementsFor('answers', 'already')).toEqual([])
})
