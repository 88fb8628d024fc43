import { describe, expect, test } from 'vitest'
import { answered, billOf, intentOf, openOutlet, paymentOf, pulsa20, token20 } from './outlet.ts'

const number = '081200001230'
const paidBook = (status = 'paid') => [expect.objectContaining({ customerNumber: number, status, amountRupiah: 21_500 })]

describe('one payment id', () => {
  test('sent again gets the same answer, and the biller paid once', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    const first = answered(await central.pay(request))
    const again = answered(await central.pay({ ...request, acceptedAt: '2026-11-23T03:41:00.000Z', inquiryReference: 'other' }))
    const asked = answered(await central.ask(request.paymentId, request.intentHash))
    expect(first.status).toBe('paid')
    expect(again).toEqual(first)
    expect(asked).toEqual(first)
    expect(server.central.billerBook()).toEqual(paidBook())
  })

  test('sent twenty times at once pays once', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    const answers = await Promise.all(Array.from({ length: 20 }, () => central.pay(request)))
    expect(new Set(answers.map((outcome) => JSON.stringify(answered(outcome)))).size).toBe(1)
    expect(server.central.billerBook()).toEqual(paidBook())
    expect(server.central.book().float.balanceRupiah).toBe(25_000_000 - 20_700)
  })

  test('with another intent is an alarm and changes nothing, however it is asked', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    await central.pay(request)
    const other = paymentOf(pulsa20('081200009999'), clock, { paymentId: request.paymentId })
    const mismatch = { status: 'refused', code: 'intentMismatch', retry: 'ask' }
    expect(answered(await central.pay(other))).toMatchObject(mismatch)
    expect(answered(await central.ask(request.paymentId, other.intentHash))).toMatchObject(mismatch)
    expect(answered(await central.void(request.paymentId, other.intentHash))).toMatchObject(mismatch)
    expect(server.central.book().alarms.map(({ kind, paymentId }) => [kind, paymentId])).toEqual(
      Array(3).fill(['intentMismatch', request.paymentId]),
    )
    expect(answered(await central.ask(request.paymentId, request.intentHash)).status).toBe('paid')
    expect(server.central.billerBook()).toEqual(paidBook())
  })

  test('whose hash is not its intent is refused by name and not stored', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    const wrong = { ...request, intentHash: 'a'.repeat(64) }
    expect(answered(await central.pay(wrong))).toMatchObject({ status: 'refused', code: 'intentHashWrong', created: false })
    expect(answered(await central.pay(request)).status).toBe('paid')
    expect(server.central.billerBook()).toEqual(paidBook())
  })

  test('never seen is answered unknown, bound to the intent that was asked about', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    expect(answered(await central.ask(request.paymentId, request.intentHash))).toMatchObject({
      status: 'unknown',
      paymentId: request.paymentId,
      intentHash: request.intentHash,
      revision: 0,
      ledgerEpoch: expect.stringMatching(/./),
      idsKeptForDays: 90,
    })
  })

  test('older than ninety days is refused when unknown, and still answered when known', async () => {
    const { terminal, clock, advance, server } = await openOutlet()
    const { central } = await terminal()
    const known = paymentOf(pulsa20(number), clock)
    const unknown = paymentOf(pulsa20('081200005678'), clock)
    await central.pay(known)
    advance(90 * 24 * 3_600_000 + 1)
    const tooOld = { status: 'refused', code: 'idTooOld', retry: 'ask' }
    expect(answered(await central.pay(unknown))).toMatchObject(tooOld)
    expect(answered(await central.ask(unknown.paymentId, unknown.intentHash))).toMatchObject(tooOld)
    expect(answered(await central.void(unknown.paymentId, unknown.intentHash))).toMatchObject(tooOld)
    expect(answered(await central.ask(known.paymentId, known.intentHash)).status).toBe('paid')
    expect(server.central.billerBook()).toEqual(paidBook())
  })

  test('is refused under an id that carries no time or comes in capitals', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    for (const paymentId of ['7b0e5c4e-9d55-4c4e-8f3a-111111111111', request.paymentId.toUpperCase()])
      expect(answered(await central.pay({ ...request, paymentId }))).toMatchObject({ code: 'malformedRequest' })
  })
})

describe('void', () => {
  test('burns an id that was never seen: a payment arriving later under it is refused', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    expect(answered(await central.void(request.paymentId, request.intentHash))).toMatchObject({ status: 'voided', revision: 1 })
    expect(answered(await central.pay(request))).toMatchObject({ status: 'refused', code: 'idVoided', retry: 'never' })
    expect(answered(await central.ask(request.paymentId, request.intentHash)).status).toBe('voided')
    expect(server.central.billerBook()).toEqual([])
  })

  test('of a paid payment answers paid, of a pending one stays pending until the biller speaks', async () => {
    const { terminal, clock, advance } = await openOutlet()
    const { central } = await terminal()
    const paid = paymentOf(pulsa20(number), clock)
    await central.pay(paid)
    expect(answered(await central.void(paid.paymentId, paid.intentHash)).status).toBe('paid')
    const pending = paymentOf(pulsa20('081200001233'), clock)
    await central.pay(pending)
    expect(answered(await central.void(pending.paymentId, pending.intentHash)).status).toBe('pending')
    advance(5_000)
    expect(answered(await central.void(pending.paymentId, pending.intentHash)).status).toBe('paid')
  })

  test('of one payment leaves the bill free for another', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const burnt = paymentOf(pulsa20(number), clock)
    await central.void(burnt.paymentId, burnt.intentHash)
    expect(answered(await central.pay(paymentOf(pulsa20(number), clock))).status).toBe('paid')
    expect(server.central.billerBook()).toEqual(paidBook())
  })
})

describe('one bill', () => {
  test('is paid once, whichever of two terminals comes first', async () => {
    const { terminal, clock, server } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    const bill = intentOf(await billOf(one.central, '530000000002'))
    const first = paymentOf(bill, clock)
    const second = paymentOf(bill, clock)
    expect(answered(await one.central.pay(first)).status).toBe('paid')
    const no = { status: 'refused', code: 'duplicateBill', retry: 'never', firstPaymentId: first.paymentId }
    expect(answered(await two.central.pay(second))).toMatchObject(no)
    expect(server.central.billerBook()).toHaveLength(1)
    expect(server.central.book().billsPaidTwice).toEqual([])
  })

  test('is held by a pending payment too, and free again when that failed', async () => {
    const { terminal, clock, advance } = await openOutlet()
    const { central } = await terminal()
    const first = paymentOf(token20('12345671234'), clock)
    expect(answered(await central.pay(first)).status).toBe('pending')
    expect(answered(await central.pay(paymentOf(token20('12345671234'), clock)))).toMatchObject({ code: 'duplicateBill' })
    advance(5_000)
    expect(answered(await central.pay(paymentOf(token20('12345671234'), clock))).status).toBe('pending')
  })

  test('of a prepaid number is one per product and WIB day', async () => {
    const { terminal, clock, moveTo } = await openOutlet()
    const { central } = await terminal()
    moveTo('2026-11-23T16:59:00Z')
    expect(answered(await central.pay(paymentOf(pulsa20(number), clock))).status).toBe('paid')
    expect(answered(await central.pay(paymentOf(pulsa20(number), clock)))).toMatchObject({ code: 'duplicateBill' })
    const other = { productCode: 'TSEL10', customerNumber: number, sheets: [{ period: '', amountRupiah: 11_500 }] }
    expect(answered(await central.pay(paymentOf(other, clock))).status).toBe('paid')
    moveTo('2026-11-23T17:00:00Z')
    expect(answered(await central.pay(paymentOf(pulsa20(number), clock))).status).toBe('paid')
  })

  test('of a prepaid number that drains after midnight leaves the new day free', async () => {
    const { terminal, clock, moveTo } = await openOutlet()
    const { central } = await terminal()
    moveTo('2026-11-23T16:59:00Z')
    const soldBeforeMidnight = paymentOf(pulsa20(number), clock)
    moveTo('2026-11-23T17:05:00Z')
    expect(answered(await central.pay(soldBeforeMidnight)).status).toBe('paid')
    expect(answered(await central.pay(paymentOf(pulsa20(number), clock))).status).toBe('paid')
    expect(answered(await central.pay(paymentOf(pulsa20(number), clock)))).toMatchObject({ code: 'duplicateBill' })
  })

  test('may be paid again only by naming the latest payment of it', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const first = paymentOf(pulsa20(number), clock)
    await central.pay(first)
    const second = paymentOf(pulsa20(number), clock, { overridesPaymentId: first.paymentId })
    expect(answered(await central.pay(second)).status).toBe('paid')
    const third = paymentOf(pulsa20(number), clock, { overridesPaymentId: first.paymentId })
    expect(answered(await central.pay(third))).toMatchObject({ code: 'duplicateBill', firstPaymentId: second.paymentId })
    expect(server.central.book().billsPaidTwice).toEqual(['TSEL20 081200001230 2026-11-23'])
  })

  test('that is not what the customer was told any more is not paid', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const bill = intentOf(await billOf(central, '530000000002'))
    const dearer = bill.sheets.map((sheet, index) => ({ ...sheet, amountRupiah: sheet.amountRupiah + (index === 0 ? 1 : 0) }))
    for (const sheets of [dearer, bill.sheets.slice(0, 1), [...bill.sheets, { period: '202612', amountRupiah: 5_000 }]])
      expect(answered(await central.pay(paymentOf({ ...bill, sheets }, clock)))).toMatchObject({ code: 'billChanged', retry: 'never' })
    expect(server.central.billerBook()).toEqual([])
  })

  test('refused for good stays refused under its id, although another id could be paid by now', async () => {
    const { terminal, clock, advance } = await openOutlet()
    const { central } = await terminal()
    const held = paymentOf(token20('12345671234'), clock)
    const refused = paymentOf(token20('12345671234'), clock)
    await central.pay(held)
    expect(answered(await central.pay(refused))).toMatchObject({ code: 'duplicateBill' })
    advance(5_000)
    expect(answered(await central.ask(held.paymentId, held.intentHash))).toMatchObject({ code: 'billerRefused' })
    // A copy of the request that was held up on the way arrives only now, after the money went back.
    expect(answered(await central.pay(refused))).toMatchObject({ status: 'refused', code: 'duplicateBill' })
    expect(answered(await central.ask(refused.paymentId, refused.intentHash))).toMatchObject({ code: 'duplicateBill' })
    expect(answered(await central.pay(paymentOf(token20('12345671234'), clock))).status).toBe('pending')
  })

  test('is forgotten with everything else at a reset of the practice book', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    await central.pay(request)
    server.central.reset()
    expect(answered(await central.ask(request.paymentId, request.intentHash)).status).toBe('unknown')
    expect(server.central.book()).toMatchObject({ payments: [], biller: [], float: { balanceRupiah: 25_000_000, reservedRupiah: 0 } })
    expect(answered(await central.pay(paymentOf(pulsa20(number), clock))).status).toBe('paid')
  })
})

describe('the float', () => {
  test('too low refuses for now and keeps nothing under the id', async () => {
    const { terminal, clock, server } = await openOutlet({ floatRupiah: 30_000 })
    const { central } = await terminal()
    expect(answered(await central.pay(paymentOf(pulsa20(number), clock))).status).toBe('paid')
    const second = paymentOf(pulsa20('081200005678'), clock)
    expect(answered(await central.pay(second))).toMatchObject({ code: 'floatTooLow', retry: 'later', created: false, revision: 0 })
    expect(answered(await central.ask(second.paymentId, second.intentHash)).status).toBe('unknown')
    expect(await central.float()).toMatchObject({ kind: 'answer', answer: { balanceRupiah: 30_000 - 20_700 } })
    expect(server.central.billerBook()).toEqual(paidBook())
  })

  test('tells every movement by payment, balance before and after', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const paid = paymentOf(pulsa20(number), clock)
    const failed = paymentOf(pulsa20('081200001232'), clock)
    await central.pay(paid)
    await central.pay(failed)
    const moves = server.central.book().float.movements
    expect(moves.map((m) => [m.kind, m.paymentId, m.balanceBeforeRupiah, m.balanceAfterRupiah, m.reservedAfterRupiah])).toEqual([
      ['credit', null, 0, 25_000_000, 0],
      ['reserve', paid.paymentId, 25_000_000, 25_000_000, 20_700],
      ['deduct', paid.paymentId, 25_000_000, 24_979_300, 0],
      ['reserve', failed.paymentId, 24_979_300, 24_979_300, 20_700],
      ['release', failed.paymentId, 24_979_300, 24_979_300, 0],
    ])
  })
})

test('the ledger epoch changes with a restore and a reset, and only then', async () => {
  const { terminal, server } = await openOutlet()
  const { central } = await terminal()
  const epoch = async () => {
    const outcome = await central.time()
    return outcome.kind === 'answer' ? outcome.answer.ledgerEpoch : null
  }
  const first = await epoch()
  expect(await epoch()).toBe(first)
  server.central.newEpoch()
  const second = await epoch()
  server.central.reset()
  expect(new Set([first, second, await epoch()]).size).toBe(3)
})

test('a product in its nightly window is closed for now and nothing is stored', async () => {
  const { terminal, clock, moveTo } = await openOutlet({ plnCutOff: { start: '23:30', end: '00:30' } })
  const { central } = await terminal()
  const request = paymentOf(token20('12345678901'), clock)
  moveTo('2026-11-23T16:45:00Z')
  expect(answered(await central.pay(request))).toMatchObject({ code: 'productClosed', retry: 'later' })
  expect(await central.inquire({ productCode: 'PLN', customerNumber: '530000000001' })).toMatchObject({
    kind: 'refused',
    code: 'productClosed',
  })
  moveTo('2026-11-23T17:30:00Z')
  expect(answered(await central.pay(request)).status).toBe('paid')
})

test('a revoked terminal may ask and void, never create', async () => {
  const { terminal, clock, server } = await openOutlet()
  const { central, terminalId } = await terminal()
  const paid = paymentOf(pulsa20(number), clock)
  await central.pay(paid)
  server.central.revoke(terminalId)
  const next = paymentOf(pulsa20('081200005678'), clock)
  expect(answered(await central.pay(next))).toMatchObject({ code: 'terminalRevoked', retry: 'ask' })
  expect(await central.inquire({ productCode: 'PLN', customerNumber: '530000000001' })).toMatchObject({ code: 'terminalRevoked' })
  expect(answered(await central.ask(paid.paymentId, paid.intentHash)).status).toBe('paid')
  expect(answered(await central.void(next.paymentId, next.intentHash)).status).toBe('voided')
  expect(server.central.billerBook()).toEqual(paidBook())
})
