import { describe, expect, test } from 'vitest'
import { confirmTender } from '../../main/tenders/confirm.ts'
import { bill45000, refusalOf } from '../support/ledger-book.ts'
import { openTenderBook } from './tender-book.ts'

const slip = (approvalCode: string, maskedPan: string) => ({ kind: 'edc', approvalCode, maskedPan }) as const

describe('asking for money without cash', () => {
  test('needs an open shift, an open basket and a whole amount that is still due', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    const codes = [0, -1, 0.5, 45_001, Number.NaN].map((amount) => refusalOf(() => book.ask(basketId, amount))?.code)
    expect(codes).toEqual(['amountNotPositive', 'amountNotPositive', 'amountNotWhole', 'tenderMoreThanDue', 'amountNotWhole'])
    expect(refusalOf(() => book.ask('no basket', 1_000))?.code).toBe('basketUnknown')
    book.discard(basketId)
    expect(refusalOf(() => book.ask(basketId, 1_000))?.code).toBe('basketAlreadyAccepted')
    book.database.prepare('UPDATE shifts SET closed_at_ms = 1').run()
    expect(refusalOf(() => book.ask(basketId, 1_000))?.code).toBe('shiftRequired')
  })

  test('counts what was asked before as no longer due, until that expires', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    book.ask(basketId, 30_000)
    expect(refusalOf(() => book.ask(basketId, 20_000))).toEqual({ code: 'tenderMoreThanDue', detail: { dueRupiah: 15_000 } })
    expect(book.expireAll()).toBe(1)
    expect(book.tender(book.ask(basketId, 45_000)).state).toBe('asked')
  })

  test('without the link is possible by card alone, whose machine has its own', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    const ask = (kind: 'qris' | 'transfer' | 'eWallet' | 'card') => refusalOf(() => book.ask(basketId, 1_000, kind, false))?.code ?? 'asked'
    expect([ask('qris'), ask('transfer'), ask('eWallet'), ask('card')]).toEqual([
      'tenderNeedsLink',
      'tenderNeedsLink',
      'tenderNeedsLink',
      'asked',
    ])
  })
})

describe('the slip of the card machine', () => {
  test.each([
    ['A1B2C3', '************1234', '************1234'],
    ['a1b2c3', '4111 11** **** 1234', '411111******1234'],
    ['123456', 'xxxx-xxxx-xxxx-1234', '************1234'],
  ])('%s with %s confirms', async (approvalCode, maskedPan, kept) => {
    const book = openTenderBook()
    const tenderId = book.ask(await book.basketOf(bill45000), 45_000, 'card')
    confirmTender(book.database, tenderId, slip(approvalCode, maskedPan), book.actor())
    expect(book.tender(tenderId)).toMatchObject({ state: 'confirmed', reference: approvalCode.toUpperCase(), maskedPan: kept })
  })

  test.each([
    ['', '************1234'],
    ['12345', '************1234'],
    ['1234567', '************1234'],
    ['12-456', '************1234'],
    // A whole card number, or most of it, is never taken.
    ['123456', '4111111111111234'],
    ['123456', '41111111****1234'],
    ['123456', '****'],
    ['123456', '1234'],
    ['123456', '************12345'],
    ['123456', '***********************1234'],
  ])('“%s” with “%s” confirms nothing, and nothing of it is kept', async (approvalCode, maskedPan) => {
    const book = openTenderBook()
    const tenderId = book.ask(await book.basketOf(bill45000), 45_000, 'card')
    const before = book.everything()
    const code = refusalOf(() => confirmTender(book.database, tenderId, slip(approvalCode, maskedPan), book.actor()))?.code
    expect(code).toBe('cardEvidenceMalformed')
    expect(book.everything()).toEqual(before)
  })

  test('confirms a card, and nothing else', async () => {
    const book = openTenderBook()
    const tenderId = book.ask(await book.basketOf(bill45000), 45_000, 'qris')
    expect(refusalOf(() => confirmTender(book.database, tenderId, slip('123456', '************1234'), book.actor()))?.code).toBe(
      'cardEvidenceMalformed',
    )
  })

  test('confirms one tender, not a second one', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    const [first, second] = [book.ask(basketId, 20_000, 'card'), book.ask(basketId, 25_000, 'card')]
    confirmTender(book.database, first, slip('123456', '************1234'), book.actor())
    expect(refusalOf(() => confirmTender(book.database, second, slip('123456', '************1234'), book.actor()))?.code).toBe(
      'tenderEvidenceUsed',
    )
    // The same code on another card is another approval.
    expect(confirmTender(book.database, second, slip('123456', '************9876'), book.actor()).state).toBe('confirmed')
  })
})

describe('the provider’s confirmation', () => {
  test('heard twice is booked once', async () => {
    const book = openTenderBook()
    const tenderId = book.ask(await book.basketOf(bill45000), 45_000)
    book.confirm(tenderId, { reference: 'RRN-7' })
    const before = book.everything()
    expect(book.posted(() => book.confirm(tenderId, { reference: 'RRN-7' }))).toEqual([])
    expect(book.everything()).toEqual(before)
  })

  test('with another reference for money that came already is set aside and shown once: the customer may have paid twice', async () => {
    const book = openTenderBook()
    const tenderId = book.ask(await book.basketOf(bill45000), 45_000)
    book.confirm(tenderId, { reference: 'RRN-7' })
    book.confirm(tenderId, { reference: 'RRN-8' })
    book.confirm(tenderId, { reference: 'RRN-8' })
    expect(book.alarms()).toEqual(['tenderConfirmedTwice'])
    expect(book.figures()).toMatchObject({ clearing: 45_000, unallocated: -45_000 })
  })

  test('for nothing, for a fraction or without a reference stops, as no provider says that', async () => {
    const book = openTenderBook()
    const tenderId = book.ask(await book.basketOf(bill45000), 45_000)
    for (const odd of [{ amountRupiah: 0 }, { amountRupiah: -1 }, { amountRupiah: 0.5 }, { reference: '' }])
      expect(() => book.confirm(tenderId, odd)).toThrow(/confirm/)
    expect(refusalOf(() => confirmTender(book.database, 'nobody', slip('123456', '************1234'), book.actor()))?.code).toBe(
      'tenderUnknown',
    )
    expect(book.tender(tenderId).state).toBe('asked')
  })
})

describe('a provider’s settlement', () => {
  test('of several tenders reaches the bank in one step, less its discount', async () => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    const [first, second] = [book.pay(basketId, 20_000, 'qris'), book.pay(basketId, 25_000, 'card')]
    const lines = book.posted(() =>
      book.settle(
        { tenderId: first, grossRupiah: 20_000, discountRupiah: 140 },
        { tenderId: second, grossRupiah: 25_000, discountRupiah: 0 },
      ),
    )
    expect(lines).toEqual([
      'tenderSettled: bank 19.860, merchantDiscount 140, clearing[qris] -20.000',
      'tenderSettled: bank 25.000, clearing[card] -25.000',
    ])
  })

  test.each([
    ['less than came', 44_999, 0],
    ['more than came', 45_001, 0],
    ['nothing', 0, 0],
    ['a discount above all of it', 45_000, 45_001],
    ['a discount below zero', 45_000, -1],
  ])('of %s is refused by name, and no tender beside it is settled', async (_, grossRupiah, discountRupiah) => {
    const book = openTenderBook()
    const basketId = await book.basketOf(bill45000)
    const fine = book.pay(await book.basketOf({ ...bill45000, customerNumber: '530000000010' }), 10_000, 'card')
    const tenderId = book.pay(basketId, 45_000)
    const before = book.everything()
    const refusal = refusalOf(() =>
      book.settle({ tenderId: fine, grossRupiah: 10_000, discountRupiah: 0 }, { tenderId, grossRupiah, discountRupiah }),
    )
    expect(refusal).toEqual({ code: 'settlementDiffers', detail: { tenderId, openRupiah: 45_000, grossRupiah, discountRupiah } })
    expect(book.everything()).toEqual(before)
  })

  test('nets what went back before, or pays all and deducts it later', async () => {
    const netted = openTenderBook()
    const one = netted.pay(await netted.basketOf(bill45000), 45_000)
    netted.reverse(one)
    expect(refusalOf(() => netted.settle({ tenderId: one, grossRupiah: 45_000, discountRupiah: 0 }))?.code).toBe('settlementDiffers')
    const deducted = openTenderBook()
    const two = deducted.pay(await deducted.basketOf(bill45000), 45_000)
    deducted.settle({ tenderId: two, grossRupiah: 45_000, discountRupiah: 315 })
    deducted.reverse(two)
    expect(deducted.figures()).toMatchObject({ clearing: -45_000, bank: 44_685 })
    deducted.settle({ tenderId: two, grossRupiah: -45_000, discountRupiah: -315 })
    expect(deducted.tender(two).state).toBe('reversed')
    expect(deducted.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })
})
