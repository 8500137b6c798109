/** Keys: what opens them, and what does not. */
import { describe, expect, it } from 'vitest'
import { newId } from '../../src/lib/offline/ids.ts'
import { seal, unseal } from '../../src/lib/offline/sealing.ts'
import { sealToServer } from '../../src/lib/offline/server-seal.ts'
import * as vault from '../../src/lib/offline/vault.ts'
import { pair } from './server-side.ts'

const FEW = 1_000

describe('the vault', () => {
  it('asks six hundred thousand rounds of whoever tries PINs', () => {
    expect(vault.PIN_ITERATIONS).toBe(600_000)
  })

  it('opens with the right PIN only, and what it gives for use cannot be exported', async () => {
    const keys = await vault.newKeys()
    const wrapped = await vault.wrapWithPin('402817', keys, FEW)
    const sealed = await seal(keys.work, { name: 'Nguyễn Văn Thử' }, 'a')
    const again = await vault.forUse(await vault.openWithPin('402817', wrapped))
    expect(await unseal(again.work, sealed, 'a')).toEqual({ name: 'Nguyễn Văn Thử' })
    await expect(crypto.subtle.exportKey('raw', again.work)).rejects.toThrow()
    await expect(vault.openWithPin('402818', wrapped)).rejects.toBeInstanceOf(vault.WrongSecret)
  })

  it('binds a sealed value to its record', async () => {
    const { work, cache } = await vault.newKeys()
    const sealed = await seal(work, 1, 'a')
    await expect(unseal(work, sealed, 'b')).rejects.toThrow()
    await expect(unseal(cache, sealed, 'a')).rejects.toThrow()
  })

  it('seals to the server what this phone cannot open, bound to what it belongs to', async () => {
    const server = await pair()
    const { key, sealed } = await sealToServer(server.shown, { name: 'Nguyễn Văn Thử' }, 'máy|việc')
    expect(key).toBe(1)
    expect(await server.open(sealed, 'máy|việc')).toEqual({ name: 'Nguyễn Văn Thử' })
    await expect(server.open(sealed, 'máy|việc khác')).rejects.toThrow()
    await expect((await pair()).open(sealed, 'máy|việc')).rejects.toThrow()
    expect((await sealToServer(server.shown, 1, 'a')).sealed).not.toBe((await sealToServer(server.shown, 1, 'a')).sealed)
  })

  it('opens with what an authenticator derives', async () => {
    const keys = await vault.newKeys()
    const secret = crypto.getRandomValues(new Uint8Array(32)).buffer
    const wrapped = await vault.wrapWithDevice(secret, new Uint8Array([1]), new Uint8Array([2]), keys)
    const sealed = await seal(keys.cache, 7, 'a')
    expect(await unseal((await vault.openWithDevice(secret, wrapped)).cache, sealed, 'a')).toBe(7)
    await expect(vault.openWithDevice(new ArrayBuffer(32), wrapped)).rejects.toBeInstanceOf(vault.WrongSecret)
  })
})

it('makes ids of version 7 that grow with time and fear no clock', () => {
  const early = newId(Date.UTC(2026, 10, 25))
  const late = newId(Date.UTC(2026, 10, 26))
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(early < late).toBe(true)
  expect(newId(-5)).toMatch(/^00000000-0000-7/)
  expect(new Set(Array.from({ length: 1000 }, () => newId())).size).toBe(1000)
})
