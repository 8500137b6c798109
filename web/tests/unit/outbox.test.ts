/** What was done here: numbered without gaps, taken back in time, sent byte for byte the same, let go only when it is safe. */
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/lib/offline/ids.ts'
import * as outbox from '../../src/lib/offline/outbox.ts'
import { push, pushClosed } from '../../src/lib/offline/pusher.ts'
import { readMeta, writeMeta } from '../../src/lib/offline/database.ts'
import { newKeys } from '../../src/lib/offline/vault.ts'
import { bringIn, carry, NoSuchFile } from '../../src/lib/offline/carried.ts'
import { everythingStored, phone, USER, visit, type Phone } from './phone.ts'

const LONG_AGO = Date.now() - 60_000
let p: Phone
beforeEach(async () => {
  p = await phone()
})

const states = async () => (await outbox.kept(p.keys.work)).ops.map((op) => op.state)
const send = () => push(p.session, p.keys.work, 'test')

describe('an operation', () => {
  it('lies sealed, and says nothing of a person outside its seal', async () => {
    await outbox.record(p.keys.work, [visit(newId())], LONG_AGO)
    expect(await everythingStored()).not.toContain('ghi chú kín')
    expect(await everythingStored()).not.toContain('not_home')
    expect((await outbox.kept(p.keys.work)).ops[0]?.body.fields['note']).toBe('ghi chú kín')
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
    const all = (await outbox.kept(p.keys.work)).ops
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

describe('what is sealed to the server', () => {
  it('goes out in a file that nobody reads, and comes in on another phone as the same operations', async () => {
    await outbox.record(p.keys.work, [visit(newId(), 'refused'), visit(newId())], Date.now())
    const device = await readMeta('device_id')
    const { text } = await carry()
    expect(text).not.toMatch(/ghi chú kín|refused/)
    expect(await states(), 'and keeps it').toEqual(['waiting', 'waiting'])
    // Another phone of the same person.
    await writeMeta({ device_id: newId() })
    expect(await bringIn(p.session, text, 'test')).toEqual({ accepted: 2, refused: 0, deferred: 0 })
    expect(p.server.sealedPushes[0]?.device_id).toBe(device)
    expect(p.server.sealedPushes[0]?.users).toEqual([USER.id, USER.id])
    await writeMeta({ device_id: device ?? '' })
    await send()
    expect([...p.server.known].length, 'each once').toBe(2)
    expect(await states()).toEqual(['accepted', 'accepted'])
    await expect(bringIn(p.session, '{"format":"x"}', 'test')).rejects.toBeInstanceOf(NoSuchFile)
    await expect(bringIn(p.session, 'không phải', 'test')).rejects.toBeInstanceOf(NoSuchFile)
  })

  it('is all that is left of work whose PIN is gone, and arrives as it would have', async () => {
    await outbox.record(p.keys.work, [visit(newId(), 'refused')], LONG_AGO)
    await send()
    const home = newId()
    const edit = (note: string) => ({ entity: 'household', entity_id: home, kind: 'patch' as const, fields: { note } })
    await outbox.record(p.keys.work, [edit('một'), edit('hai')], Date.now())
    await outbox.closeAll()
    const keys = await newKeys()
    expect((await outbox.kept(keys.work)).ops, 'nothing of it is opened any more').toEqual([])
    await outbox.record(keys.work, [visit(newId())], LONG_AGO)
    await pushClosed(p.session, keys.work, 'test')
    await push(p.session, keys.work, 'test')
    expect(p.server.sealedPushes[0]?.ops.map((op) => [op.seq, op.after_seq, op.fields['note']])).toEqual([[2, undefined, 'một'], [3, 2, 'hai']])
    expect(p.server.pushes.at(-1)?.ops.map((op) => op.seq)).toEqual([4])
    expect((await outbox.kept(keys.work)).closed.map((row) => row.state)).toEqual(['accepted', 'accepted', 'accepted'])
    // A server that was restored gets it once more.
    p.server.known.clear()
    await outbox.waitAgain({ feed_epoch: 'two', head: 0, durable_rev: 0 })
    await pushClosed(p.session, keys.work, 'test')
    expect(p.server.known.size).toBe(3)
  })

  it('is made up for what was done before the key was known, and until then the PIN is not thrown away', async () => {
    await writeMeta({ server_key: undefined })
    await outbox.record(p.keys.work, [visit(newId())], LONG_AGO)
    expect(await outbox.onlyUnderPin()).toBe(1)
    await writeMeta({ server_key: p.server.seal.shown })
    await outbox.sealWhatIsOpen(p.keys.work)
    expect(await outbox.onlyUnderPin()).toBe(0)
    expect(await everythingStored()).not.toContain('ghi chú kín')
  })
})
