/** What the office's screens stand on: order of rows, figures with their doubt, addresses, forms that send once. */
import { beforeEach, describe, expect, it } from 'vitest'
import { NoAnswer, Refused } from '../../../src/lib/api/problem.ts'
import { address } from '../../../src/office/address.svelte.ts'
import { line, scale, ticks } from '../../../src/office/charts/scale.ts'
import { Form } from '../../../src/office/form.svelte.ts'
import { counted, percent, readNumber, signed } from '../../../src/office/numbers.ts'
import { Pages, Resource } from '../../../src/office/resource.svelte.ts'
import { rowsAt } from '../../../src/office/rows.ts'
import { screenAt, SCREENS } from '../../../src/office/screens.ts'
import { aimFor } from '../../../src/office/screens/overview/target.ts'
import { spread, summed } from '../../../src/office/screens/target/adding.ts'
import { inOrder } from '../../../src/office/table.ts'

const goTo = (hash: string): void => {
  location.hash = hash
  window.dispatchEvent(new Event('hashchange'))
}

describe('figures', () => {
  it('keep their doubt and their sign', () => {
    expect(counted(1200, 'more_than')).toBe('hơn\u00a01.200')
    expect(counted(40)).toBe('40')
    expect(percent(66.5, 'nearly')).toBe('gần\u00a066,5\u00a0%')
    expect([signed(1.6), signed(-0.4), signed(0)]).toEqual(['+1,6', '\u22120,4', '0'])
  })
  it('are read as they are written in either language', () => {
    expect(readNumber('1.234,5')).toBe(1234.5)
    expect(readNumber('12.345')).toBe(12345)
    expect(readNumber('87.25')).toBe(87.25)
    expect(readNumber('87,25')).toBe(87.25)
    expect(readNumber('')).toBeNull()
    expect(readNumber('mười')).toBeNull()
  })
})

describe('rows', () => {
  const rows = [{ name: 'Đồng Mẫu', count: 3 }, { name: 'An Mẫu', count: null }, { name: 'Bình Mẫu', count: 12 }]
  const names = (sorted: typeof rows): string[] => sorted.map((row) => row.name)
  it('are sorted as Vietnamese is, and what is not known comes last both ways', () => {
    const name = { key: 'name', head: '', text: (row: (typeof rows)[0]) => row.name }
    const count = { key: 'count', head: '', text: () => '', number: (row: (typeof rows)[0]) => row.count }
    expect(names(inOrder(rows, name, false))).toEqual(['An Mẫu', 'Bình Mẫu', 'Đồng Mẫu'])
    expect(names(inOrder(rows, count, false))).toEqual(['Đồng Mẫu', 'Bình Mẫu', 'An Mẫu'])
    expect(names(inOrder(rows, count, true))).toEqual(['Bình Mẫu', 'Đồng Mẫu', 'An Mẫu'])
  })
})

describe('addresses', () => {
  beforeEach(() => goTo('#/campaigns?area=a1&scheme=bhyt&q=dot'))
  it('keep area and scheme from screen to screen, and nothing else', () => {
    expect(address.href('events')).toBe('#/events?area=a1&scheme=bhyt')
    expect(address.href('events', { area: 'a2', from: '2026-01-01', to: null })).toBe('#/events?scheme=bhyt&area=a2&from=2026-01-01')
  })
  it('change where one is without a step back', () => {
    const steps = history.length
    address.set({ q: null, on: '2026-11-25' })
    expect(location.hash).toBe('#/campaigns?area=a1&scheme=bhyt&on=2026-11-25')
    expect(history.length).toBe(steps)
  })
  it('find their screen, with what they fill in', () => {
    expect(screenAt('')?.screen.at).toBe('')
    expect(screenAt('campaigns/x')?.params).toEqual({ id: 'x' })
    expect(screenAt('campaigns/x/y')).toBeNull()
    expect(new Set(SCREENS.map((screen) => screen.at)).size).toBe(SCREENS.length)
  })
  it('of the API lead to where its rows are seen, or nowhere', () => {
    expect(rowsAt('/api/v1/campaigns/c1')).toBe('#/campaigns/c1?area=a1&scheme=bhyt')
    expect(rowsAt('/api/v1/campaigns?area_id=a3&on=2026-01-01')).toBe('#/campaigns?scheme=bhyt&area=a3&on=2026-01-01')
    expect(rowsAt('/api/v1/no-such-list')).toBeNull()
  })
})

describe('the parts of a target', () => {
  const drafts = (...texts: string[]) => texts.map((text, place) => ({ area_id: String(place), area_name: '', text }))
  const texts = (parts: { text: string }[]): string[] => parts.map((part) => part.text)
  it('are added as they are typed; an empty one is no part, and what is no whole number is said', () => {
    expect(summed(100, drafts('40', '', '60'))).toEqual({ parts: 100, difference: 0 })
    expect(summed(1500, drafts('1.234', '200'))).toEqual({ parts: 1434, difference: -66 })
    expect(summed(100, drafts('40', '1,5'))).toEqual({ parts: null, difference: null })
    expect(summed(100, drafts('mười'))).toEqual({ parts: null, difference: null })
  })
  it('come to the target when the difference is spread, none below zero', () => {
    expect(texts(spread(100, drafts('30', '30', '')))).toEqual(['44', '43', '13'])
    expect(texts(spread(10, drafts('1', '30')))).toEqual(['0', '10'])
    for (const [target, parts] of [[7, drafts('', '', '')], [1000, drafts('999', '999')], [0, drafts('5', '6')]] as const) {
      expect(summed(target, spread(target, parts)).difference).toBe(0)
    }
  })
  it('are measured against the target asked for, else this year’s, else the newest', () => {
    const aims = [{ measure: 'participants' as const, period: '2026-Q4' }, { measure: 'coverage_percent' as const, period: '2026' }, { measure: 'participants' as const, period: '2019' }]
    expect(aimFor(aims, 'participants~2019', '2026-11-25')?.period).toBe('2019')
    expect(aimFor(aims, null, '2026-11-25')?.period).toBe('2026')
    expect(aimFor(aims.slice(2), null, '2026-11-25')?.period).toBe('2019')
    expect(aimFor([], null, '2026-11-25')).toBeNull()
  })
})

describe('a form', () => {
  it('keeps its key while the content is the same, and takes a new one for other content or when it is done', async () => {
    const form = new Form()
    const keys: string[] = []
    const lose = async (header: { 'Idempotency-Key': string }): Promise<never> => {
      keys.push(header['Idempotency-Key'])
      throw new NoAnswer('lost')
    }
    const take = async (header: { 'Idempotency-Key': string }): Promise<boolean> => {
      keys.push(header['Idempotency-Key'])
      return true
    }
    expect(await form.send({ name: 'a' }, lose)).toBeNull()
    expect(await form.send({ name: 'a' }, lose)).toBeNull()
    expect(await form.send({ name: 'b' }, take)).toBe(true)
    expect(await form.send({ name: 'b' }, take)).toBe(true)
    expect(keys[0]).toBe(keys[1])
    expect(new Set(keys).size).toBe(3)
  })
  it('sends once however often it is pressed', async () => {
    const form = new Form()
    let sent = 0
    let answer = (): void => undefined
    const first = form.send({}, () => new Promise<void>((done) => ((sent += 1), (answer = done))))
    expect(await form.send({}, async () => void (sent += 1))).toBeNull()
    answer()
    await first
    expect(sent).toBe(1)
  })
  it('says a refusal at its field, also of something inside it, and the rest elsewhere', async () => {
    const form = new Form()
    form.at('/name')
    form.at('/partners')
    const errors = [
      { pointer: '/partners/0/role', code: 'x', detail: 'vai trò không có' },
      { pointer: '/owner_id', code: 'y', detail: 'không thấy tổ chức' },
    ]
    await form.send({}, () => Promise.reject(new Refused({ type: '', title: 'Chưa hợp lệ', status: 422, code: 'invalid', errors }, null)))
    expect(form.at('/name')).toBeNull()
    expect(form.at('/partners')).toBe('vai trò không có')
    expect(form.elsewhere).toEqual(['không thấy tổ chức'])
  })
})

describe('what is loaded', () => {
  it('drops an answer that a later question overtook', async () => {
    const answers: ((value: string) => void)[] = []
    const loaded = new Resource(() => new Promise<string>((done) => answers.push(done)))
    const [early, late] = [loaded.reload(), loaded.reload()]
    answers[1]?.('late')
    await late
    answers[0]?.('early')
    await early
    expect(loaded.data).toBe('late')
  })
  it('goes on where a page failed', async () => {
    let fails = true
    const list = new Pages<{ n: number }>(async (cursor) => {
      if (cursor === undefined) return { items: [{ n: 1 }], next_cursor: 'two' }
      if (fails) throw new NoAnswer('lost')
      return { items: [{ n: 2 }], next_cursor: null }
    })
    await list.reload()
    expect(list.complete).toBe(false)
    await list.more()
    expect(list.error).toBeInstanceOf(NoAnswer)
    fails = false
    await list.more()
    expect(list.rows).toEqual([{ n: 1 }, { n: 2 }])
    expect(list.complete).toBe(true)
  })
})

describe('a drawing', () => {
  it('has round marks around its figures', () => {
    expect(ticks(18.6, 21.7)).toEqual([18, 19, 20, 21, 22])
    expect(ticks(5, 5).length).toBeGreaterThan(0)
    expect(scale([0, 10], [100, 200])(5)).toBe(150)
  })
  it('leaves a gap where nothing is known', () => {
    expect(line([[0, 0], null, [2, 2], [3, 3]])).toBe('M0.0,0.0M2.0,2.0L3.0,3.0')
  })
})
