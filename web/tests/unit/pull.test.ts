/** What was fetched: kept page by page, opened again after a lock, and given up only when the server says so. */
import { beforeEach, describe, expect, it } from 'vitest'
import { SignInNeeded } from '../../src/lib/api/problem.ts'
import { database, readMeta, wipeCache, writeMeta } from '../../src/lib/offline/database.ts'
import { newId } from '../../src/lib/offline/ids.ts'
import * as outbox from '../../src/lib/offline/outbox.ts'
import { pull } from '../../src/lib/offline/puller.ts'
import { Records, type PullItem } from '../../src/lib/offline/records.ts'
import { seal } from '../../src/lib/offline/sealing.ts'
import { wrapWithPin } from '../../src/lib/offline/vault.ts'
import { everythingStored, phone, visit, type Phone } from './phone.ts'

let p: Phone
beforeEach(async () => {
  p = await phone()
})

const fetchAll = () => pull(p.session, p.keys.cache, p.records, () => undefined)
const item = (entity: string, id: string, fields: object, kind = 'upsert'): PullItem => ({ kind, entity, id, rev: 1, fields }) as PullItem
const household = (id: string, name: string, area = 'xa') => item('household', id, { area_id: area, name, status: 'active' })
const person = (id: string, home: string) => item('person', id, { household_id: home, full_name: 'Trần Thị Mẫu', status: 'active' })
const names = (records: Records) => [...records.all('household').values()].map((one) => one.name).sort()

describe('a pull', () => {
  it('keeps each page with its cursor, sealed, and opens again', async () => {
    const [a, b] = [newId(), newId()]
    p.server.pages = [
      { items: [household(a, 'Hộ A'), household(b, 'Hộ B')], more: true },
      { items: [person(newId(), a), item('cover', newId(), { person_id: 'p', scheme: 'bhyt' })], more: false },
    ]
    await fetchAll()
    expect(p.server.cursors).toEqual([null, 'c1'])
    expect(await readMeta('cursor')).toBe('c2')
    expect(await everythingStored()).not.toMatch(/Hộ A|Trần Thị/)
    const again = new Records()
    await again.load(p.keys.cache)
    expect(names(again)).toEqual(['Hộ A', 'Hộ B'])
    expect(again.all('person').size).toBe(1)
    expect(again.all('cover').size, 'also of somebody who is not known').toBe(1)
  })

  it('goes on where it was cut off', async () => {
    p.server.pages = [{ items: [household(newId(), 'Hộ A')], more: true }]
    const [first] = p.server.pages
    p.server.faults.push('cut-before')
    await expect(fetchAll()).rejects.toThrow()
    p.server.pages = first ? [first] : []
    p.server.faults.length = 0
    await fetchAll()
    expect(p.server.cursors).toEqual([null, 'c1'])
    expect(names(p.records)).toEqual(['Hộ A'])
  })

  it('takes away what is gone, moves what moved, and leaves an area with all that hangs on it', async () => {
    const [a, b, lan] = [newId(), newId(), newId()]
    p.server.pages = [{ items: [household(a, 'Hộ A', 'xa1'), household(b, 'Hộ B', 'xa2'), person(lan, a)], more: false }]
    await fetchAll()
    p.server.pages = [{ items: [person(lan, b), item('household', a, {}, 'tombstone')], more: false }]
    await fetchAll()
    const again = new Records()
    await again.load(p.keys.cache)
    expect(names(again)).toEqual(['Hộ B'])
    expect(again.all('person').get(lan)?.household_id).toBe(b)
    p.server.pages = [{ items: [item('area', '', { area_ids: ['xa2'] }, 'scope_left')], more: false }]
    await fetchAll()
    await again.load(p.keys.cache)
    expect([again.all('household').size, again.all('person').size]).toEqual([0, 0])
  })

  it('seals many households in few bundles', async () => {
    p.server.pages = [{ items: Array.from({ length: 600 }, (_, n) => household(newId(), `Hộ ${n}`)), more: false }]
    await fetchAll()
    expect(await (await database()).count('bundles')).toBeLessThanOrEqual(256)
    const again = new Records()
    await again.load(p.keys.cache)
    expect(names(again)).toEqual(names(p.records))
  })

  it('opens bundles of one household, as an earlier app wrote them, and writes what changes where it belongs now', async () => {
    const [a, b, lan] = [newId(), newId(), newId()]
    const old = { household: { [a]: { area_id: 'xa', name: 'Hộ A', status: 'active' } }, person: { [lan]: { household_id: a, full_name: 'Trần Thị Mẫu' } } }
    p.server.pages = [{ items: [], more: false }]
    await fetchAll()
    const db = await database()
    await db.put('bundles', { id: a, sealed: await seal(p.keys.cache, old, a) })
    await p.records.load(p.keys.cache)
    p.server.pages = [{ items: [household(a, 'Hộ A mới'), household(b, 'Hộ B')], more: false }]
    await fetchAll()
    const again = new Records()
    await again.load(p.keys.cache)
    expect([names(again), again.all('person').size]).toEqual([['Hộ A mới', 'Hộ B'], 1])
    p.server.pages = [{ items: [person(lan, a)], more: false }]
    await fetchAll()
    expect(await db.get('bundles', a), 'nothing is left of it').toBeUndefined()
    await again.load(p.keys.cache)
    expect([names(again), again.all('person').size]).toEqual([['Hộ A mới', 'Hộ B'], 1])
  })

  it('begins anew when the server resets the cursor, and touches nothing that waits', async () => {
    p.server.pages = [{ items: [household(newId(), 'Hộ cũ')], more: false }]
    await fetchAll()
    await outbox.record(p.keys.work, [visit(newId())], Date.now())
    p.server.faults.push('cursor-reset')
    p.server.pages = [{ items: [household(newId(), 'Hộ mới')], more: false }]
    await fetchAll()
    expect(p.server.cursors.at(-1)).toBeNull()
    expect(names(p.records)).toEqual(['Hộ mới'])
    expect((await outbox.counts()).waiting).toBe(1)
  })

  it('says so when the server was restored, and asks for everything again', async () => {
    p.server.pages = [{ items: [household(newId(), 'Hộ A')], more: false }]
    await fetchAll()
    p.server.faults.push('rolled-back')
    expect((await fetchAll()).rolledBack).toBe(true)
    expect(await readMeta('cursor')).toBeUndefined()
    await fetchAll()
    expect(names(p.records)).toEqual([])
  })

  it('sees what another tab fetched before it writes over it', async () => {
    const other = new Records()
    p.server.pages = [{ items: [household(newId(), 'Hộ A')], more: false }]
    await pull(p.session, p.keys.cache, other, () => undefined)
    p.server.pages = [{ items: [household(newId(), 'Hộ B')], more: false }]
    await fetchAll()
    expect(names(p.records)).toEqual(['Hộ A', 'Hộ B'])
  })
})

describe('the session', () => {
  it('renews its token by itself and keeps the new one', async () => {
    await fetchAll()
    await fetchAll()
    expect(p.server.refreshes).toEqual(['r'])
    p.server.faults.push('signed-out')
    await fetchAll()
    expect(p.server.refreshes).toEqual(['r', 'r+'])
  })

  it('asks for the password when it is over, and loses nothing', async () => {
    const profile = await p.session.profile()
    await outbox.record(p.keys.work, [visit(newId())], Date.now() - 60_000)
    await p.session.keep(p.keys.work, { access_token: 'a', expires_in: 0, refresh_token: 'over', user: { ...profile, id: 'u', grants: [] } } as never)
    await expect(fetchAll()).rejects.toBeInstanceOf(SignInNeeded)
    expect((await outbox.counts()).waiting).toBe(1)
  })
})

describe('wiping what was fetched', () => {
  it('leaves unsent work and the way back to it', async () => {
    await outbox.record(p.keys.work, [visit(newId())], Date.now())
    p.server.pages = [{ items: [household(newId(), 'Hộ A')], more: false }]
    await fetchAll()
    await writeMeta({ pin: await wrapWithPin('402817', p.keys, 1000) })
    await wipeCache()
    expect([await readMeta('pin'), await readMeta('cursor')]).toEqual([undefined, undefined])
    expect(await outbox.readyClosed(9), 'nothing is closed by it').toEqual([])
    const again = new Records()
    await again.load(p.keys.cache)
    expect(again.all('household').size).toBe(0)
    expect((await outbox.kept(p.keys.work)).ops.map((op) => op.state)).toEqual(['waiting'])
  })

  it('never throws the only key to unsent work away', async () => {
    await writeMeta({ server_key: undefined })
    await outbox.record(p.keys.work, [visit(newId())], Date.now())
    await writeMeta({ pin: await wrapWithPin('402817', p.keys, 1000) })
    await wipeCache()
    expect(await readMeta('pin')).toBeDefined()
  })
})
