import { describe, expect, test } from 'vitest'
import type { CallLimits } from '../../main/central/call.ts'
import { createCentral } from '../../main/central/client.ts'
import { lostOf } from '../../main/practice/wire-faults.ts'
import { answered, billOf, intentOf, openOutlet, paymentOf, pulsa20, told } from './outlet.ts'

const number = '081200001230'
const pln = '530000000002'
const patience: Partial<CallLimits> = { replyTimeoutMs: 300, connectTimeoutMs: 200, inquiryTimeoutMs: 300 }

/** An outlet whose operator is reached as a trainer does it: over HTTP. */
async function outletWithOperator(limits: Partial<CallLimits> = {}) {
  const outlet = await openOutlet({}, limits)
  const one = await outlet.terminal()
  async function send(method: string, path: string, body: object): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${outlet.server.controlUrl}/practice/${path}`, { method, headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path} was refused: ${JSON.stringify(body)}`)
    return response.json()
  }
  const fault = (word: string, settings: object = {}) => send('PUT', 'faults', { fault: word, ...settings })
  const order = (body: object) => send('POST', 'operator', body)
  const ask = async (request: ReturnType<typeof paymentOf>) => answered(await one.central.ask(request.paymentId, request.intentHash))
  return { ...outlet, one, fault, order, ask, request: paymentOf(pulsa20(number), outlet.clock), book: outlet.server.central.book }
}

/** What the client makes of each fault of the road, and what became of the payment all the same. The first exchange that `loss` takes is done. */
const roadFaults = [
  { word: 'offline', settings: {}, outcome: { kind: 'notReached' }, became: 'unknown' },
  { word: 'slow', settings: { latencyMs: 1_500 }, outcome: { kind: 'noAnswer', why: 'no reply within 300 ms' }, became: 'paid' },
  { word: 'loss', settings: { lossPercent: 100 }, outcome: { kind: 'noAnswer', why: 'no reply within 300 ms' }, became: 'paid' },
  { word: 'resetBeforeCommit', settings: {}, outcome: { kind: 'noAnswer', cause: 'central' }, became: 'unknown' },
  { word: 'resetAfterCommit', settings: {}, outcome: { kind: 'noAnswer', cause: 'central' }, became: 'paid' },
  { word: 'unavailable', settings: {}, outcome: { kind: 'noAnswer', cause: 'central', why: 'status 503, not signed' }, became: 'unknown' },
  { word: 'htmlPage', settings: {}, outcome: { kind: 'noAnswer', cause: 'thisNetwork', why: 'status 200, not signed' }, became: 'unknown' },
  { word: 'rateLimited', settings: {}, outcome: { kind: 'noAnswer', retryAfterMs: 2_000 }, became: 'unknown' },
  { word: 'corruptReply', settings: {}, outcome: { kind: 'noAnswer', cause: 'central' }, became: 'paid' },
  { word: 'wrongSignature', settings: {}, outcome: { kind: 'noAnswer', cause: 'central' }, became: 'paid' },
  { word: 'slowDrip', settings: {}, outcome: { kind: 'noAnswer', why: 'no reply within 300 ms' }, became: 'paid' },
  { word: 'duplicate', settings: {}, outcome: { kind: 'noAnswer', why: 'status 401, not signed' }, became: 'paid' },
] as const

describe('a fault of the road', () => {
  test.each(roadFaults)('$word: moves no payment, and asking tells that it is $became', async ({ word, settings, outcome, became }) => {
    const { one, fault, ask, request, book, server } = await outletWithOperator(patience)
    await fault(word, settings)
    expect(await one.central.pay(request)).toMatchObject(outcome)
    // What was under way when the caller gave up is still done.
    if (became === 'paid') await expect.poll(() => server.central.billerBook().length, { timeout: 5_000 }).toBe(1)
    await fault('none')
    expect((await ask(request)).status).toBe(became)
    expect(answered(await one.central.pay(request)).status).toBe('paid')
    expect(book()).toMatchObject({ billsPaidTwice: [], biller: [{ status: 'paid' }], float: { balanceRupiah: 25_000_000 - 20_700 } })
  })

  test('loss takes about its share, half of it on the way back, and the same exchanges every time', () => {
    const fates = Array.from({ length: 10_000 }, (_, exchange) => lostOf(exchange, 30))
    const share = (fate: string) => fates.filter((each) => each === fate).length / fates.length
    expect(share('no')).toBeCloseTo(0.7, 1)
    expect(share('onTheWay')).toBeCloseTo(share('onTheWayBack'), 1)
    expect(Array.from({ length: 10_000 }, (_, exchange) => lostOf(exchange, 30))).toEqual(fates)
    expect(fates.some((_, exchange) => lostOf(exchange, 0) !== 'no')).toBe(false)
  })
})

describe('the clock of the central', () => {
  test('that is wrong makes every signature look old, and its time dates the next one', async () => {
    const { one, order, request, url, ids, clock, server } = await outletWithOperator()
    await order({ do: 'skewClock', byMs: 10 * 60_000 })
    expect(await one.central.pay(request)).toMatchObject({ kind: 'noAnswer', cause: 'central', why: 'status 401, not signed' })
    let heardMs = 0
    const spoken = { baseUrl: url, keys: { ...one.keys, keyId: one.keyId }, ids, hearUnsignedTime: (atMs: number) => (heardMs = atMs) }
    const { centralKeyId, centralPublicKey } = server.central
    const learning = createCentral({ ...spoken, clock, centralKeyId, centralPublicKey })
    expect(await learning.time()).toMatchObject({ kind: 'silent' })
    expect(heardMs).toBe(clock.nowMs() + 10 * 60_000)
    const corrected = createCentral({ ...spoken, clock: { ...clock, nowMs: () => heardMs }, centralKeyId, centralPublicKey })
    expect(answered(await corrected.pay(request)).status).toBe('paid')
    await order({ do: 'skewClock', byMs: 0 })
    expect(answered(await one.central.pay(request)).status).toBe('paid')
  })
})

describe('what the biller and the operator do', () => {
  test.each([
    ['pendingThenPaid', 'paid'],
    ['pendingThenFailed', 'refused'],
  ] as const)('%s: is pending until its time, and then %s', async (pays, ended) => {
    const { one, order, ask, request, advance, clock } = await outletWithOperator()
    await order({ do: 'behave', customerNumber: number, behaviour: { pays, pendingForMs: 60_000 } })
    expect(answered(await one.central.pay(request))).toMatchObject({ status: 'pending', askAfterMs: 60_000 })
    advance(59_999)
    expect((await ask(request)).status).toBe('pending')
    advance(1)
    expect((await ask(request)).status).toBe(ended)
    await order({ do: 'behave', customerNumber: number, behaviour: null })
    advance(86_400_000)
    expect(answered(await one.central.pay(paymentOf(pulsa20(number), clock))).status).toBe('paid')
  })

  test.each([
    [{ do: 'changeBill', customerNumber: pln, change: 'otherTotal' }, 'billChanged', 'never'],
    [{ do: 'changeBill', customerNumber: pln, change: 'otherSheets' }, 'billChanged', 'never'],
    [{ do: 'changeBill', customerNumber: pln, change: 'nextPeriod' }, 'billChanged', 'never'],
    [{ do: 'payElsewhere', customerNumber: pln, periods: ['202610', '202611'] }, 'billAlreadyPaid', 'never'],
    [{ do: 'cutOff', cutOff: { start: '10:00', end: '11:00' } }, 'productClosed', 'later'],
    [{ do: 'lowerFloat', leaveRupiah: 1_000 }, 'floatTooLow', 'later'],
    [{ do: 'rateLimit', createsPerMinuteMax: 0 }, 'rateLimited', 'later'],
    [{ do: 'revoke', terminalId: 'LTH001' }, 'terminalRevoked', 'ask'],
  ] as const)('%o: is a signed "%s", and nothing is paid', async (wanted, code, retry) => {
    const { one, order, clock, book } = await outletWithOperator()
    const bill = await billOf(one.central, pln)
    const request = paymentOf(intentOf(bill), clock)
    expect(await order(wanted)).toEqual({ done: true })
    expect(answered(await one.central.pay(request))).toMatchObject({ status: 'refused', code, retry })
    expect(book().payments.filter(({ status }) => status === 'paid')).toEqual([])
    expect(book().float.movements.filter(({ paymentId }) => paymentId !== null)).toEqual([])
  })

  test('a second payment of a bill is a signed "duplicateBill" that names the first', async () => {
    const { one, request, clock, server } = await outletWithOperator()
    await one.central.pay(request)
    expect(answered(await one.central.pay(paymentOf(pulsa20(number), clock)))).toMatchObject({
      code: 'duplicateBill',
      firstPaymentId: request.paymentId,
    })
    expect(server.central.billerBook()).toHaveLength(1)
  })

  test('every order that can be given is listed with its words', async () => {
    const { server } = await outletWithOperator()
    const listed = (await (await fetch(`${server.controlUrl}/practice/operator`)).json()) as {
      oneOf: { properties: { do: { const?: string; enum?: string[] } } }[]
    }
    const orders = listed.oneOf.flatMap(({ properties }) => properties.do.enum ?? [properties.do.const])
    const named = ['decideTopUp', 'lowerFloat', 'floatLow', 'differ', 'dayClosesAt', 'cutOffOf', 'behave', 'skewClock', 'revoke', 'allot']
    expect(orders).toEqual(expect.arrayContaining(named))
  })

  test('an order nobody can carry out is refused before anything is done', async () => {
    const { order, one } = await outletWithOperator()
    await expect(order({ do: 'skewClock', byMs: 1e15 })).rejects.toThrow('was refused')
    await expect(order({ do: 'behave', customerNumber: number, behaviour: { pays: 'perhaps' } })).rejects.toThrow('was refused')
    expect(told(await one.central.time()).billerReachable).toBe(true)
  })
})
