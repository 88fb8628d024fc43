import { describe, expect, test } from 'vitest'
import { stateBill } from '../../main/payments/stated-bills.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import { type Book, openBook, refusalOf, refused } from '../support/ledger-book.ts'

const number = '102400000017'
const paper = { productCode: 'PAPER', customerNumber: number, period: '202611', amountRupiah: 84_849 }

function state(book: Book, changes: Partial<typeof paper> = {}, online = false) {
  const { database, clock, time, ids } = book
  return stateBill({ database, clock, time, ids, online }, { ...paper, ...changes })
}

describe('a bill from the customer’s paper', () => {
  test('is the amount on it and the counter’s admin, one month, until the WIB day ends', () => {
    const bill = state(openBook(), { customerNumber: ' 1024.0000.0017 ' })
    expect(bill).toMatchObject({
      source: 'customerPaper',
      customerNumber: number,
      customerName: '',
      inquiryReference: null,
      billTotalRupiah: 87_349,
      sheets: [{ period: '202611', amountRupiah: 87_349, billRupiah: 84_849, penaltyRupiah: 0, adminRupiah: 2_500 }],
      validUntilMs: Date.parse('2026-11-23T17:00:00Z'),
    })
  })

  test.each([
    ['of a product that does not exist', { productCode: 'NOTHING' }, 'productUnknown'],
    ['with a number that can not be one', { customerNumber: '12' }, 'customerNumberMalformed'],
    ['without a month', { period: '' }, 'periodMalformed'],
    ['of a thirteenth month', { period: '202613' }, 'periodMalformed'],
    ['of a month in words', { period: 'NOV26' }, 'periodMalformed'],
    ['of a product that has to be asked about', { productCode: 'PLN', customerNumber: '530000000002' }, 'offlineNotAllowed'],
    ['of a fixed price', { productCode: 'TSEL20', customerNumber: '081200001230' }, 'offlineNotAllowed'],
    ['of half a rupiah', { amountRupiah: 0.5 }, 'amountNotWhole'],
    ['of nothing', { amountRupiah: 0 }, 'amountNotPositive'],
    ['of less than nothing', { amountRupiah: -1 }, 'amountNotPositive'],
    ['of more than any bill', { amountRupiah: 999_997_501 }, 'amountTooLarge'],
    ['that is not a number', { amountRupiah: Number.NaN }, 'amountNotWhole'],
  ] as const)('%s is refused, and nothing is written', (_, changes, code: RefusalCode) => {
    const book = openBook()
    const before = book.everything()
    expect(refusalOf(() => state(book, changes))?.code).toBe(code)
    expect(book.everything()).toEqual(before)
  })

  test('is not taken while the central can be asked, nor by rules that have expired, nor on an unknown date', async () => {
    const book = openBook()
    expect(refusalOf(() => state(book, {}, true))?.code).toBe('inquireInstead')
    book.clock.reboot(0)
    expect(refusalOf(() => state({ ...book, time: unsure(book) }))?.code).toBe('timeNotTrusted')
    await book.clock.advance(7 * 86_400_000)
    expect(refusalOf(() => state(book))?.code).toBe('configExpired')
  })

  test('is paid like any other, but only while the link is still down', () => {
    const book = openBook()
    book.openShift()
    const basketId = book.newBasket()
    const paymentId = book.add(basketId, state(book).id)
    expect(refusalOf(() => book.accept(basketId))?.code).toBe('inquireInstead')
    book.accept(basketId, { offline: true })
    expect(book.payment(paymentId)).toMatchObject({ state: 'queued', customerName: '', billTotalRupiah: 87_349, commissionRupiah: 1_000 })
    expect(book.figures()).toEqual({ drawer: 287_300, cashRounding: 49, held: -87_349, safe: -200_000 })
  })

  test('of a month that is being paid already is refused, however the first one was found', async () => {
    const book = openBook()
    book.openShift()
    const [first = ''] = await book.sell({ productCode: 'PAPER', customerNumber: number, sheets: [['202611', 90_000]] })
    const basketId = book.newBasket()
    const { id } = state(book)
    expect(refusalOf(() => book.add(basketId, id))).toMatchObject({ code: 'duplicateBill', detail: { firstPaymentId: first } })
    book.add(basketId, state(book, { period: '202612' }).id)
  })

  test('that turns out to be another is owed back to the last rupiah', () => {
    const book = openBook()
    book.openShift()
    const basketId = book.newBasket()
    const paymentId = book.add(basketId, state(book).id)
    book.accept(basketId, { offline: true })
    book.send(paymentId)
    book.hear(paymentId, refused('billChanged', 2))
    expect(book.payment(paymentId)).toMatchObject({ state: 'rejected', reason: 'billChanged' })
    expect(book.figures()).toEqual({ drawer: 287_300, cashRounding: 49, refundsDue: -87_349, safe: -200_000 })
  })
})

/** The same book after an offline start of the machine. */
function unsure(book: Book): Book['time'] {
  return { ...book.time, view: () => ({ ...book.time.view(), trusted: false, source: null }) }
}
