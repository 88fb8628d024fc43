import { describe, expect, test } from 'vitest'
import { cancelPayment, refundPayment } from '../../main/payments/actions.ts'
import { advancePayment, collectOwed } from '../../main/payments/advances.ts'
import { allocateTender, returnTender } from '../../main/tenders/late-money.ts'
import { bill45000, paid, pulsa20, refusalOf, refused } from '../support/ledger-book.ts'
import { openTenderBook } from './tender-book.ts'

describe('taking money', () => {
  test('takes the confirmed money into the payment, and no cash for it', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    book.pay(basketId, 45_000)
    expect(book.posted(() => book.take(basketId))).toEqual(['accept: unallocated[qris] 45.000, held -45.000'])
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000, clearing: 45_000, held: -45_000 })
  })

  test('splits a bill between cash and two tenders, and only the cash is rounded', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf({ ...bill45000, sheets: [['202611', 45_049]] })
    book.pay(basketId, 20_000, 'qris')
    book.pay(basketId, 5_000, 'card')
    expect(book.posted(() => book.take(basketId))).toEqual([
      'accept: drawer 20.000, unallocated[qris] 20.000, unallocated[card] 5.000, cashRounding 49, held -45.049',
    ])
  })

  test('pays the bills of a basket in their order, and the last one gets the cash', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000, pulsa20)
    book.pay(basketId, 50_000)
    expect(book.posted(() => book.take(basketId))).toEqual([
      'accept: unallocated[qris] 45.000, held -45.000',
      'accept: drawer 16.500, unallocated[qris] 5.000, held -21.500',
    ])
  })

  test('leaves what the basket no longer needs unallocated, and shows it', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(pulsa20)
    const added = book.add(basketId, await book.inquire(bill45000))
    const tenderId = book.pay(basketId, 66_500)
    book.remove(basketId, added)
    expect(book.notices()).toEqual([])
    book.take(basketId)
    expect(book.notices()).toEqual(['lateMoney 45000'])
    expect(book.posted(() => returnTender(book.database, tenderId, 'salah tagih', book.actor()))).toEqual([
      'tenderReturned: unallocated[qris] 45.000, clearing[qris] -45.000',
    ])
    expect(book.notices()).toEqual([])
    expect(book.figures()).toMatchObject({ clearing: 21_500, held: -21_500 })
  })

  test('with one part failed leaves the confirmed part waiting, until cash completes the basket', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    book.pay(basketId, 20_000, 'qris')
    const second = book.ask(basketId, 25_000, 'eWallet')
    expect(refusalOf(() => book.ask(basketId, 1, 'card'))).toEqual({ code: 'tenderMoreThanDue', detail: { dueRupiah: 0 } })
    book.fail(second)
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000, clearing: 20_000, unallocated: -20_000 })
    expect(book.notices()).toEqual([])
    expect(book.posted(() => book.take(basketId))).toEqual(['accept: drawer 25.000, unallocated[qris] 20.000, held -45.000'])
  })
})

describe('late money', () => {
  test.each(['expired', 'failed', 'discarded', 'accepted without it', 'of another amount'] as const)(
    '%s waits for a person',
    async (how) => {
      const book = openTenderBook()
      const basketId = await book.basketOf(bill45000)
      const tenderId = book.ask(basketId, 45_000)
      if (how === 'expired') book.expireAll()
      if (how === 'failed') book.fail(tenderId)
      if (how === 'discarded') book.discard(basketId)
      if (how === 'accepted without it') book.take(basketId)
      book.confirm(tenderId, how === 'of another amount' ? { amountRupiah: 40_000 } : {})
      const cameRupiah = how === 'of another amount' ? 40_000 : 45_000
      expect(book.notices()).toEqual([`lateMoney ${cameRupiah}`])
      expect(book.figures()).toMatchObject({ clearing: cameRupiah, unallocated: -cameRupiah })
      // Given to the next basket of the same customer, it pays for that one.
      const next = await book.basketOf({ ...bill45000, customerNumber: '530000000010' })
      expect(book.posted(() => allocateTender(book.database, tenderId, next, book.actor()))).toEqual(['tenderAllocated'])
      expect(book.notices()).toEqual([])
      expect(refusalOf(() => allocateTender(book.database, tenderId, next, book.actor()))?.code).toBe('tenderMoneyGone')
      book.take(next)
      expect(book.figures()).toMatchObject({ clearing: cameRupiah })
      expect(book.figures().unallocated).toBeUndefined()
      expect(refusalOf(() => returnTender(book.database, tenderId, 'lagi', book.actor()))?.code).toBe('tenderMoneyGone')
    },
  )

  test('of a basket that is discarded after it came is shown, and goes back with a reason and a name', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    const tenderId = book.pay(basketId, 45_000)
    book.discard(basketId)
    expect(book.notices()).toEqual(['lateMoney 45000'])
    expect(refusalOf(() => returnTender(book.database, tenderId, ' ', book.actor()))?.code).toBe('reasonRequired')
    expect(refusalOf(() => allocateTender(book.database, tenderId, basketId, book.actor()))?.code).toBe('basketAlreadyAccepted')
    returnTender(book.database, tenderId, 'pelanggan pergi', book.actor())
    expect(book.audited()).toContain('staff-sari returnTender')
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })
})

describe('giving a payment back', () => {
  test('that was never sent returns each part the way it came', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(30_000)
    expect(book.posted(() => cancelPayment(book.database, paymentId, 'salah nomor', book.by()))).toEqual([
      'cancel: held 45.000, drawer -15.000, clearing[qris] -30.000',
    ])
    expect(book.fates(paymentId)).toEqual(['returned'])
    expect(book.tender(tenderId)).toMatchObject({ state: 'confirmed', returnedRupiah: 30_000 })
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('that was refused returns each part the way it came, also when the tender is settled already', async () => {
    const book = openTenderBook()
    const { tenderId, paymentId } = await book.takenBy(30_000)
    book.settle({ tenderId, grossRupiah: 30_000, discountRupiah: 210 })
    book.send(paymentId)
    book.hear(paymentId, refused('billerRefused', 2))
    expect(book.notices()).toEqual(['refundDue 15000'])
    expect(book.posted(() => refundPayment(book.database, paymentId, book.by()))).toEqual([
      'refund: refundsDue 45.000, drawer -15.000, clearing[qris] -30.000',
    ])
    // The provider deducts it from a later settlement, with the discount it had kept.
    const deducted = { tenderId, grossRupiah: -30_000, discountRupiah: -210 }
    expect(book.posted(() => book.settle(deducted))).toEqual(['tenderSettled: bank -29.790, merchantDiscount -210, clearing[qris] 30.000'])
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('needs nothing in the drawer when all of it came by a tender', async () => {
    const book = openTenderBook()
    const { paymentId } = await book.takenBy(45_000)
    book.database.prepare("UPDATE balances SET amount_rupiah = 0 WHERE account = 'drawer'").run()
    expect(cancelPayment(book.database, paymentId, 'salah nomor', book.by()).state).toBe('cancelled')
  })

  test('on a cheaper bill takes the tenders along as far as that one costs, the rest goes back in cash', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    book.pay(basketId, 20_000, 'qris')
    book.pay(basketId, 25_000, 'card')
    const [old = ''] = book.take(basketId)
    book.send(old)
    book.hear(old, refused('billChanged', 2))
    const cheaper = await book.inquire({ ...bill45000, sheets: [['202611', 30_000]] })
    expect(book.posted(() => book.repay(cheaper, old))).toEqual([
      'repay: refundsDue 45.000, held -45.000',
      'accept: drawer -15.000, held 15.000',
    ])
    const paidBy = 'SELECT amount_rupiah AS amount, fate FROM payment_tenders ORDER BY payment_id, tender_id'
    expect(book.database.prepare(paidBy).all()).toEqual([
      { amount: 20_000, fate: 'carried' },
      { amount: 15_000, fate: 'spent' },
      { amount: 20_000, fate: 'spent' },
      { amount: 10_000, fate: 'spent' },
    ])
    expect(book.figures()).toMatchObject({ drawer: 185_000, clearing: 45_000, held: -30_000 })
  })

  test('in advance returns each part too, and what is brought back later counts as cash', async () => {
    const book = openTenderBook()
    const { paymentId } = await book.takenBy(30_000)
    book.send(paymentId)
    book.silence(paymentId, 'noAnswer')
    expect(book.posted(() => advancePayment(book.database, paymentId, 'buru-buru', book.by(), book.ids))).toEqual([
      'advance: advances[payment 1] 45.000, drawer -15.000, clearing[qris] -30.000',
    ])
    book.hear(paymentId, paid(2))
    collectOwed(book.database, paymentId, book.by())
    expect(book.fates(paymentId)).toEqual(['collected'])
    expect(book.figures()).toEqual({ drawer: 245_000, safe: -200_000, floatUsed: -43_200, commission: -1_800 })
  })
})
