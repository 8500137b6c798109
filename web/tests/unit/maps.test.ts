/** Maps: classes that can be read, and a plane that becomes a picture. */
import { expect, it } from 'vitest'
import { classOf, cutsOf, MOST_CLASSES, shadeOf } from '../../src/lib/ui/maps/classes.ts'
import { around, boxOf, dotSize, frameOf, placed, stepped, towards, transformOf, within, type Box } from '../../src/lib/ui/maps/frame.ts'

it('puts the borders of classes on round numbers', () => {
  const shares = Array.from({ length: 99 }, (_, n) => 16 + (n * 9.3) / 98)
  expect(cutsOf(shares)).toEqual([18, 20, 22, 24])
  const people = Array.from({ length: 50 }, (_, n) => 1200 + n * 173)
  const cuts = cutsOf(people)
  expect(cuts.length).toBeGreaterThanOrEqual(3)
  expect(cuts.every((cut) => cut % 500 === 0)).toBe(true)
})

it('has no more classes than there are figures, and each class somebody', () => {
  expect(cutsOf([])).toEqual([])
  expect(cutsOf([7, 7, 7])).toEqual([])
  expect(cutsOf([Number.NaN])).toEqual([])
  for (const values of [[0, 1], [0.1, 0.2, 0.30000000000000004], [5, 80], [-3, 4, 9], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 100], [99.2, 99.4, 100]]) {
    const cuts = cutsOf(values)
    expect(cuts.length, String(values)).toBeGreaterThan(0)
    expect(cuts.length, String(values)).toBeLessThan(MOST_CLASSES)
    expect([...cuts].sort((a, b) => a - b)).toEqual(cuts)
    expect(classOf(Math.min(...values), cuts)).toBe(0)
    expect(classOf(Math.max(...values), cuts), String(values)).toBe(cuts.length)
    for (const cut of cuts) expect(String(cut).length, String(values)).toBeLessThan(8)
  }
})

it('puts a figure on a border into the upper class', () => {
  expect(classOf(20, [18, 20, 22, 24])).toBe(2)
  expect(classOf(19.99, [18, 20, 22, 24])).toBe(1)
  expect([0, 1, 2, 3, 4].map((one) => shadeOf(one, [1, 2, 3, 4]))).toEqual([0, 1, 2, 3, 4])
  expect([shadeOf(0, [1]), shadeOf(1, [1]), shadeOf(0, [])]).toEqual([0, 4, 2])
})

it('shows the whole box in the middle of the picture', () => {
  const frame = frameOf([1000, -2000, 400, 100], 10, 20, 200, 200)
  expect(frame.unit).toBe(2)
  expect(placed(frame, { x: 1000, y: -2000 })).toEqual({ x: 10, y: 95 })
  expect(placed(frame, { x: 1400, y: -1900 })).toEqual({ x: 210, y: 145 })
  expect(transformOf(frame)).toBe('translate(-490 1095) scale(0.5)')
  expect(frameOf([0, 0, 0, 0], 0, 0, 100, 100).unit).toBeGreaterThan(0)
})

it('knows how far a path reaches', () => {
  expect(boxOf('M10 10l10 0 0 15-10 0zM-5 3l1-8 2 1z')).toEqual([-5, -5, 25, 30])
  expect(boxOf('')).toBeNull()
})

it('comes closer and goes back, never over the edge', () => {
  const whole: Box = [0, 0, 10_000, 8_000]
  const closer = stepped(whole, whole, { x: 0, y: 8_000 }, true)
  expect(closer).toEqual([0, 3_000, 6_250, 5_000])
  expect(stepped(closer, whole, { x: 0, y: 0 }, false)).toBe(whole)
  let box = whole
  for (let n = 0; n < 40; n += 1) box = stepped(box, whole, { x: 5_000, y: 4_000 }, true)
  expect(box[2]).toBeGreaterThanOrEqual(190)
  expect(around([5_000, 4_000, 100, 400], whole).map(Math.round)).toEqual([4_610, 3_760, 880, 880])
  expect(around([0, 0, 9_000, 7_900], whole)).toBe(whole)
  expect(within([-50, 7_900, 100, 100], [0, 0, 1_000, 1_000])).toEqual([0, 900, 100, 100])
})

it('goes to the neighbour that way', () => {
  const one = (name: string, x: number, y: number) => ({ name, at: { x, y } })
  const middle = one('middle', 0, 0)
  const all = [middle, one('north', 5, -50), one('north-east', 60, -40), one('east', 80, 5), one('south', 0, 90)]
  const way = (key: Parameters<typeof towards>[2]) => towards(all, middle, key).name
  expect([way('ArrowUp'), way('ArrowRight'), way('ArrowDown'), way('ArrowLeft')]).toEqual(['north', 'east', 'south', 'middle'])
})

it('keeps dots apart, and never too small to see', () => {
  const grid = Array.from({ length: 100 }, (_, n) => ({ x: (n % 10) * 1_000, y: Math.floor(n / 10) * 1_000 }))
  expect(dotSize(grid, 100)).toBe(4.2)
  expect(dotSize(grid, 1_000)).toBe(4)
  expect(dotSize(grid, 10)).toBe(9)
  expect(dotSize([], 10)).toBe(9)
})
