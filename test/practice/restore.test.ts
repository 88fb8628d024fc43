import { describe, expect, test } from 'vitest'
import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import { answered, billOf, intentOf, openOutlet, paymentOf, pulsa20, type TestTerminal, token20 } from './outlet.ts'

const number = '081200001230'

/** A central that was restored from before `between`; the biller knows everything. */
async function restored(
  between: (given: {
    one: TestTerminal
    two: TestTerminal
    clock: Parameters<typeof paymentOf>[1]
    server: Awaited<ReturnType<typeof openOutlet>>['server']
  }) => Promise<void>,
) {
  const outlet = await openOutlet()
  const { clock, server, advance } = outlet
  const [one, two] = [await outlet.terminal(), await outlet.terminal()]
  await one.central.pay(paymentOf(pulsa20('081200000099'), clock))
  const backup = server.central.snapshot()
  await between({ one, two, clock, server })
  const before = server.central.book()
  advance(3_600_000)
  server.central.restoreFrom(backup)
  const ask = async (of: PaymentRequest) => answered(await one.central.ask(of.paymentId, of.intentHash))
  return { ...outlet, one, two, before, ask, central: server.central }
}

describe('a central restored from an hour ago', () => {
  test.each(['ask', 'pay', 'void'] as const)('finds a payment again before it answers to %s, as it was and paid once', async (way) => {
    let request: PaymentRequest | null = null
    let first: object | null = null
    const { one, central, before } = await restored(async ({ one, clock }) => {
      request = paymentOf(pulsa20(number), clock)
      first = answered(await one.central.pay(request))
    })
    if (request === null || first === null) throw new Error('nothing was paid')
    const { paymentId, intentHash } = request as PaymentRequest
    expect(central.book().payments).toHaveLength(1)
    const again =
      way === 'pay'
        ? one.central.pay(request)
        : way === 'ask'
          ? one.central.ask(paymentId, intentHash)
          : one.central.void(paymentId, intentHash)
    const { serverTime: _, ledgerEpoch: __, ...statement } = answered(await again)
    expect(first).toMatchObject(statement)
    expect(central.billerBook()).toEqual(before.biller)
    expect(central.book().float).toMatchObject({ balanceRupiah: before.float.balanceRupiah, reservedRupiah: 0 })
    expect(central.book().payments).toMatchObject(before.payments)
  })

  test('has a new epoch, answers "unknown" only where the biller knows nothing, and lets that be paid once', async () => {
    const { one, central, ask, clock } = await restored(async () => {})
    const fresh = paymentOf(pulsa20(number), clock)
    expect((await ask(fresh)).status).toBe('unknown')
    expect(answered(await one.central.pay(fresh)).status).toBe('paid')
    expect(central.book().billsPaidTwice).toEqual([])
  })

  test.each([
    ['a token of the same day', token20('12345678901')],
    ['pulsa of the same day', pulsa20(number)],
  ])('does not sell %s again that it has forgotten', async (_, intent) => {
    let first: PaymentRequest | null = null
    const { one, two, central, clock } = await restored(async ({ one, clock }) => {
      first = paymentOf(intent, clock)
      await one.central.pay(first)
    })
    const { paymentId } = first as unknown as PaymentRequest
    expect(answered(await two.central.pay(paymentOf(intent, clock)))).toMatchObject({ code: 'duplicateBill', firstPaymentId: paymentId })
    expect(central.book().billsPaidTwice).toEqual([])
    // Found on another's behalf: its own terminal hears of it.
    expect(await one.central.feed({ epoch: 'none', sequence: 0 })).toMatchObject({
      answer: { items: expect.arrayContaining([{ sequence: 1, item: expect.objectContaining({ kind: 'payment' }) }]) },
    })
  })

  test('does not pay a month again that it has forgotten', async () => {
    let first: PaymentRequest | null = null
    const { two, central, clock } = await restored(async ({ one, clock }) => {
      first = paymentOf(intentOf(await billOf(one.central, '530000000002')), clock)
      await one.central.pay(first)
    })
    const { productCode, customerNumber, sheets } = first as unknown as PaymentRequest
    const again = paymentOf({ productCode, customerNumber, sheets }, clock)
    expect(answered(await two.central.pay(again))).toMatchObject({ code: 'duplicateBill' })
    expect(central.book().billsPaidTwice).toEqual([])
  })

  test('follows a payment it still knows as pending to where the biller is', async () => {
    const outlet = await openOutlet()
    const one = await outlet.terminal()
    const request = paymentOf(pulsa20('081200001233'), outlet.clock)
    await one.central.pay(request)
    const backup = outlet.server.central.snapshot()
    outlet.advance(5_000)
    await one.central.ask(request.paymentId, request.intentHash)
    outlet.server.central.failAtReconciliation(request.paymentId)
    outlet.server.central.creditClaim(request.paymentId)
    const before = outlet.server.central.book()
    outlet.advance(60_000)
    outlet.server.central.restoreFrom(backup)
    expect(answered(await one.central.ask(request.paymentId, request.intentHash))).toMatchObject({
      status: 'refused',
      revision: 4,
      floatTakenRupiah: 0,
    })
    expect(outlet.server.central.book().float.balanceRupiah).toBe(before.float.balanceRupiah)
  })

  test('pays no bill anew that went through after all since then', async () => {
    const outlet = await openOutlet()
    const one = await outlet.terminal()
    const request = paymentOf(pulsa20(number), outlet.clock)
    await one.central.pay(request)
    outlet.server.central.failAtReconciliation(request.paymentId)
    const backup = outlet.server.central.snapshot()
    outlet.server.central.payAfterAll(request.paymentId)
    outlet.advance(60_000)
    outlet.server.central.restoreFrom(backup)
    const anew = paymentOf(pulsa20(number), outlet.clock)
    expect(answered(await one.central.pay(anew))).toMatchObject({ code: 'duplicateBill', firstPaymentId: request.paymentId })
    expect(outlet.server.central.book().billsPaidTwice).toEqual([])
  })

  test('takes the float again for what was given back, failed and went through since then', async () => {
    const outlet = await openOutlet()
    const one = await outlet.terminal()
    const operator = outlet.server.central
    const request = paymentOf(pulsa20(number), outlet.clock)
    await one.central.pay(request)
    const charged = 25_000_000 - operator.book().float.balanceRupiah
    operator.creditDispute(request.paymentId)
    const backup = operator.snapshot()
    operator.failAtReconciliation(request.paymentId)
    operator.payAfterAll(request.paymentId)
    outlet.advance(60_000)
    operator.restoreFrom(backup)
    expect(answered(await one.central.ask(request.paymentId, request.intentHash))).toMatchObject({
      status: 'paid',
      revision: 5,
      floatTakenRupiah: charged,
    })
    expect(operator.book().float.balanceRupiah).toBe(25_000_000 - charged)
  })

  test('looks again at what it believes final, because it may have changed since', async () => {
    const outlet = await openOutlet()
    const one = await outlet.terminal()
    const request = paymentOf(pulsa20(number), outlet.clock)
    await one.central.pay(request)
    const backup = outlet.server.central.snapshot()
    outlet.server.central.failAtReconciliation(request.paymentId)
    outlet.advance(60_000)
    outlet.server.central.restoreFrom(backup)
    expect(outlet.server.central.book().payments).toMatchObject([{ status: 'paid' }])
    expect(answered(await one.central.ask(request.paymentId, request.intentHash))).toMatchObject({ status: 'refused', revision: 3 })
    expect(answered(await one.central.pay(paymentOf(pulsa20(number), outlet.clock))).status).toBe('paid')
    expect(outlet.server.central.book().billsPaidTwice).toEqual([])
  })

  test('adopts more than the float it remembers, and says so in the balance', async () => {
    const { terminal, clock, advance, server } = await openOutlet({ floatRupiah: 30_000 })
    const one = await terminal()
    const backup = server.central.snapshot()
    server.central.topUp(100_000)
    const requests = ['081200000001', '081200000002'].map((each) => paymentOf(pulsa20(each), clock))
    for (const request of requests) await one.central.pay(request)
    advance(60_000)
    server.central.restoreFrom(backup)
    for (const { paymentId, intentHash } of requests) expect(answered(await one.central.ask(paymentId, intentHash)).status).toBe('paid')
    expect(server.central.book().float.balanceRupiah).toBe(30_000 - 2 * 20_700)
  })

  test('believes nothing that was signed before: its nonces are forgotten', async () => {
    const outlet = await openOutlet()
    const one = await outlet.terminal()
    const backup = outlet.server.central.snapshot()
    outlet.advance(-10_000)
    const held = paymentOf(pulsa20(number), outlet.clock)
    // Signed ten seconds before the restore, delivered after it.
    outlet.advance(10_000)
    outlet.server.central.restoreFrom(backup)
    outlet.advance(-10_000)
    expect(await one.central.pay(held)).toMatchObject({ kind: 'noAnswer' })
    outlet.advance(20_000)
    expect(answered(await one.central.ask(held.paymentId, held.intentHash)).status).toBe('unknown')
  })

  test.each([false, true])('may have forgotten who claimed what (owners kept: %s): a claim repeated puts it right', async (keepOwners) => {
    const outlet = await openOutlet()
    const [one, two] = [await outlet.terminal(), await outlet.terminal()]
    const request = paymentOf(pulsa20(number), outlet.clock)
    await one.central.pay(request)
    const backup = outlet.server.central.snapshot()
    const claim = {
      exportId: outlet.ids.next(),
      fromTerminalId: one.terminalId,
      incarnation: 1,
      payments: [{ paymentId: request.paymentId, intentHash: request.intentHash }],
    }
    await two.central.claim(claim)
    outlet.advance(60_000)
    outlet.server.central.restoreFrom(backup, { keepOwners })
    const asked = answered(await two.central.ask(request.paymentId, request.intentHash))
    expect(asked.status).toBe(keepOwners ? 'paid' : 'refused')
    expect(await two.central.claim(claim)).toMatchObject({ answer: { payments: [{ claimed: true, statement: { status: 'paid' } }] } })
    expect(answered(await one.central.ask(request.paymentId, request.intentHash))).toMatchObject({ code: 'notOwner' })
  })
})
