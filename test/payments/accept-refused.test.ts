import { describe, expect, test } from 'vitest'
import { storeDocument } from '../../main/central/documents.ts'
import { type RefusalCode, refusalCodes } from '../../shared/refusals.ts'
import { bill45000, nightly, openBook, paid, pulsa20, ratna, refusalOf, seats, signedReply, water } from '../support/ledger-book.ts'
import { manualClock } from '../support/manual-clock.ts'

describe('taking the money is refused', () => {
  test.each([
    [0, 'amountNotPositive'],
    [-45_000, 'amountNotPositive'],
    [45_000.5, 'amountNotWhole'],
    [Number.NaN, 'amountNotWhole'],
    [1_000_000_001, 'amountTooLarge'],
    [1e21, 'amountTooLarge'],
    [44_999, 'cashLessThanTotal'],
  ] as const)('when %d is handed over for 45.000: %s, and nothing is written', async (cashReceivedRupiah, code) => {
    const book = openBook()
    book.openShift()
    const basketId = await book.basketOf(bill45000)
    const before = book.everything()
    expect(refusalOf(() => book.accept(basketId, { cashReceivedRupiah }))?.code).toBe(code)
    expect(book.everything()).toEqual(before)
  })

  test('says how much is missing, counted from the rounded total', async () => {
    const book = openBook()
    book.openShift()
    const basketId = await book.basketOf(water)
    expect(refusalOf(() => book.accept(basketId, { cashReceivedRupiah: 80_000 }))?.detail).toEqual({
      dueRupiah: 89_800,
      shortRupiah: 9_800,
    })
  })

  const cases: [promise: string, code: RefusalCode, step: (book: ReturnType<typeof openBook>) => Promise<() => void>][] = [
    [
      'without a shift',
      'shiftRequired',
      async (book) => {
        const basketId = await book.basketOf(bill45000)
        return () => book.accept(basketId)
      },
    ],
    [
      'at the drawer of somebody else',
      'shiftOfOther',
      async (book) => {
        book.openShift(0, ratna)
        const basketId = await book.basketOf(bill45000)
        return () => book.accept(basketId)
      },
    ],
    [
      'for a basket nobody knows',
      'basketUnknown',
      async (book) => {
        book.openShift()
        return () => book.accept('0'.repeat(36))
      },
    ],
    [
      'for an empty basket',
      'basketEmpty',
      async (book) => {
        book.openShift()
        const basketId = book.newBasket()
        return () => book.accept(basketId)
      },
    ],
    [
      'a second time, as by a double click or a second window',
      'basketAlreadyAccepted',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(bill45000)
        book.accept(basketId)
        return () => book.accept(basketId)
      },
    ],
    [
      'when the total is not what the cashier saw',
      'totalChanged',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(bill45000, pulsa20)
        return () => book.accept(basketId, { expectedTotalRupiah: 45_000 })
      },
    ],
    [
      'for a bill found yesterday',
      'inquiryExpired',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(bill45000)
        await book.clock.advance(24 * 3_600_000)
        return () => book.accept(basketId)
      },
    ],
    [
      'by prices whose time is over',
      'catalogueExpired',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(bill45000)
        await book.clock.advance(7 * 24 * 3_600_000)
        return () => book.accept(basketId, { config: { ...book.config, validUntil: '2026-12-31T00:00:00.000Z' } })
      },
    ],
    [
      'by limits whose time is over',
      'configExpired',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(bill45000)
        await book.clock.advance(7 * 24 * 3_600_000)
        return () => book.accept(basketId)
      },
    ],
    [
      'on a day that nobody vouches for, except at fixed prices',
      'timeNotTrusted',
      async (book) => {
        book.openShift()
        book.accept(await book.basketOf(pulsa20), { timeTrusted: false })
        const basketId = await book.basketOf(bill45000)
        return () => book.accept(basketId, { timeTrusted: false })
      },
    ],
    [
      'without the link in the hours when the biller takes nothing',
      'productClosed',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(nightly)
        await book.clock.advance(Date.parse('2026-11-23T16:30:00Z') - book.clock.nowMs())
        return () => book.accept(basketId, { offline: true })
      },
    ],
    [
      'at a price that a newer catalogue has changed',
      'inquiryExpired',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(pulsa20)
        const products = book.catalogue.products.map((product) =>
          product.code === 'TSEL20' ? { ...product, priceRupiah: 21_600 } : product,
        )
        storeDocument(book.database, 'catalogue', { ...book.catalogue, version: 2, products }, signedReply, book.clock.nowMs())
        return () => book.accept(basketId)
      },
    ],
    [
      'for seats without the link',
      'offlineNotAllowed',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(seats)
        return () => book.accept(basketId, { offline: true })
      },
    ],
    [
      'for a bill that another basket took meanwhile',
      'duplicateBill',
      async (book) => {
        book.openShift()
        const basketId = await book.basketOf(bill45000)
        await book.sell(bill45000)
        return () => book.accept(basketId)
      },
    ],
  ]
  test.each(cases)('%s: %s, and nothing is written', async (_, code, prepare) => {
    const book = openBook()
    const step = await prepare(book)
    const before = book.everything()
    expect(refusalOf(step)?.code).toBe(code)
    expect(book.everything()).toEqual(before)
  })

  test('by the first reason of the list when several apply', async () => {
    const book = openBook()
    const basketId = await book.basketOf(seats, bill45000)
    const odd = { offline: true, expectedTotalRupiah: 1, cashReceivedRupiah: 0.5, floatAvailableRupiah: 0 }
    const given: RefusalCode[] = []
    const refusedNow = (changes: object) => given.push(refusalOf(() => book.accept(basketId, changes))?.code ?? 'internal')
    refusedNow(odd)
    book.openShift(0, ratna)
    refusedNow(odd)
    book.database.exec('UPDATE shifts SET closed_at_ms = 1')
    book.openShift(0)
    refusedNow(odd)
    refusedNow({ ...odd, offline: false })
    refusedNow({ ...odd, offline: false, expectedTotalRupiah: 145_000 })
    refusedNow({ cashReceivedRupiah: -1, floatAvailableRupiah: 0 })
    refusedNow({ cashReceivedRupiah: 2_000_000_000, floatAvailableRupiah: 0 })
    refusedNow({ cashReceivedRupiah: 5_000, floatAvailableRupiah: 0 })
    refusedNow({ floatAvailableRupiah: 0 })
    expect(given).toEqual([
      'shiftRequired',
      'shiftOfOther',
      'offlineNotAllowed',
      'totalChanged',
      'amountNotWhole',
      'amountNotPositive',
      'amountTooLarge',
      'cashLessThanTotal',
      'floatLimit',
    ])
    expect(given).toEqual([...given].sort((a, b) => refusalCodes.indexOf(a) - refusalCodes.indexOf(b)))
  })
})

describe('a limit', () => {
  test('of one payment: at it accepted, over it refused', async () => {
    const book = openBook({ limits: { perPaymentMaxRupiah: 45_000 } })
    book.openShift()
    await book.sell(bill45000)
    const basketId = await book.basketOf({ customerNumber: '530000000001', sheets: [['202611', 45_001]] })
    expect(refusalOf(() => book.accept(basketId))).toEqual({ code: 'paymentLimit', detail: { maxRupiah: 45_000 } })
  })

  test('of the number of payments held, counted with the whole basket', async () => {
    const book = openBook({ limits: { countMax: 2 } })
    book.openShift()
    const [first = ''] = await book.sell(bill45000)
    const two = await book.basketOf(pulsa20, water)
    expect(refusalOf(() => book.accept(two))).toEqual({ code: 'queueCountLimit', detail: { count: 1, countMax: 2 } })
    await book.sell(pulsa20)
    const one = await book.basketOf(water)
    expect(refusalOf(() => book.accept(one))?.code).toBe('queueCountLimit')
    // What the central has answered is no longer held.
    book.send(first)
    book.hear(first, paid(2))
    book.accept(one)
    expect(book.figures()).toMatchObject({ held: -21_500 - 89_849 })
  })

  test('of the money held: at it accepted, over it refused', async () => {
    const book = openBook({ limits: { totalMaxRupiah: 66_500 } })
    book.openShift()
    await book.sell(bill45000, pulsa20)
    const basketId = await book.basketOf({ ...pulsa20, customerNumber: '081200001231' })
    expect(refusalOf(() => book.accept(basketId))).toEqual({
      code: 'queueTotalLimit',
      detail: { totalRupiah: 66_500, totalMaxRupiah: 66_500 },
    })
  })

  test('of the age of the oldest one: reached, nothing new is taken, and no state changes', async () => {
    const book = openBook({ limits: { ageMaxMs: 3_600_000 } })
    book.openShift()
    const [oldest = ''] = await book.sell(bill45000)
    await book.clock.advance(3_600_000 - 1)
    await book.sell(pulsa20)
    await book.clock.advance(1)
    const basketId = await book.basketOf(water)
    expect(refusalOf(() => book.accept(basketId))).toEqual({
      code: 'queueAgeLimit',
      detail: { oldestAgeMs: 3_600_000, ageMaxMs: 3_600_000 },
    })
    expect(book.state(oldest)).toBe('queued')
  })

  test('of the float: what the central will deduct must be there, to the rupiah', async () => {
    const book = openBook()
    book.openShift()
    const basketId = await book.basketOf(bill45000)
    expect(refusalOf(() => book.accept(basketId, { floatAvailableRupiah: 43_199 }))).toEqual({
      code: 'floatLimit',
      detail: { availableRupiah: 43_199, neededRupiah: 43_200 },
    })
    expect(refusalOf(() => book.accept(basketId, { offline: true, floatAvailableRupiah: null }))?.code).toBe('floatLimit')
    book.accept(basketId, { floatAvailableRupiah: 43_200 })
  })

  test('of the float never heard stops only what is taken offline', async () => {
    const book = openBook()
    book.openShift()
    book.accept(await book.basketOf(bill45000), { floatAvailableRupiah: null })
  })
})

test('a price of the day ends with the WIB day, wherever the outlet stands', async () => {
  const clock = manualClock(Date.parse('2026-11-23T16:59:59Z'))
  const book = openBook({ clock })
  book.openShift()
  const basketId = await book.basketOf(pulsa20)
  await clock.advance(1_000)
  expect(refusalOf(() => book.accept(basketId))?.code).toBe('inquiryExpired')
})
