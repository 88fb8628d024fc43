import { agree, decryptAesGcm, encryptAesGcm, hkdfSha256, type KeyPair, makeAgreementKeyPair } from './crypto.ts'

const publicKeyBytes = 32

/**
 * Encrypts bytes to an X25519 public key, so that only its other half reads them: a key pair made for this one message, HKDF-SHA-256 over
 * what both have in common, AES-256-GCM. In base64: the message's public key, then what was encrypted.
 */
export function sealTo(publicKey: string, bytes: Uint8Array): string {
  const once = makeAgreementKeyPair()
  const { key, nonce } = secretsOf(agree(once, publicKey), once.publicKey, publicKey)
  return Buffer.concat([Buffer.from(once.publicKey, 'base64'), encryptAesGcm(key, nonce, bytes)]).toString('base64')
}

/** Null for anything that was not sealed to these keys, or was changed since. */
export function openSealed(keys: KeyPair, sealed: string): Uint8Array | null {
  const bytes = Buffer.from(sealed, 'base64')
  const once = bytes.subarray(0, publicKeyBytes).toString('base64')
  try {
    const { key, nonce } = secretsOf(agree(keys, once), once, keys.publicKey)
    return decryptAesGcm(key, nonce, bytes.subarray(publicKeyBytes))
  } catch {
    return null
  }
}

/** Both public keys are in the salt: a message can't be read as one to somebody else. */
function secretsOf(common: Uint8Array, oncePublicKey: string, publicKey: string) {
  const salt = Buffer.concat([Buffer.from(oncePublicKey, 'base64'), Buffer.from(publicKey, 'base64')])
  return { key: hkdfSha256(common, salt, 'loket-sealed-1 key', 32), nonce: hkdfSha256(common, salt, 'loket-sealed-1 nonce', 12) }
}
