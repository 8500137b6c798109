/**
 * Seals to the server: a fresh pair on P-256 for each value, agreed with the server's public key, so that nobody opens it
 * but the server, this phone neither. `src/db/phone_seal.rs` is the other side.
 */
import type { Schemas } from '../api/client.ts'
import { base64, bytes } from './base64.ts'
import { randomBytes } from './sealing.ts'

/** The public half, as the server's manifest says it. */
export type ServerKey = Schemas['SealingKeyView']

/** Something only the server opens, and with which of its pairs. */
export interface ToServer {
  key: number
  sealed: string
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const encoder = new TextEncoder()

/** What one value is sealed with, and which public half the server agrees it from. */
interface Envelope {
  fresh: Uint8Array<ArrayBuffer>
  key: CryptoKey
}

/** Agreed before it is needed: seven steps that a tap does not wait for. */
let ahead: { for: string; envelope: Promise<Envelope> } | undefined

/** Makes ready for the next value that is sealed to the server. */
export function agreeAhead(server: ServerKey): void {
  if (ahead?.for === server.public_key) return
  ahead = { for: server.public_key, envelope: agreed(server) }
  // Whoever takes it hears of it.
  ahead.envelope.catch(() => undefined)
}

/** Each is taken once. */
function envelopeFor(server: ServerKey): Promise<Envelope> {
  const ready = ahead?.for === server.public_key ? ahead.envelope : agreed(server)
  ahead = undefined
  return ready
}

async function agreed(server: ServerKey): Promise<Envelope> {
  const point = bytes(server.public_key)
  const theirs = await crypto.subtle.importKey('raw', point, CURVE, false, [])
  const own = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
  const fresh = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey))
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256)
  const info = joined(encoder.encode('tungnha/phone-seal/1'), fresh, point)
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  const key = await crypto.subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  return { fresh, key }
}

/** `about` is what it belongs to; it opens nowhere else. */
export async function sealToServer(server: ServerKey, value: unknown, about: string): Promise<ToServer> {
  const { fresh, key } = await envelopeFor(server)
  const iv = randomBytes(12)
  const plain = encoder.encode(JSON.stringify(value))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(about) }, key, plain)
  return { key: server.number, sealed: base64(joined(fresh, iv, new Uint8Array(data))) }
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
