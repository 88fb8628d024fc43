import { createHash, createPrivateKey } from 'node:crypto'
import type { KeyPair } from '../../../main/platform/crypto.ts'

/** RFC 8410: what stands in a PKCS #8 file before the 32 bytes of a private key. */
const heads = { ed25519: '302e020100300506032b657004220420', x25519: '302e020100300506032b656e04220420' }

/** The same keys for the same name in every run, because they travel in messages that a trace shows. */
export function seededKeys(kind: keyof typeof heads, name: string): KeyPair {
  const secret = createHash('sha256').update(`loket simulation ${kind} ${name}`).digest()
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from(heads[kind], 'hex'), secret]), format: 'der', type: 'pkcs8' })
  const { x = '', d = '' } = key.export({ format: 'jwk' })
  return { publicKey: base64(x), privateKey: base64(d) }
}

function base64(base64Url: string): string {
  return Buffer.from(base64Url, 'base64url').toString('base64')
}
