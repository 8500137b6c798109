/** The two dictionaries: complete by type, and nothing empty in either. */
import { expect, it } from 'vitest'
import { en } from '../../src/lib/i18n/en.ts'
import { vi } from '../../src/lib/i18n/vi.ts'
import type { Said } from '../../src/lib/i18n/words.svelte.ts'

/** The words of the office, a file for each part of it. */
const OFFICE = import.meta.glob<Record<string, Said<object>>>('../../src/office/words/*.ts', { eager: true })
/** What is called the same in both languages. */
const SAME = new Set(['BHXH'])

function texts(words: object, before = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[before + key, value]]
    return typeof value === 'object' ? texts(value as object, `${before}${key}.`) : []
  })
}

it('leaves no word empty, and translates each', () => {
  const english = new Map(texts(en))
  for (const [key, text] of texts(vi)) {
    expect(text.trim(), key).not.toBe('')
    expect(english.get(key)?.trim(), key).toBeTruthy()
    expect(english.get(key), key).not.toBe(text)
  }
})

it('of the office leave nothing empty either, and translate each', () => {
  const all = Object.values(OFFICE).flatMap((file) => Object.values(file))
  expect(all.length).toBeGreaterThan(2)
  for (const said of all) {
    const english = new Map(texts(said.en))
    for (const [key, text] of texts(said.vi)) {
      if (key === 'qualifiers.exact') continue
      expect(text.trim(), key).not.toBe('')
      expect(english.get(key)?.trim(), key).toBeTruthy()
      if (!SAME.has(text)) expect(english.get(key), key).not.toBe(text)
    }
  }
})

it('says when a cover ends', () => {
  expect(vi.dueTag('bhyt_hgd', '2026-11-28', 6)).toBe('BHYT hộ gia đình hết hạn 28/11, còn 6 ngày')
  expect(vi.dueTag('bhyt_hgd', '2026-11-22', 0)).toContain('hôm nay')
  expect(en.dueTag('bhyt_hgd', '2026-11-20', -2)).toBe('Household health insurance ended 20/11')
})
