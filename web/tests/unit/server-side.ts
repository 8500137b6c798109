/** The server's half of a seal, for tests: what src/db/phone_seal.rs does. */
import { base64, bytes } from '../../src/lib/offline/base64.ts'
import type { ServerKey } from '../../src/lib/offline/server-seal.ts'

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const encoder = new TextEncoder()

export interface Pair {
  shown: ServerKey
  open<T>(sealed: string, about: string): Promise<T>
}

export async function pair(number = 1): Promise<Pair> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return {
    shown: { number, public_key: base64(point) },
    async open<T>(sealed: string, about: string): Promise<T> {
      const whole = bytes(sealed)
      const [fresh, iv, data] = [whole.slice(0, 65), whole.slice(65, 77), whole.slice(77)]
      const theirs = await crypto.subtle.importKey('raw', fresh, CURVE, false, [])
      const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256)
      const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
      const info = new Uint8Array([...encoder.encode('tungnha/phone-seal/1'), ...fresh, ...point])
      const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
      const key = await crypto.subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(about) }, key, data)
      return JSON.parse(new TextDecoder().decode(plain)) as T
    },
  }
}
