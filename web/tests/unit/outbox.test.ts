/** What was done here: numbered without gaps, taken back in time, sent byte for byte the same, let go only when it is safe. */
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/lib/offline/ids.ts'
import * as outbox from '../../src/lib/offline/outbox.ts'
import { push } from '../../src/lib/offline/pusher.ts'
import { carriedIn, carry } from '../../src/lib/offline/carried.ts'
import { everythingStored, phone, visit, type Phone } from './phone.ts'

const LONG_AGO = Date.now() - 60_000
let p: Phone
beforeEach(async () => {
  p = await phone()
})

const states = async () => (await outbox.all(p.keys.work)).map((op) => op.state)
const send = () => push(p.session, p.keys.work, 'test')

describe('an operation', () => {
  it('lies sealed, and says nothing of a person outside its seal', async () => {
    await outbox.record(p.keys.work, [visit(newId())], LONG_AGO)
    expect(await everythingStored()).not.toContain('ghi chú kín')
    expect(await everythingStored()).not.toContain('not_home')
    expect((await outbox.all(p.keys.work))[0]?.body.fields['note']).toBe('ghi chú kín')
  })

  it('can be taken back while nothing knows of it, and leaves no gap', async () => {
    const [first] = await outbox.record(p.keys.work, [visit(newId())], Date.now())
    await send()
    expect(p.server.pushes).toHaveLength(0)
    expect(await outbox.undo([first ?? ''])).toBe(true)
    await outbox.record(p.keys.work, [visit(newId())], LONG_AGO)
    await send()
    expect(p.server.pushes[0]?.ops.map((op) => op.seq)).toEqual([1])
  })

  it('cannot be taken back once it has its number', async () => {
    const ids = await outbox.record(p.keys.work, [visit(newId())], LONG_AGO)
    await outbox.number(Date.now())
    expect(await outbox.undo(ids)).toBe(false)
    expect(await states()).toEqual(['waiting'])
  })

  it('is not held for ever by a clock that was set back', async () => {
    await outbox.record(p.keys.work, [visit(newId())], Date.now() + 86_400_000)
    await send()
    expect(await states()).toEqual(['accepted'])
  })

  it('goes in the order of doing, and names the one before it on the same record', async () => {
    const household = newId()
    const edit = (note: string) => ({ entity: 'household', entity_id: household, kind: 'patch' as const, fields: { note } })
    await outbox.record(p.keys.work, [edit('một'), visit(household), edit('hai')], LONG_AGO)
    await send()
    expect(p.server.pushes[0]?.ops.map((op) => [op.seq, op.after_seq, op.entity])).toEqual([
      [1, undefined, 'household'],
      [2, undefined, 'visit'],
      [3, 1, 'household'],
    ])
  })
})

describe('the answer', () => {
  it('is believed per operation', async () => {
    const [bad, odd, late] = [newId(), newId(), newId()]
    p.server.refusals.set(bad, { code: 'unknown-code', reason: 'Không có kết quả này' })
    p.server.conflicting.add(odd)
    p.server.deferring.add(late)
    await outbox.record(p.keys.work, [visit(newId()), visit(newId(), 'x', bad), visit(newId(), 'x', odd), visit(newId(), 'x', late)], LONG_AGO)
    await send()
    expect(await states()).toEqual(['accepted', 'refused', 'conflict', 'waiting'])
    const all = await outbox.all(p.keys.work)
    expect([all[1]?.code, all[1]?.reason]).toEqual(['unknown-code', 'Không có kết quả này'])
    expect(all[3]?.code).toBe('record-missing')
    expect(p.server.pushes.length, 'what is deferred is not sent for ever').toBeLessThanOrEqual(2)
    p.server.deferring.clear()
    await send()
    expect((await states())[3]).toBe('accepted')
  })

  it('may be lost after the commit: the same bytes go again and count once', async () => {
    await outbox.record(p.keys.work, [visit(newId()), visit(newId())], LONG_AGO)
    p.server.faults.push('cut-after')
    await expect(send()).rejects.toThrow()
    expect(await states()).toEqual(['waiting', 'waiting'])
    await send()
    expect(await states()).toEqual(['accepted', 'accepted'])
    expect(p.server.known.size).toBe(2)
    expect(p.server.pushes[1]?.ops).toEqual(p.server.pushes[0]?.ops)
  })

  it('comes in pieces of two hundred', async () => {
    await outbox.record(p.keys.work, Array.from({ length: 450 }, () => visit(newId())), LONG_AGO)
    await send()
    expect(p.server.pushes.map((one) => [one.ops.length, one.waiting])).toEqual([[200, 250], [200, 50], [50, 0]])
    expect(new Set(await states())).toEqual(new Set(['accepted']))
  })

  it('of a restored server makes what it forgot wait again, under the same numbers', async () => {
    await outbox.record(p.keys.work, [visit(newId()), visit(newId())], LONG_AGO)
    await send()
    p.server.known.clear()
    p.server.feed = { feed_epoch: 'two', head: 0, durable_rev: 0 }
    await outbox.waitAgain(p.server.feed)
    expect(await states()).toEqual(['waiting', 'waiting'])
    await send()
    expect(p.server.pushes[1]?.ops).toEqual(p.server.pushes[0]?.ops)
    expect(await states()).toEqual(['accepted', 'accepted'])
  })
})

it('lets go only of what a backup of the server holds', async () => {
  await outbox.record(p.keys.work, [visit(newId()), visit(newId())], LONG_AGO)
  await send()
  const later = Date.now() + 1
  await outbox.letGo({ ...p.server.feed, durable_rev: 0 }, later)
  expect(await states()).toHaveLength(2)
  await outbox.letGo({ ...p.server.feed, durable_rev: 1 }, later)
  expect(await states()).toHaveLength(1)
  await outbox.letGo({ ...p.server.feed, feed_epoch: 'other', durable_rev: 9 }, later)
  expect(await states()).toHaveLength(1)
})

it("carries unsent work out in a file that only the server's key for this phone opens", async () => {
  await outbox.record(p.keys.work, [visit(newId(), 'refused')], Date.now())
  const key = 'ab'.repeat(32)
  const { text } = await carry(p.keys.work, key)
  expect(text).not.toContain('ghi chú kín')
  const { ops } = await carriedIn(text, key)
  expect(ops).toHaveLength(1)
  expect((ops[0] as { fields: { note: string } }).fields.note).toBe('ghi chú kín')
  await expect(carriedIn(text, 'cd'.repeat(32))).rejects.toThrow()
  expect(await states(), 'and keeps it').toEqual(['waiting'])
})
