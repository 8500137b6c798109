/**
 * A secret from the phone's own authenticator (fingerprint, face, screen lock) by WebAuthn's PRF extension: hardware
 * answers with the same 32 bytes for the same salt, and only for whoever is in front of it. No server takes part.
 */
import { randomBytes } from './sealing.ts'

export interface Enrolled {
  credential: Uint8Array<ArrayBuffer>
  salt: Uint8Array<ArrayBuffer>
  secret: ArrayBuffer
}

/** Whether the phone has one at all; whether it can derive secrets shows at the first try. */
export async function hasAuthenticator(): Promise<boolean> {
  return typeof PublicKeyCredential !== 'undefined' && PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()
}

/** Null when the phone's authenticator cannot derive secrets. Throws when the person says no. */
export async function enrol(): Promise<Enrolled | null> {
  const salt = randomBytes(32)
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: randomBytes(32),
      rp: { name: 'Từng Nhà' },
      // Names nobody: the authenticator keeps this outside our seal.
      user: { id: randomBytes(16), name: 'Từng Nhà', displayName: 'Từng Nhà' },
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key' as const, alg })),
      authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required' },
      extensions: { prf: { eval: { first: salt } } },
    },
  })) as PublicKeyCredential | null
  if (!made?.getClientExtensionResults().prf?.enabled) return null
  const credential = new Uint8Array(made.rawId)
  const secret = await secretOf(credential, salt)
  return secret && { credential, salt, secret }
}

/** The same secret again. Throws when the person says no. */
export async function secretOf(
  credential: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<ArrayBuffer | null> {
  const shown = (await navigator.credentials.get({
    publicKey: {
      challenge: randomBytes(32),
      allowCredentials: [{ type: 'public-key', id: credential }],
      userVerification: 'required',
      extensions: { prf: { eval: { first: salt } } },
    },
  })) as PublicKeyCredential | null
  const first = shown?.getClientExtensionResults().prf?.results?.first
  return first instanceof ArrayBuffer ? first : null
}
