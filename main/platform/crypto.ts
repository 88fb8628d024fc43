/**
 * The only file that imports `node:crypto` for signing, hashing and sealing. Electron's crypto is BoringSSL: everything here (SHA-256,
 * HMAC, Ed25519 sign and verify, X25519, AES-256-GCM, key import by JWK) is known to exist there.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

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

/** What two X25519 keys have in common: 32 bytes, to be hashed before use. Throws for a public key that is none. */
export function agree(keys: KeyPair, publicKey: string): Uint8Array {
  const jwk = { kty: 'OKP', crv: 'X25519' }
  const own = { ...jwk, x: toBase64Url(keys.publicKey), d: toBase64Url(keys.privateKey) }
  return diffieHellman({
    privateKey: createPrivateKey({ format: 'jwk', key: own }),
    publicKey: createPublicKey({ format: 'jwk', key: { ...jwk, x: toBase64Url(publicKey) } }),
  })
}

/** HKDF (RFC 5869) over HMAC-SHA-256, for up to the 32 bytes of its first block. */
export function hkdfSha256(secret: Uint8Array, salt: Uint8Array, info: string, bytes: number): Uint8Array {
  if (bytes > 32) throw new Error('one block of HKDF-SHA-256 has 32 bytes')
  const extracted = createHmac('sha256', salt).update(secret).digest()
  return createHmac('sha256', extracted).update(info).update(Uint8Array.of(1)).digest().subarray(0, bytes)
}

const tagBytes = 16

/** AES-256-GCM: what was encrypted, then its tag. A nonce (12 bytes) serves one message of a key only. */
export function encryptAesGcm(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws for another key, another nonce or a changed byte. */
export function decryptAesGcm(key: Uint8Array, nonce: Uint8Array, encrypted: Uint8Array): Uint8Array {
  const end = Math.max(0, encrypted.length - tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAuthTag(encrypted.subarray(end))
  return Buffer.concat([decipher.update(encrypted.subarray(0, end)), decipher.final()])
}

function toBase64(base64Url: string): string {
  return Buffer.from(base64Url, 'base64url').toString('base64')
}

function toBase64Url(base64: string): string {
  return Buffer.from(base64, 'base64').toString('base64url')
}
