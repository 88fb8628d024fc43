import { expect, test } from 'vitest'
import { answered, openOutlet, paymentOf, pulsa20 } from './outlet.ts'

const number = '081200001230'

test('offline: nothing is reached and nothing stored, and the same address answers again afterwards', async () => {
  const { terminal, clock, server } = await openOutlet()
  const { central } = await terminal()
  const request = paymentOf(pulsa20(number), clock)
  await server.central.faults.set('offline')
  expect(await central.pay(request)).toMatchObject({ kind: 'notReached', cause: 'central' })
  expect(await central.time()).toMatchObject({ kind: 'silent', cause: 'central' })
  expect(server.central.book().payments).toEqual([])
  await server.central.faults.set('none')
  expect(answered(await central.ask(request.paymentId, request.intentHash)).status).toBe('unknown')
  expect(answered(await central.pay(request)).status).toBe('paid')
  expect(server.central.billerBook()).toHaveLength(1)
})

test('reset before commit: no answer, nothing stored, other questions still work', async () => {
  const { terminal, clock, server } = await openOutlet()
  const { central } = await terminal()
  const request = paymentOf(pulsa20(number), clock)
  await server.central.faults.set('resetBeforeCommit')
  expect(await central.pay(request)).toMatchObject({ kind: 'noAnswer', cause: 'central' })
  expect(await central.ask(request.paymentId, request.intentHash)).toMatchObject({ kind: 'noAnswer' })
  expect(await central.time()).toMatchObject({ kind: 'answer' })
  expect(server.central.book().payments).toEqual([])
  await server.central.faults.set('none')
  expect(answered(await central.ask(request.paymentId, request.intentHash)).status).toBe('unknown')
})

test('reset after commit: no answer, and asking tells that it was paid, once', async () => {
  const { terminal, clock, server } = await openOutlet()
  const { central } = await terminal()
  const request = paymentOf(pulsa20(number), clock)
  await server.central.faults.set('resetAfterCommit')
  expect(await central.pay(request)).toMatchObject({ kind: 'noAnswer', cause: 'central', setAside: null })
  await server.central.faults.set('none')
  expect(answered(await central.ask(request.paymentId, request.intentHash))).toMatchObject({ status: 'paid', paymentId: request.paymentId })
  expect(answered(await central.pay(request)).status).toBe('paid')
  expect(server.central.billerBook()).toEqual([expect.objectContaining({ customerNumber: number, status: 'paid' })])
  expect(server.central.book().billsPaidTwice).toEqual([])
})

test('reset after commit of a void: the id is burnt all the same', async () => {
  const { terminal, clock, server } = await openOutlet()
  const { central } = await terminal()
  const request = paymentOf(pulsa20(number), clock)
  await server.central.faults.set('resetAfterCommit')
  expect(await central.void(request.paymentId, request.intentHash)).toMatchObject({ kind: 'noAnswer' })
  await server.central.faults.set('none')
  expect(answered(await central.pay(request))).toMatchObject({ code: 'idVoided' })
})

test('unavailable: a gateway page is no answer and is set aside', async () => {
  const { terminal, clock, server } = await openOutlet()
  const { central } = await terminal()
  await server.central.faults.set('unavailable')
  const outcome = await central.pay(paymentOf(pulsa20(number), clock))
  expect(outcome).toMatchObject({ kind: 'noAnswer', cause: 'central', setAside: expect.stringContaining('<h1>503</h1>') })
  expect(await central.float()).toMatchObject({ kind: 'silent', cause: 'central' })
  expect(server.central.book().payments).toEqual([])
})

test('rate limited: a gateway that says "slow down" is no answer, and nothing is stored', async () => {
  const { terminal, clock, server, url } = await openOutlet()
  const { central } = await terminal()
  await server.central.faults.set('rateLimited')
  expect((await fetch(`${url}/v1/time`)).headers.get('retry-after')).toBe('2')
  expect(await central.pay(paymentOf(pulsa20(number), clock))).toMatchObject({ kind: 'noAnswer', why: 'status 429, not signed' })
  expect(server.central.book().payments).toEqual([])
})

test.each(['corruptReply', 'wrongSignature'] as const)(
  '%s: no answer, set aside, and asking tells that it was paid, once',
  async (fault) => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    await server.central.faults.set(fault)
    expect(await central.pay(request)).toMatchObject({ kind: 'noAnswer', cause: 'central', setAside: expect.stringContaining('{') })
    expect(await central.time()).toMatchObject({ kind: 'answer' })
    await server.central.faults.set('none')
    expect(answered(await central.ask(request.paymentId, request.intentHash)).status).toBe('paid')
    expect(server.central.billerBook()).toHaveLength(1)
  },
)

test('slow: within patience it is an answer, beyond it none, although it was paid', async () => {
  const { terminal, clock, server } = await openOutlet({}, { replyTimeoutMs: 600, connectTimeoutMs: 400 })
  const { central } = await terminal()
  await server.central.faults.set('slow', 200)
  const inTime = await central.pay(paymentOf(pulsa20(number), clock))
  expect(answered(inTime).status).toBe('paid')
  if (inTime.kind === 'answer') expect(inTime.roundTripMs).toBeGreaterThanOrEqual(200)
  await server.central.faults.set('slow', 1_500)
  const late = paymentOf(pulsa20('081200005678'), clock)
  expect(await central.pay(late)).toMatchObject({ kind: 'noAnswer', cause: 'central', why: 'no reply within 600 ms' })
  await expect.poll(() => server.central.billerBook().length, { timeout: 5_000 }).toBe(2)
  await server.central.faults.set('none')
  expect(answered(await central.ask(late.paymentId, late.intentHash)).status).toBe('paid')
})

test('the switches and the books answer over HTTP, also while the central is offline', async () => {
  const { terminal, clock, server } = await openOutlet()
  const { central } = await terminal()
  await central.pay(paymentOf(pulsa20(number), clock))
  const put = (url: string, body: object) =>
    fetch(`${url}/practice/faults`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  // The order to go offline comes over the very port that closes, and is answered.
  expect(await (await put(server.url, { fault: 'offline' })).json()).toMatchObject({ fault: 'offline' })
  await expect(fetch(`${server.url}/v1/time`)).rejects.toThrow('fetch failed')
  expect(await (await fetch(`${server.controlUrl}/practice/faults`)).json()).toMatchObject({ fault: 'offline' })
  expect(await (await fetch(`${server.controlUrl}/practice/book`)).json()).toMatchObject({
    float: { balanceRupiah: 25_000_000 - 20_700 },
    biller: [{ customerNumber: number, status: 'paid' }],
    billsPaidTwice: [],
  })
  expect(await (await put(server.controlUrl, { fault: 'none' })).json()).toMatchObject({ fault: 'none' })
  expect(await central.time()).toMatchObject({ kind: 'answer' })
})

test('the switches refuse an unknown word, a page that cannot say JSON, and a foreign host name', async () => {
  const { server } = await openOutlet()
  const address = `${server.url}/practice/faults`
  const json = { 'content-type': 'application/json' }
  expect((await fetch(address, { method: 'PUT', headers: json, body: '{"fault":"fire"}' })).status).toBe(400)
  expect((await fetch(address, { method: 'PUT', headers: json, body: '{' })).status).toBe(400)
  expect((await fetch(address, { method: 'PUT', body: '{"fault":"offline"}' })).status).toBe(400)
  const foreign = new Request('http://central.example/practice/book')
  expect((await server.central.fetch(foreign)).status).toBe(404)
  expect(server.central.faults.get().fault).toBe('none')
})
