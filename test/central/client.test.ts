import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { importPrivateKey, makeKeyPair } from '../../main/platform/crypto.ts'
import { clientOf, type Handler, identity, pending, refused, request, saying, sayingRaw, send, signedReply } from './speaking-central.ts'

describe('an answer is', () => {
  test('a signed reply that names this payment and this intent', async () => {
    const client = await saying(async (wire, outgoing) => send(outgoing, await signedReply(wire, pending)))
    const outcome = await client.pay(request)
    expect(outcome).toMatchObject({ kind: 'answer', answer: { status: 'pending' } })
    expect(outcome.kind === 'answer' && JSON.parse(outcome.reply.body)).toEqual(pending)
    expect(await client.ask(request.paymentId, request.intentHash)).toMatchObject({ kind: 'answer' })
    expect(await client.void(request.paymentId, request.intentHash)).toMatchObject({ kind: 'answer' })
  })

  test('a signed refusal that names them, whatever its status', async () => {
    const client = await saying(async (wire, outgoing) => send(outgoing, await signedReply(wire, refused, 409)))
    expect(await client.pay(request)).toMatchObject({ kind: 'answer', answer: { status: 'refused', code: 'billChanged', retry: 'never' } })
  })
})

describe('no answer is', () => {
  test.each<[string, Handler, RegExp]>([
    [
      'a friendly page with status 200',
      (_, outgoing) => void outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Selamat datang di WiFi</h1>'),
      /not signed/,
    ],
    ['an unsigned answer', (_, outgoing) => void outgoing.end(JSON.stringify({ ...pending, status: 'voided' })), /not signed/],
    [
      'a redirect, which is not followed',
      (_, outgoing) => void outgoing.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /status 302/,
    ],
    ['an empty 204', (_, outgoing) => void outgoing.writeHead(204).end(), /status 204/],
    ['an unsigned 404', (_, outgoing) => void outgoing.writeHead(404).end('{}'), /status 404/],
    ['an unsigned 500', (_, outgoing) => void outgoing.writeHead(500).end('oops'), /status 500/],
    [
      'an unsigned refusal',
      (_, outgoing) => void outgoing.writeHead(409, { 'content-type': 'application/problem+json' }).end(JSON.stringify(refused)),
      /not signed/,
    ],
    [
      'a reply signed by another key',
      async (wire, outgoing) =>
        send(outgoing, await signedReply(wire, pending, 200, { ...identity, privateKey: importPrivateKey(makeKeyPair()) })),
      /does not hold/,
    ],
    [
      'a reply signed under another name',
      async (wire, outgoing) => send(outgoing, await signedReply(wire, pending, 200, { ...identity, keyId: 'central-2' })),
      /unknown key/,
    ],
    [
      'a reply whose body was changed',
      async (wire, outgoing) =>
        send(outgoing, {
          ...(await signedReply(wire, pending)),
          body: new TextEncoder().encode(JSON.stringify({ ...pending, revision: 2 })),
        }),
      /digest/,
    ],
    [
      'a reply whose status was changed',
      async (wire, outgoing) => send(outgoing, { ...(await signedReply(wire, pending)), status: 202 }),
      /does not hold/,
    ],
    [
      'a reply to another request',
      async (wire, outgoing) =>
        send(outgoing, await signedReply({ ...wire, headers: { ...wire.headers, signature: 'loket=:AAAA:' } }, pending)),
      /does not hold/,
    ],
    [
      'a signed word nobody knows',
      async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...pending, status: 'almost' })),
      /not an answer about a payment/,
    ],
    [
      'a signed refusal nobody knows',
      async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...refused, code: 'tired' }, 409)),
      /not an answer about a payment/,
    ],
    [
      'a signed paid without a proof',
      async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...pending, status: 'paid' })),
      /not an answer about a payment/,
    ],
    ['a signed reply that is no JSON', async (wire, outgoing) => send(outgoing, await signedReply(wire, '{"status":')), /not JSON/],
    [
      'a signed answer about another payment',
      async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...pending, paymentId: '01939b7e-0000-7000-8000-000000000000' })),
      /another payment/,
    ],
    [
      'a signed answer about another intent',
      async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...pending, intentHash: 'b'.repeat(64) })),
      /another intent/,
    ],
    [
      'a signed refusal that names no payment',
      async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...refused, paymentId: undefined }, 409)),
      /not an answer about a payment/,
    ],
    [
      'a reply over the limit',
      async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...pending, more: 'x'.repeat(20_000) })),
      /over 10000 bytes/,
    ],
    [
      'a reply cut in the middle',
      async (wire, outgoing) => {
        const reply = await signedReply(wire, pending)
        outgoing.writeHead(200, { ...reply.headers, 'content-length': String(reply.body.length) })
        outgoing.write(reply.body.subarray(0, 20), () => outgoing.destroy())
      },
      /./,
    ],
    [
      'a reply that drips for ever',
      (_, outgoing, incoming) => {
        const timer = setInterval(() => outgoing.write('x'), 20)
        incoming.socket.on('close', () => clearInterval(timer))
      },
      /no reply within 500 ms/,
    ],
    ['silence', () => {}, /no reply within 500 ms/],
    ['a connection cut after the request', (_, outgoing) => void outgoing.socket?.resetAndDestroy(), /ECONNRESET|hang up/],
  ])('%s', async (_, handler, why) => {
    const client = await saying(handler)
    const outcomes = [
      await client.pay(request),
      await client.ask(request.paymentId, request.intentHash),
      await client.void(request.paymentId, request.intentHash),
    ]
    for (const outcome of outcomes) {
      expect(outcome.kind).toBe('noAnswer')
      expect(outcome.kind === 'noAnswer' && outcome.why).toMatch(why)
    }
    expect((await client.time()).kind).toBe('silent')
  })

  test('the first reply, signed and right, played again for the next attempt', async () => {
    let first: Awaited<ReturnType<typeof signedReply>> | null = null
    const client = await saying(async (wire, outgoing) => {
      first ??= await signedReply(wire, pending)
      send(outgoing, first)
    })
    expect((await client.pay(request)).kind).toBe('answer')
    expect(await client.pay(request)).toMatchObject({ kind: 'noAnswer', setAside: JSON.stringify(pending) })
  })

  test.each<[string, (socket: Socket) => void]>([
    ['a connection accepted and dropped', (socket) => socket.destroy()],
    ['something that is not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n')],
    ['a reply without an end', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')],
    ['two lengths', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab')],
    ['a change of protocol', (socket) => socket.end('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')],
    ['endless headers', (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}`)],
  ])('%s', async (_, handler) => {
    expect((await (await sayingRaw(handler)).pay(request)).kind).toBe('noAnswer')
  })

  test('what came is set aside, in part, and its cause is named', async () => {
    const portal = await saying((_, outgoing) => void outgoing.end(`<p>${'w'.repeat(9_000)}</p>`))
    const outcome = await portal.pay(request)
    expect(outcome).toMatchObject({ kind: 'noAnswer', cause: 'thisNetwork' })
    expect(outcome.kind === 'noAnswer' && outcome.setAside?.length).toBe(4_000)
    const gateway = await saying((_, outgoing) => void outgoing.writeHead(502).end('bad gateway'))
    expect(await gateway.pay(request)).toMatchObject({ kind: 'noAnswer', cause: 'central', setAside: 'bad gateway' })
  })
})

describe('not reached is', () => {
  test('a refused connection, which is the central being away', async () => {
    const server = createTcpServer()
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await clientOf(`http://127.0.0.1:${port}`).pay(request)).toMatchObject({
      kind: 'notReached',
      cause: 'central',
      why: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test('a name nobody knows and an address that is none, which is this network or this setting', async () => {
    expect(await clientOf('http://central.invalid').pay(request)).toMatchObject({ kind: 'notReached', cause: 'thisNetwork' })
    expect(await clientOf('not an address').pay(request)).toMatchObject({ kind: 'notReached', cause: 'thisNetwork' })
    expect(await clientOf('ftp://127.0.0.1').pay(request)).toMatchObject({ kind: 'notReached' })
  })
})

test('a connection reset at once is not reached only when not a byte had arrived', async () => {
  let arrivedBytes = 0
  const client = await sayingRaw((socket) => {
    socket.on('data', (bytes) => {
      arrivedBytes += bytes.length
    })
    setImmediate(() => socket.resetAndDestroy())
  })
  for (let attempt = 0; attempt < 30; attempt++) {
    arrivedBytes = 0
    const outcome = await client.pay(request)
    expect(outcome.kind).toMatch(/^(noAnswer|notReached)$/)
    if (outcome.kind === 'notReached') expect(arrivedBytes).toBe(0)
  }
})

test('every payment attempt has a connection and a nonce of its own', async () => {
  const ports = new Set<number | undefined>()
  const signatures = new Set<string | undefined>()
  const client = await saying(async (wire, outgoing, incoming) => {
    ports.add(incoming.socket.remotePort)
    signatures.add(wire.headers.signature)
    send(outgoing, await signedReply(wire, pending))
  })
  for (let attempt = 0; attempt < 3; attempt++) expect((await client.pay(request)).kind).toBe('answer')
  expect([ports.size, signatures.size]).toEqual([3, 3])
})

test('a question is refused by a signed word, and silent for anything it does not know', async () => {
  const problem = { type: 'about:blank', title: 'no', status: 404, code: 'billNotFound', retry: 'never', created: false }
  const known = await saying(async (wire, outgoing) => send(outgoing, await signedReply(wire, problem, 404)))
  expect(await known.inquire({ productCode: 'PLN', customerNumber: '530000000003' })).toMatchObject({
    kind: 'refused',
    code: 'billNotFound',
  })
  const unknown = await saying(async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...problem, code: 'moonPhase' }, 404)))
  expect(await unknown.inquire({ productCode: 'PLN', customerNumber: '530000000003' })).toMatchObject({ kind: 'silent', cause: 'central' })
})
