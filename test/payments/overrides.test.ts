import { describe, expect, test } from 'vitest'
import { grantOverride } from '../../main/payments/overrides.ts'
import type { LiftableRefusal } from '../../shared/terminal-api/shapes.ts'
import { type Book, bill45000, openBook, pulsa20, ratna, refusalOf, type Wanted, type Wishes, water } from '../support/ledger-book.ts'

function shiftBook(wishes: Wishes = {}): Book {
  const book = openBook(wishes)
  book.openShift()
  return book
}

function lift(book: Book, basketId: string, paymentId: string, refusal: LiftableRefusal, reason = 'pelanggan tetap') {
  const by = { staffId: ratna.id, ceilings: book.config.limits.overrides, ids: book.ids, atMs: book.clock.nowMs() }
  return grantOverride(book.database, { basketId, paymentId, refusal, reason }, by)
}

async function oneBill(book: Book, bill: Wanted): Promise<{ basketId: string; paymentId: string }> {
  const basketId = book.newBasket()
  return { basketId, paymentId: book.add(basketId, await book.inquire(bill)) }
}

const another = (index: number): Wanted => ({ ...bill45000, customerNumber: `5300000020${String(index).padStart(2, '0')}` })

/** A queue that is full in one way; the next payment is refused for exactly that. */
const full: [refusal: LiftableRefusal, prepare: () => Promise<Book>][] = [
  ['paymentLimit', async () => shiftBook({ limits: { perPaymentMaxRupiah: 44_999 } })],
  [
    'queueCountLimit',
    async () => {
      const book = shiftBook({ limits: { countMax: 1 } })
      await book.sell(pulsa20)
      return book
    },
  ],
  [
    'queueTotalLimit',
    async () => {
      const book = shiftBook({ limits: { totalMaxRupiah: 60_000 } })
      await book.sell(pulsa20)
      return book
    },
  ],
  [
    'queueAgeLimit',
    async () => {
      const book = shiftBook({ limits: { ageMaxMs: 3_600_000 } })
      await book.sell(pulsa20)
      await book.clock.advance(3_600_000)
      return book
    },
  ],
]

describe('a supervisor', () => {
  test.each(full)('lifts %s for one payment, audited and spent, and the next one is refused again', async (refusal, prepare) => {
    const book = await prepare()
    const { basketId, paymentId } = await oneBill(book, bill45000)
    expect(refusalOf(() => book.accept(basketId))?.code).toBe(refusal)
    expect(lift(book, basketId, paymentId, refusal)).toEqual({ countLeft: 9, leftRupiah: 9_955_000 })
    book.accept(basketId, { offline: true })
    expect(book.state(paymentId)).toBe('queued')
    expect(book.audited()).toEqual(['staff-ratna overrideLimit'])
    expect(book.lastEvent()).toMatchObject({ event: 'accept', detail: JSON.stringify({ lifted: refusal }) })
    expect(book.everything().limit_overrides).toMatchObject([
      { payment_id: paymentId, refusal, granted_by: ratna.id, amount_rupiah: 45_000, used_at_ms: book.clock.nowMs() },
    ])
    const next = await oneBill(book, another(1))
    expect(refusalOf(() => book.accept(next.basketId))?.code).toBe(refusal)
  })

  test.each(full)('who lifts another limit does not lift %s', async (refusal, prepare) => {
    const book = await prepare()
    const { basketId, paymentId } = await oneBill(book, bill45000)
    for (const [other] of full) if (other !== refusal) lift(book, basketId, paymentId, other)
    expect(refusalOf(() => book.accept(basketId))?.code).toBe(refusal)
  })

  test('lifts nothing for the payment beside it in the basket', async () => {
    const book = shiftBook({ limits: { countMax: 1 } })
    await book.sell(pulsa20)
    const basketId = await book.basketOf(bill45000, water)
    const [first] = book.view(basketId).items
    lift(book, basketId, first?.paymentId ?? '', 'queueCountLimit')
    expect(refusalOf(() => book.accept(basketId))?.code).toBe('queueCountLimit')
    book.remove(basketId, book.view(basketId).items[1]?.paymentId ?? '')
    book.accept(basketId)
  })

  test('never lifts the float, nor what the product does not allow', async () => {
    const book = shiftBook()
    const { basketId, paymentId } = await oneBill(book, bill45000)
    for (const [refusal] of full) lift(book, basketId, paymentId, refusal)
    expect(refusalOf(() => book.accept(basketId, { offline: true, floatAvailableRupiah: 43_199 }))?.code).toBe('floatLimit')
    expect(refusalOf(() => book.accept(basketId, { timeTrusted: false }))?.code).toBe('timeNotTrusted')
  })

  test('says yes for today: on the next business day the yes is gone', async () => {
    const book = shiftBook({ limits: { perPaymentMaxRupiah: 44_999 } })
    const { basketId, paymentId } = await oneBill(book, { ...bill45000, productCode: 'PAPER', customerNumber: '102400000017' })
    lift(book, basketId, paymentId, 'paymentLimit')
    book.database.exec("UPDATE business_days SET locked_at_ms = 1 WHERE day = '2026-11-23'")
    expect(refusalOf(() => book.accept(basketId))?.code).toBe('paymentLimit')
    lift(book, basketId, paymentId, 'paymentLimit')
    book.accept(basketId)
  })
})

describe('the ceiling of a business day', () => {
  test('stops the yeses by their number, however many limits each lifts', async () => {
    const book = shiftBook({ limits: { overrides: { perDayCountMax: 2, perDayTotalMaxRupiah: 10_000_000 } } })
    const [one, two, three] = [await oneBill(book, another(1)), await oneBill(book, another(2)), await oneBill(book, another(3))]
    lift(book, one.basketId, one.paymentId, 'paymentLimit')
    lift(book, one.basketId, one.paymentId, 'queueTotalLimit')
    expect(lift(book, two.basketId, two.paymentId, 'paymentLimit')).toEqual({ countLeft: 0, leftRupiah: 9_910_000 })
    expect(lift(book, two.basketId, two.paymentId, 'queueAgeLimit').countLeft).toBe(0)
    const before = book.everything()
    expect(refusalOf(() => lift(book, three.basketId, three.paymentId, 'paymentLimit'))).toEqual({
      code: 'overrideCeiling',
      detail: { count: 2, countMax: 2, totalRupiah: 90_000, totalMaxRupiah: 10_000_000 },
    })
    expect(book.everything()).toEqual(before)
  })

  test('stops them by their sum: at it granted, one rupiah over it refused', async () => {
    const book = shiftBook({ limits: { overrides: { perDayCountMax: 10, perDayTotalMaxRupiah: 90_000 } } })
    const [one, two] = [await oneBill(book, another(1)), await oneBill(book, { ...another(2), sheets: [['202611', 45_001]] })]
    lift(book, one.basketId, one.paymentId, 'paymentLimit')
    expect(refusalOf(() => lift(book, two.basketId, two.paymentId, 'paymentLimit'))?.code).toBe('overrideCeiling')
    const three = await oneBill(book, another(3))
    expect(lift(book, three.basketId, three.paymentId, 'paymentLimit').leftRupiah).toBe(0)
  })

  test('counts what was let through, and what still may be, but not a bill that was taken out again', async () => {
    const book = shiftBook({ limits: { overrides: { perDayCountMax: 1, perDayTotalMaxRupiah: 10_000_000 } } })
    const [one, two, three] = [await oneBill(book, another(1)), await oneBill(book, another(2)), await oneBill(book, another(3))]
    lift(book, one.basketId, one.paymentId, 'paymentLimit')
    book.remove(one.basketId, one.paymentId)
    lift(book, two.basketId, two.paymentId, 'paymentLimit')
    book.accept(two.basketId)
    expect(refusalOf(() => lift(book, three.basketId, three.paymentId, 'paymentLimit'))?.code).toBe('overrideCeiling')
  })

  test('of nothing lets nothing through', async () => {
    const book = shiftBook({ limits: { overrides: { perDayCountMax: 0, perDayTotalMaxRupiah: 0 } } })
    const { basketId, paymentId } = await oneBill(book, bill45000)
    expect(refusalOf(() => lift(book, basketId, paymentId, 'paymentLimit'))?.code).toBe('overrideCeiling')
  })

  test('begins anew with the next business day', async () => {
    const book = shiftBook({ limits: { overrides: { perDayCountMax: 1, perDayTotalMaxRupiah: 10_000_000 } } })
    const [one, two] = [await oneBill(book, another(1)), await oneBill(book, another(2))]
    lift(book, one.basketId, one.paymentId, 'paymentLimit')
    book.database.exec("UPDATE business_days SET locked_at_ms = 1 WHERE day = '2026-11-23'")
    expect(lift(book, two.basketId, two.paymentId, 'paymentLimit').countLeft).toBe(0)
  })
})

test('an override needs a shift, an open basket, a bill in it and a reason', async () => {
  const book = openBook()
  const { basketId, paymentId } = await oneBill(book, bill45000)
  expect(refusalOf(() => lift(book, basketId, paymentId, 'paymentLimit'))?.code).toBe('shiftRequired')
  book.openShift()
  expect(refusalOf(() => lift(book, 'no basket', paymentId, 'paymentLimit'))?.code).toBe('basketUnknown')
  expect(refusalOf(() => lift(book, basketId, 'no payment', 'paymentLimit'))?.code).toBe('basketItemUnknown')
  expect(refusalOf(() => lift(book, basketId, paymentId, 'paymentLimit', '  '))?.code).toBe('reasonRequired')
  book.accept(basketId)
  expect(refusalOf(() => lift(book, basketId, paymentId, 'paymentLimit'))?.code).toBe('basketAlreadyAccepted')
  expect(book.everything().limit_overrides).toEqual([])
})
