import { describe, expect, test } from 'vitest'
import { importPrivateKey, importPublicKey, makeKeyPair } from '../../main/platform/crypto.ts'
import { contentDigest } from '../../main/wire/digest.ts'
import { checkReply, signReply } from '../../main/wire/reply.ts'
import { checkRequest, signRequest } from '../../main/wire/request.ts'
import { addSignature, checkSignature } from '../../main/wire/signature.ts'

const terminal = makeKeyPair()
const central = makeKeyPair()
const terminalIdentity = { keyId: 'terminal-1', privateKey: importPrivateKey(terminal) }
const centralIdentity = { keyId: 'central-1', privateKey: importPrivateKey(central) }
const centralSigner = { keyId: 'central-1', publicKey: importPublicKey(central.publicKey) }
const keyOf = (keyId: string) => (keyId === 'terminal-1' ? importPublicKey(terminal.publicKey) : null)
const createdMs = 1_790_000_000_000
const bytes = (text: string) => new TextEncoder().encode(text)

async function request(nonce = 'a-nonce-of-enough-length', text = '{"a":1}') {
  const plain = { method: 'POST', url: 'http://127.0.0.1:4780/v1/payments?x=1', body: bytes(text) }
  return { ...plain, headers: await signRequest(plain, terminalIdentity, { createdMs, nonce }) }
}

async function question(url = 'http://127.0.0.1:4780/v1/time') {
  const plain = { method: 'GET', url, body: null }
  return { ...plain, headers: await signRequest(plain, terminalIdentity, { createdMs, nonce: 'a-nonce-of-enough-length' }) }
}

async function reply(to: Awaited<ReturnType<typeof request>> | Awaited<ReturnType<typeof question>>, identity = centralIdentity) {
  const plain = { status: 200, headers: { 'content-type': 'application/json' }, body: bytes('{"ok":true}') }
  return { ...plain, headers: await signReply(plain, to, identity, { createdMs }) }
}

test.each([-1, 0, 500, 999, 1_000])(
  'a machine whose clock stands at the very beginning of 1970, %i ms in, still signs and is told the time',
  async (atMs) => {
    const plain = { method: 'GET', url: 'http://127.0.0.1:4780/v1/time', body: null }
    const headers = await signRequest(plain, terminalIdentity, { createdMs: atMs, nonce: 'a-nonce-of-enough-length' })
    expect(await checkRequest({ ...plain, headers }, keyOf)).toMatchObject({ ok: true, keyId: 'terminal-1' })
  },
)

describe('the Ed25519 example of RFC 9421, appendix B.2.6', () => {
  const keys = { publicKey: 'JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=', privateKey: 'n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=' }
  const message = {
    method: 'POST',
    url: 'https://example.com/foo?param=Value&Pet=dog',
    headers: { host: 'example.com', date: 'Tue, 20 Apr 2021 02:07:55 GMT', 'content-type': 'application/json', 'content-length': '18' },
  }
  const components = ['date', '@method', '@path', '@authority', 'content-type', 'content-length']
  const input =
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"'
  const signature = 'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:'

  test('is signed byte for byte as printed', async () => {
    const identity = { keyId: 'test-key-ed25519', privateKey: importPrivateKey(keys) }
    const headers = await addSignature(message, components, identity, { createdMs: 1_618_884_473_000, label: 'sig-b26' })
    expect(headers['signature-input']).toBe(input)
    expect(headers.signature).toBe(signature)
  })

  test('is accepted as printed, and refused once a covered header changes', async () => {
    const publicKey = () => importPublicKey(keys.publicKey)
    const printed = { ...message, headers: { ...message.headers, 'signature-input': input, signature } }
    expect(await checkSignature(printed, components, publicKey)).toMatchObject({ ok: true, keyId: 'test-key-ed25519' })
    const changed = { ...printed, headers: { ...printed.headers, 'content-length': '19' } }
    expect(await checkSignature(changed, components, publicKey)).toMatchObject({ ok: false })
  })
})

test('the digest of a body is the one RFC 9530 prints', () => {
  expect(contentDigest(bytes('{"hello": "world"}\n'))).toBe('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:')
})

describe('a signed request', () => {
  test('is accepted, and tells key, time and nonce', async () => {
    const signed = { ok: true, keyId: 'terminal-1', createdMs, nonce: 'a-nonce-of-enough-length' }
    expect(await checkRequest(await request(), keyOf)).toEqual(signed)
    expect(await checkRequest(await question(), keyOf)).toEqual(signed)
  })

  test.each<[string, (sent: Awaited<ReturnType<typeof request>>) => object]>([
    ['with another body', () => ({ body: bytes('{"a":2}') })],
    ['without its body', () => ({ body: null })],
    ['to another path', () => ({ url: 'http://127.0.0.1:4780/v1/inquiries?x=1' })],
    ['with another query', () => ({ url: 'http://127.0.0.1:4780/v1/payments?x=2' })],
    ['with another method', () => ({ method: 'PUT' })],
    ['made a GET', () => ({ method: 'GET' })],
    ['without a signature', ({ headers: { signature: _, ...headers } }) => ({ headers })],
    ['without the description of its signature', ({ headers: { 'signature-input': _, ...headers } }) => ({ headers })],
    ['without its digest', ({ headers: { 'content-digest': _, ...headers } }) => ({ headers })],
    ['with another content type', ({ headers }) => ({ headers: { ...headers, 'content-type': 'text/plain' } })],
    ['with a shortened signature', ({ headers }) => ({ headers: { ...headers, signature: 'loket=:AAAA:' } })],
    ['with a garbled signature', ({ headers }) => ({ headers: { ...headers, signature: 'loket' } })],
    ['with a signature input that is no list', ({ headers }) => ({ headers: { ...headers, 'signature-input': 'loket=1' } })],
    [
      'with its time moved',
      ({ headers }) => ({
        headers: { ...headers, 'signature-input': headers['signature-input']?.replace(/created=\d+/, 'created=1') ?? '' },
      }),
    ],
    [
      'with its signature given twice',
      ({ headers }) => ({
        headers: {
          ...headers,
          signature: `${headers.signature}, ${headers.signature?.replace('loket', 'other')}`,
          'signature-input': `${headers['signature-input']}, ${headers['signature-input']?.replace('loket', 'other')}`,
        },
      }),
    ],
  ])('is refused %s', async (_, change) => {
    const sent = await request()
    expect(await checkRequest({ ...sent, ...change(sent) }, keyOf)).toMatchObject({ ok: false })
  })

  test('is refused with a body its digest, re-made by a stranger, names', async () => {
    const sent = await request()
    const body = bytes('{"a":2}')
    const headers = { ...sent.headers, 'content-digest': contentDigest(body) }
    expect(await checkRequest({ ...sent, body, headers }, keyOf)).toMatchObject({ ok: false })
  })

  test('is refused from a key the central does not know', async () => {
    expect(await checkRequest(await request(), () => null)).toMatchObject({ ok: false, missing: false })
  })

  test('is refused when it covers less than the contract asks', async () => {
    const plain = { method: 'GET', url: 'http://127.0.0.1:4780/v1/time', headers: {} }
    const headers = await addSignature(plain, ['@method', '@path'], terminalIdentity, { createdMs, nonce: 'a-nonce-of-enough-length' })
    expect(await checkRequest({ ...plain, headers, body: null }, keyOf)).toMatchObject({ ok: false, why: '@query is not covered' })
  })

  test('is refused without a nonce', async () => {
    const plain = { method: 'GET', url: 'http://127.0.0.1:4780/v1/time', headers: {} }
    const headers = await addSignature(plain, ['@method', '@path', '@query'], terminalIdentity, { createdMs })
    expect(await checkRequest({ ...plain, headers, body: null }, keyOf)).toMatchObject({ ok: false, why: 'no usable nonce' })
  })
})

describe('a signed reply', () => {
  test('is accepted for the request it answers, with a body or without', async () => {
    const sent = await request()
    expect(await checkReply(await reply(sent), sent, centralSigner)).toMatchObject({ ok: true })
    const asked = await question()
    expect(await checkReply(await reply(asked), asked, centralSigner)).toMatchObject({ ok: true })
  })

  test('is refused for another request, even one with the same body', async () => {
    const first = await request('the-first-nonce-of-two')
    const second = await request('the-second-nonce-of-two')
    expect(await checkReply(await reply(first), second, centralSigner)).toMatchObject({ ok: false })
  })

  test('is refused with another status, another body, or none', async () => {
    const sent = await request()
    const answer = await reply(sent)
    expect(await checkReply({ ...answer, status: 201 }, sent, centralSigner)).toMatchObject({ ok: false })
    expect(await checkReply({ ...answer, body: bytes('{"ok":false}') }, sent, centralSigner)).toMatchObject({ ok: false })
    expect(await checkReply({ ...answer, body: bytes('') }, sent, centralSigner)).toMatchObject({ ok: false })
  })

  test('is refused from another key, also under the right name', async () => {
    const sent = await request()
    const stranger = { keyId: 'central-1', privateKey: importPrivateKey(makeKeyPair()) }
    expect(await checkReply(await reply(sent, stranger), sent, centralSigner)).toMatchObject({ ok: false })
    expect(await checkReply(await reply(sent, { ...centralIdentity, keyId: 'x' }), sent, centralSigner)).toMatchObject({ ok: false })
  })

  test('is refused unsigned, and when it is not bound to the request', async () => {
    const sent = await request()
    const plain = { status: 200, headers: { 'content-type': 'application/json' }, body: bytes('{}') }
    expect(await checkReply(plain, sent, centralSigner)).toMatchObject({ ok: false, missing: true })
    const digested = { ...plain.headers, 'content-digest': contentDigest(plain.body) }
    const headers = await addSignature({ ...plain, headers: digested }, ['@status', 'content-type', 'content-digest'], centralIdentity, {
      createdMs,
    })
    expect(await checkReply({ ...plain, headers }, sent, centralSigner)).toMatchObject({ ok: false, why: '"@method";req is not covered' })
  })

  test('is refused when it covers itself where it should cover the request', async () => {
    const sent = await request()
    const plain = {
      status: 200,
      headers: { 'content-type': 'application/json', 'content-digest': contentDigest(bytes('{}')) },
      body: bytes('{}'),
    }
    const components = ['@status', 'content-type', 'content-digest', '"@method";req', '"@path";req', '"@query";req', '"signature";req']
    const headers = await addSignature(plain, components, centralIdentity, { createdMs }, sent)
    expect(await checkReply({ ...plain, headers }, sent, centralSigner)).toMatchObject({
      ok: false,
      why: '"content-digest";req is not covered',
    })
  })
})
