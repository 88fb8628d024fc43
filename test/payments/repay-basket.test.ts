import { describe, expect, test } from 'vitest'
import { askTender } from '../../main/tenders/ask.ts'
import { type Book, bill45000, openBook, paid, pulsa20, refusalOf, refused, type Wanted, water } from '../support/ledger-book.ts'

/** A payment that the central has refused for good: its customer is owed the total. */
async function rejected(book: Book, bill: Wanted): Promise<string> {
  const paymentId = await book.sendOne(bill)
  book.hear(paymentId, refused('billChanged', 2))
  return paymentId
}

function shiftBook(startingFloatRupiah = 200_000): Book {
  const book = openBook()
  book.openShift(startingFloatRupiah)
  return book
}

const changed: Wanted = { ...bill45000, sheets: [['202611', 48_050]] }

describe('paying a changed bill with the money of its rejected payment', () => {
  test('takes the difference alone, rounded, and shows the credit', async () => {
    const book = shiftBook()
    const old = await rejected(book, bill45000)
    const basketId = book.newBasket()
    const paymentId = book.addRepaying(basketId, await book.inquire(changed), old)
    expect(book.view(basketId)).toMatchObject({
      totalRupiah: 48_050,
      creditRupiah: 45_000,
      cashDueRupiah: 3_100,
      roundingRupiah: 50,
      items: [{ repaysPaymentId: old, creditRupiah: 45_000 }],
    })
    book.accept(basketId, { cashReceivedRupiah: 5_000 })
    expect(book.state(old)).toBe('refunded')
    expect(book.payment(paymentId)).toMatchObject({ state: 'queued', totalRupiah: 48_050, repaysPaymentId: old })
    expect(book.figures()).toEqual({ drawer: 248_100, held: -48_050, cashRounding: -50, safe: -200_000 })
    expect(book.view(basketId)).toMatchObject({ cashDueRupiah: 3_100, receivedRupiah: 5_000, changeRupiah: 1_900 })
    const lines = book.database
      .prepare(
        "SELECT event, account, amount_rupiah AS amount FROM journal_lines JOIN events ON sequence = event_sequence WHERE event IN ('repay', 'accept') AND sequence > (SELECT max(sequence) FROM events WHERE event = 'refusedFinal') ORDER BY event_sequence, line_number",
      )
      .all()
    expect(lines).toEqual([
      { event: 'repay', account: 'refundsDue', amount: 45_000 },
      { event: 'repay', account: 'held', amount: -45_000 },
      { event: 'accept', account: 'drawer', amount: 3_100 },
      { event: 'accept', account: 'cashRounding', amount: -50 },
      { event: 'accept', account: 'held', amount: -3_050 },
    ])
  })

  test('gives the rest back where it costs less, and the drawer has to have it', async () => {
    const book = shiftBook(0)
    const old = await rejected(book, water)
    const basketId = book.newBasket()
    book.addRepaying(basketId, await book.inquire(pulsa20), old)
    // 21.500 of 89.849: 68.349 back, 68.300 in coins there are.
    expect(book.view(basketId)).toMatchObject({ cashDueRupiah: -68_300, roundingRupiah: 49 })
    expect(book.figures().drawer).toBe(89_800)
    book.database.exec("UPDATE balances SET amount_rupiah = 68299 WHERE account = 'drawer'")
    expect(refusalOf(() => book.accept(basketId))).toEqual({ code: 'drawerShort', detail: { drawerRupiah: 68_299, neededRupiah: 68_300 } })
    book.database.exec("UPDATE balances SET amount_rupiah = 89800 WHERE account = 'drawer'")
    book.accept(basketId)
    expect(book.view(basketId)).toMatchObject({ receivedRupiah: 0, changeRupiah: 68_300 })
    expect(book.figures()).toEqual({ drawer: 21_500, held: -21_500 })
  })

  test('pays for bills beside it too, and goes on to the end', async () => {
    const book = shiftBook()
    const old = await rejected(book, water)
    const basketId = book.newBasket()
    const [one, other] = [book.addRepaying(basketId, await book.inquire(pulsa20), old), book.add(basketId, await book.inquire(bill45000))]
    expect(book.view(basketId)).toMatchObject({ totalRupiah: 66_500, creditRupiah: 89_849, cashDueRupiah: -23_300 })
    book.accept(basketId)
    expect(book.figures()).toEqual({ drawer: 266_500, held: -66_500, safe: -200_000 })
    book.send(one)
    book.hear(one, paid(2, { deductedRupiah: 20_700 }))
    book.send(other)
    book.hear(other, refused('billAlreadyPaid', 2))
    expect(book.figures()).toEqual({
      drawer: 266_500,
      refundsDue: -45_000,
      floatUsed: -20_700,
      commission: -800,
      safe: -200_000,
    })
  })

  test('may fail again and be repaid again', async () => {
    const book = shiftBook()
    const first = await rejected(book, bill45000)
    const basketId = book.newBasket()
    const second = book.addRepaying(basketId, await book.inquire(changed), first)
    book.accept(basketId)
    book.send(second)
    book.hear(second, refused('billChanged', 2))
    const again = book.newBasket()
    const third = book.addRepaying(again, await book.inquire(bill45000), second)
    book.accept(again)
    expect([first, second, third].map(book.state)).toEqual(['refunded', 'refunded', 'queued'])
    expect(book.figures()).toEqual({ drawer: 245_000, held: -45_000, safe: -200_000 })
  })
})

describe('the money of a rejected payment', () => {
  test('is there once: not twice in a basket, not in two', async () => {
    const book = shiftBook()
    const old = await rejected(book, bill45000)
    const [one, other] = [book.newBasket(), book.newBasket()]
    book.addRepaying(one, await book.inquire(changed), old)
    const beside = await book.inquire(pulsa20)
    expect(refusalOf(() => book.addRepaying(one, beside, old))?.code).toBe('creditTaken')
    book.addRepaying(other, beside, old)
    book.accept(one)
    const before = book.everything()
    expect(refusalOf(() => book.accept(other))).toMatchObject({ code: 'paymentNotInState', detail: { state: 'refunded' } })
    expect(book.everything()).toEqual(before)
  })

  test.each(['queued', 'sending', 'inDoubt', 'paid'] as const)('is not there while the payment is %s', async (state) => {
    const book = shiftBook()
    const [old = ''] = await book.sell(bill45000)
    if (state !== 'queued') book.send(old)
    if (state === 'inDoubt') book.silence(old, 'noAnswer')
    if (state === 'paid') book.hear(old, paid(2))
    const inquiryId = await book.inquire(pulsa20)
    expect(refusalOf(() => book.addRepaying(book.newBasket(), inquiryId, old))).toMatchObject({
      code: 'paymentNotInState',
      detail: { state },
    })
  })

  test('is not there when the payment turned out paid after all before the basket was', async () => {
    const book = shiftBook()
    const old = await rejected(book, bill45000)
    const basketId = book.newBasket()
    book.addRepaying(basketId, await book.inquire(pulsa20), old)
    book.hear(old, paid(3))
    expect(refusalOf(() => book.accept(basketId))).toMatchObject({ code: 'paymentNotInState', detail: { state: 'paid' } })
  })

  test('of a payment nobody knows is refused', async () => {
    const book = shiftBook()
    const inquiryId = await book.inquire(pulsa20)
    expect(refusalOf(() => book.addRepaying(book.newBasket(), inquiryId, 'nobody'))?.code).toBe('paymentUnknown')
  })

  test('comes off what a tender may be asked for', async () => {
    const book = shiftBook()
    const old = await rejected(book, bill45000)
    const basketId = book.newBasket()
    book.addRepaying(basketId, await book.inquire(changed), old)
    const by = { actor: 'staff-sari', atMs: book.clock.nowMs(), ids: book.ids }
    const ask = (amountRupiah: number) => askTender(book.database, { basketId, kind: 'qris', amountRupiah, online: true }, by)
    expect(refusalOf(() => ask(3_051))).toEqual({ code: 'tenderMoreThanDue', detail: { dueRupiah: 3_050 } })
    expect(ask(3_050).state).toBe('asked')
  })
})
