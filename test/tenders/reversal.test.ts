import { describe, expect, test } from 'vitest'
import { cancelPayment, refundPayment } from '../../main/payments/actions.ts'
import { advancePayment } from '../../main/payments/advances.ts'
import { returnTender } from '../../main/tenders/late-money.ts'
import { collectReceivable, giveCashOwed, writeOffReceivable } from '../../main/tenders/owed.ts'
import { bill45000, paid, refusalOf, refused } from '../support/ledger-book.ts'
import { openTenderBook } from './tender-book.ts'

describe('a provider that takes the money back', () => {
  test('before sending ends the payment', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(45_000)
    expect(book.posted(() => book.reverse(tenderId))).toEqual(['tenderReversed', 'cancel: held 45.000, clearing[qris] -45.000'])
    expect(book.payment(paymentId)).toMatchObject({ state: 'cancelled', reason: 'tenderReversed' })
    expect(book.notices()).toEqual([])
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('before sending sets free what else paid for it: the other tender waits, the cash is owed and given once', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf({ ...bill45000, sheets: [['202611', 45_049]] })
    const first = book.pay(basketId, 20_000, 'qris')
    const second = book.pay(basketId, 5_000, 'card')
    const [paymentId = ''] = book.take(basketId)
    expect(book.posted(() => book.reverse(first))).toEqual([
      'tenderReversed',
      'cancel: held 45.049, clearing[qris] -20.000, unallocated[card] -5.000, refundsDue[payment 1] -20.049',
    ])
    expect(book.notices()).toEqual(['lateMoney 5000', 'refundDue 20000'])
    expect(book.fates(paymentId)).toEqual(['reversed', 'released'])
    // The same button gives back whatever is due.
    expect(book.posted(() => refundPayment(book.database, paymentId, book.by()))).toEqual([
      'cashOwedGiven: refundsDue[payment 1] 20.049, drawer -20.000, cashRounding -49',
    ])
    expect(refusalOf(() => giveCashOwed(book.database, paymentId, book.rounding, book.actor()))?.code).toBe('paymentNotInState')
    returnTender(book.database, second, 'pelanggan pergi', book.actor())
    expect(book.notices()).toEqual([])
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('of a copied ledger that may have been sent elsewhere does not end it', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(45_000)
    book.database.prepare("UPDATE payments SET hold = 'newIncarnation' WHERE id = ?").run(paymentId)
    expect(book.posted(() => book.reverse(tenderId))).toEqual([
      'tenderReversed',
      'tenderReversed: receivable[qris] 45.000, clearing[qris] -45.000',
    ])
    expect(book.state(paymentId)).toBe('queued')
  })

  test.each(['sending', 'inDoubt', 'queued again', 'paid'] as const)('when it is %s lets it go on and is owed for it', async (when) => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(30_000)
    book.send(paymentId)
    if (when === 'inDoubt') book.silence(paymentId, 'noAnswer')
    if (when === 'queued again') book.hear(paymentId, refused('floatTooLow', 2))
    if (when === 'paid') book.hear(paymentId, paid(2))
    const state = book.state(paymentId)
    expect(book.posted(() => book.reverse(tenderId))).toEqual([
      'tenderReversed',
      'tenderReversed: receivable[qris] 30.000, clearing[qris] -30.000',
    ])
    expect(book.state(paymentId)).toBe(state)
    expect(book.notices()).toEqual(['tenderOwed 30000'])
    if (when === 'inDoubt')
      expect(refusalOf(() => advancePayment(book.database, paymentId, 'buru-buru', book.by(), book.ids))?.detail).toMatchObject({
        tenderReversed: true,
      })
    if (when === 'queued again') book.send(paymentId)
    if (when !== 'paid') book.hear(paymentId, paid(3))
    expect(book.posted(() => collectReceivable(book.database, tenderId, book.rounding, book.actor()))).toEqual([
      'receivableCollected: drawer 30.000, receivable[qris] -30.000',
    ])
    expect(book.notices()).toEqual([])
    expect(book.figures()).toEqual({ drawer: 245_000, safe: -200_000, floatUsed: -43_200, commission: -1_800 })
  })

  test('owes nothing more for a payment that is refused later: only its cash goes back', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(30_000)
    book.send(paymentId)
    book.reverse(tenderId)
    expect(book.posted(() => book.hear(paymentId, refused('billerRefused', 2)))).toEqual([
      'refusedFinal: held 45.000, refundsDue -45.000',
      'tenderEvened: refundsDue 30.000, receivable[qris] -30.000',
    ])
    expect(book.notices()).toEqual(['refundDue 15000'])
    // And owes it again when the central has it as paid after all.
    expect(book.posted(() => book.hear(paymentId, paid(3)))).toEqual([
      'paidAfterAll: refundsDue 45.000, held -45.000, held 45.000, floatUsed -43.200, commission -1.800',
      'tenderOwedAgain: receivable[qris] 30.000, refundsDue -30.000',
    ])
    expect(book.posted(() => writeOffReceivable(book.database, tenderId, 'pelanggan hilang', book.actor()))).toEqual([
      'receivableWrittenOff: writtenOff[qris] 30.000, receivable[qris] -30.000',
    ])
    expect(book.figures()).toMatchObject({ drawer: 215_000, writtenOff: 30_000, floatUsed: -43_200, commission: -1_800 })
  })

  test('of all of a payment that is refused later leaves nothing to give back', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(45_000)
    book.send(paymentId)
    book.reverse(tenderId)
    book.hear(paymentId, refused('billerRefused', 2))
    expect(book.state(paymentId)).toBe('refunded')
    expect(book.notices()).toEqual([])
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('of a rejected payment takes that much off what is owed back', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(30_000)
    book.send(paymentId)
    book.hear(paymentId, refused('billerRefused', 2))
    expect(book.posted(() => book.reverse(tenderId))).toEqual([
      'tenderReversed',
      'tenderReversed: refundsDue 30.000, clearing[qris] -30.000',
    ])
    expect(book.notices()).toEqual(['refundDue 15000'])
    expect(book.posted(() => refundPayment(book.database, paymentId, book.by()))).toEqual(['refund: refundsDue 15.000, drawer -15.000'])
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('of a payment given back before takes nothing twice', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(30_000)
    cancelPayment(book.database, paymentId, 'salah nomor', book.by())
    expect(book.posted(() => book.reverse(tenderId))).toEqual(['tenderReversed'])
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('is owed for as before when the central corrects what it deducted', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(45_000)
    book.send(paymentId)
    book.hear(paymentId, paid(2))
    book.reverse(tenderId)
    book.hear(paymentId, paid(3, { deductedRupiah: 43_100 }))
    expect(book.state(paymentId)).toBe('paid')
    expect(book.notices()).toContain('tenderOwed 45000')
    expect(book.figures()).toMatchObject({ receivable: 45_000, floatUsed: -43_100, centralDifference: -100 })
    writeOffReceivable(book.database, tenderId, 'pelanggan hilang', book.actor())
    book.hear(paymentId, paid(4, { deductedRupiah: 43_200 }))
    expect(book.figures()).toMatchObject({ writtenOff: 45_000, floatUsed: -43_200, commission: -1_800 })
  })
})
