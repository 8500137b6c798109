/** One value under one key: AES-256-GCM, bound to the id of its record, so that sealed rows cannot be swapped. */

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const randomBytes = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length))

export async function seal(key: CryptoKey, value: unknown, id: string): Promise<Sealed> {
  const iv = randomBytes(12)
  const plain = encoder.encode(JSON.stringify(value))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(id) }, key, plain)
  return { iv, data }
}

/** Throws when the key, the id or the data is not the one it was sealed with. */
export async function unseal<T>(key: CryptoKey, sealed: Sealed, id: string): Promise<T> {
  const how = { name: 'AES-GCM', iv: sealed.iv, additionalData: encoder.encode(id) }
  return JSON.parse(decoder.decode(await crypto.subtle.decrypt(how, key, sealed.data))) as T
}
