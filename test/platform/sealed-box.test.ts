import { describe, expect, test } from 'vitest'
import { agree, hkdfSha256, makeAgreementKeyPair } from '../../main/platform/crypto.ts'
import { openSealed, sealTo } from '../../main/platform/sealed-box.ts'

const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const secret = new TextEncoder().encode('kunci isi salinan kedua')

describe('a sealed box', () => {
  test('is opened by the key it was sealed to, and looks different each time', () => {
    const keys = makeAgreementKeyPair()
    const [one, two] = [sealTo(keys.publicKey, secret), sealTo(keys.publicKey, secret)]
    expect([text(openSealed(keys, one)), text(openSealed(keys, two))]).toEqual(Array(2).fill('kunci isi salinan kedua'))
    expect(one).not.toBe(two)
  })

  test('stays shut for another key, for a changed byte anywhere, and for what never was one', () => {
    const keys = makeAgreementKeyPair()
    const sealed = Buffer.from(sealTo(keys.publicKey, secret), 'base64')
    expect(openSealed(makeAgreementKeyPair(), sealed.toString('base64'))).toBeNull()
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(openSealed(keys, changed.toString('base64')), `byte ${at}`).toBeNull()
    }
    for (const nothing of ['', 'bukan kotak', sealed.subarray(0, 40).toString('base64'), Buffer.alloc(80).toString('base64')])
      expect(openSealed(keys, nothing)).toBeNull()
  })

  test('keeps a content key within what the contract lets travel', () => {
    expect(sealTo(makeAgreementKeyPair().publicKey, new Uint8Array(32)).length).toBeLessThanOrEqual(400)
  })
})

test('HKDF is the one of RFC 5869 (its test case 3, first 32 bytes)', () => {
  const bytes = (of: string) => Uint8Array.from(Buffer.from(of, 'hex'))
  expect(hex(hkdfSha256(bytes('0b'.repeat(22)), new Uint8Array(), '', 32))).toBe(
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
  )
  expect(() => hkdfSha256(bytes('0b'), new Uint8Array(), '', 33)).toThrow('32 bytes')
})

test('X25519 is the one of RFC 7748 (section 6.1)', () => {
  const base64 = (of: string) => Buffer.from(of, 'hex').toString('base64')
  const alice = {
    publicKey: base64('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a'),
    privateKey: base64('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'),
  }
  const bob = base64('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f')
  expect(alice.publicKey).toHaveLength(44)
  expect(bob).toHaveLength(44)
  expect(hex(agree(alice, bob))).toBe('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742')
})
