/**
 * The only file that imports `node:crypto` for signing and hashing. Electron's crypto is BoringSSL: everything here (SHA-256,
 * Ed25519 sign, verify, key import by JWK) is known to exist there.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'

/** SHA-256 in lower-case hex. */
export function sha256Hex(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** SHA-256 in base64, as RFC 9530 digests want it. */
export function sha256Base64(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}

/** Raw Ed25519 keys in base64: 32 bytes each. */
export type KeyPair = { publicKey: string; privateKey: string }

export function makeKeyPair(): KeyPair {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  if (jwk.x === undefined || jwk.d === undefined) throw new Error('an Ed25519 key has x and d')
  return { publicKey: toBase64(jwk.x), privateKey: toBase64(jwk.d) }
}

/** Raw X25519 keys in base64: what second copies are encrypted to. */
export function makeAgreementKeyPair(): KeyPair {
  const jwk = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' })
  if (jwk.x === undefined || jwk.d === undefined) throw new Error('an X25519 key has x and d')
  return { publicKey: toBase64(jwk.x), privateKey: toBase64(jwk.d) }
}

export function importPrivateKey(keys: KeyPair): KeyObject {
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(keys.publicKey), d: toBase64Url(keys.privateKey) },
  })
}

export function importPublicKey(publicKey: string): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) } })
}

export function signEd25519(data: Uint8Array, privateKey: KeyObject): Buffer {
  return sign(null, data, privateKey)
}

export function verifyEd25519(data: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean {
  return verify(null, data, publicKey, signature)
}

function toBase64(base64Url: string): string {
  return Buffer.from(base64Url, 'base64url').toString('base64')
}

function toBase64Url(base64: string): string {
  return Buffer.from(base64, 'base64').toString('base64url')
}
