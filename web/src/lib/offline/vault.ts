/**
 * Two random data keys and the ways to get at them.
 *
 * `work` seals what was done here and is not yet safe on the server; `cache` seals what came from the server. Both lie
 * wrapped: under the PIN, and under a fingerprint where the phone has one. Nobody else can give them back, the server
 * neither: what was done is sealed to it as well (`server-seal.ts`), so a forgotten PIN costs a new first pull, never a visit.
 *
 * What a PIN is worth: whoever has a copy of the storage and a graphics card tries a million PINs within minutes. It
 * keeps out those who hold the phone, beside the phone's own lock.
 */
import { randomBytes } from './sealing.ts'

export interface Keys {
  work: CryptoKey
  cache: CryptoKey
}

interface WrappedKey {
  iv: Uint8Array<ArrayBuffer>
  key: ArrayBuffer
}

/** Both keys under a PIN. */
export interface PinWrap {
  salt: Uint8Array<ArrayBuffer>
  iterations: number
  work: WrappedKey
  cache: WrappedKey
}

/** Both keys under what a platform authenticator derives. */
export interface DeviceWrap {
  credential: Uint8Array<ArrayBuffer>
  salt: Uint8Array<ArrayBuffer>
  work: WrappedKey
  cache: WrappedKey
}

export const PIN_ITERATIONS = 600_000

/** The PIN, or whatever else was brought, does not open the keys. */
export class WrongSecret extends Error {}

const AES = { name: 'AES-GCM', length: 256 } as const
const USES: KeyUsage[] = ['encrypt', 'decrypt']
const encoder = new TextEncoder()

const newKey = (): Promise<CryptoKey> => crypto.subtle.generateKey(AES, true, USES)

/** New keys, which can be wrapped. */
export const newKeys = async (): Promise<Keys> => ({ work: await newKey(), cache: await newKey() })

/** The same keys, which can only be used: what stays in memory while the app is open. */
export async function forUse(keys: Keys): Promise<Keys> {
  const bind = async (key: CryptoKey): Promise<CryptoKey> =>
    crypto.subtle.importKey('raw', await crypto.subtle.exportKey('raw', key), AES, false, USES)
  return { work: await bind(keys.work), cache: await bind(keys.cache) }
}

export async function wrapWithPin(pin: string, keys: Keys, iterations = PIN_ITERATIONS): Promise<PinWrap> {
  const salt = randomBytes(16)
  const outer = await pinKey(pin, salt, iterations)
  return { salt, iterations, work: await wrap(outer, keys.work), cache: await wrap(outer, keys.cache) }
}

/** Throws `WrongSecret`. The keys can be wrapped again. */
export async function openWithPin(pin: string, wrapped: PinWrap): Promise<Keys> {
  const outer = await pinKey(pin, wrapped.salt, wrapped.iterations)
  return { work: await unwrap(outer, wrapped.work), cache: await unwrap(outer, wrapped.cache) }
}

/** `secret`: 32 bytes that the authenticator derives from `salt` for `credential`. */
export async function wrapWithDevice(
  secret: ArrayBuffer,
  credential: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  keys: Keys,
): Promise<DeviceWrap> {
  const outer = await derivedKey(secret, 'tungnha field device wrap')
  return { credential, salt, work: await wrap(outer, keys.work), cache: await wrap(outer, keys.cache) }
}

/** Throws `WrongSecret`. */
export async function openWithDevice(secret: ArrayBuffer, wrapped: DeviceWrap): Promise<Keys> {
  const outer = await derivedKey(secret, 'tungnha field device wrap')
  return { work: await unwrap(outer, wrapped.work), cache: await unwrap(outer, wrapped.cache) }
}

async function pinKey(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', encoder.encode(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return crypto.subtle.deriveKey(how, base, AES, false, ['wrapKey', 'unwrapKey'])
}

async function derivedKey(secret: ArrayBuffer, purpose: string): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(purpose) }
  return crypto.subtle.deriveKey(how, base, AES, false, ['wrapKey', 'unwrapKey'])
}

async function wrap(outer: CryptoKey, key: CryptoKey): Promise<WrappedKey> {
  const iv = randomBytes(12)
  return { iv, key: await crypto.subtle.wrapKey('raw', key, outer, { name: 'AES-GCM', iv }) }
}

async function unwrap(outer: CryptoKey, wrapped: WrappedKey): Promise<CryptoKey> {
  try {
    return await crypto.subtle.unwrapKey('raw', wrapped.key, outer, { name: 'AES-GCM', iv: wrapped.iv }, AES, true, USES)
  } catch {
    throw new WrongSecret()
  }
}
