import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../main/platform/crypto.ts'
import { canonicalIntent } from '../../shared/intent.ts'
import { type RefusalCode, refusalCodes } from '../../shared/refusals.ts'
import { bill45000, openBook, paid, ratna, refusalOf, type Wanted } from '../support/ledger-book.ts'
import { manualClock } from '../support/manual-clock.ts'

const pulsa20: Wanted = { productCode: 'TSEL20', customerNumber: '081200001230', sheets: [['', 21_500]] }
const water: Wanted = { productCode: 'PDAM', customerNumber: '102400000017', sheets: [['202611', 87_349]] }
const seats: Wanted = { productCode: 'KAI', customerNumber: '102400000018', sheets: [['202611', 100_000]] }

async function basketOf(book: ReturnType<typeof openBook>, ...bills: Wanted[]): Promise<string> {
  const basketId = book.newBasket()
  for (const bill of bills) book.add(basketId, await book.inquire(bill))
  return basketId
}

describe('taking the money', () => {
  test('writes the payment, its event, its lines, its bill and its slip', async () => {
    const book = openBook()
    const shift = book.openShift(200_000)
    const [paymentId = ''] = await book.sell(bill45000)
    expect(book.payment(paymentId)).toMatchObject({
      sequence: 1,
      shiftId: shift.id,
      state: 'queued',
      everSent: false,
      billTotalRupiah: 45_000,
      counterFeeRupiah: 0,
      totalRupiah: 45_000,
      commissionRupiah: 1_800,
      customerName: 'BUDI SANTOSO',
      staffName: 'Sari',
    })
    expect(book.payment(paymentId).intentHash).toBe(sha256Hex(canonicalIntent(book.payment(paymentId).intent)))
    expect(book.figures()).toEqual({ drawer: 245_000, held: -45_000, safe: -200_000 })
    const { events, live_bills: liveBills, print_jobs: jobs, baskets } = book.everything()
    expect(events).toMatchObject([{ event: 'shiftOpen' }, { event: 'accept', payment_id: paymentId, from_state: null, to_state: 'queued' }])
    expect(liveBills).toEqual([{ bill_key: 'PLN|530000000002|period:202611', payment_id: paymentId }])
    expect(jobs).toMatchObject([
      { kind: 'receipt', origin: 'accept', payment_id: paymentId, state: 'awaitingResult', decide_by_ms: book.clock.nowMs() + 8_000 },
    ])
    expect(baskets).toMatchObject([{ state: 'accepted', total_rupiah: 45_000, cash_due_rupiah: 45_000, received_rupiah: 45_000 }])
  })

  test('keeps the counter fee out of the intent and in the total', async () => {
    const book = openBook()
    book.openShift()
    const [paymentId = ''] = await book.sell(water)
    expect(book.payment(paymentId)).toMatchObject({ billTotalRupiah: 87_349, counterFeeRupiah: 2_500, totalRupiah: 89_849 })
    expect(book.payment(paymentId).intent.totalRupiah).toBe(87_349)
    expect(book.figures()).toEqual({ drawer: 289_800, cashRounding: 49, held: -89_849, safe: -200_000 })
  })

  test('rounds a basket once, on its largest bill, and counts the change from that', async () => {
    const book = openBook({ cashRounding: { unitRupiah: 1_000, direction: 'down' } })
    const shift = book.openShift(0)
    const small: Wanted = { customerNumber: '530000000001', sheets: [['202611', 300]] }
    // 300 + 89.849 + 21.500 = 111.649, asked in cash: 111.000.
    const basketId = await basketOf(book, small, water, pulsa20)
    book.accept(basketId, { cashReceivedRupiah: 150_000 })
    expect(book.drawer(shift.id)).toBe(111_000)
    expect(book.figures()).toEqual({ drawer: 111_000, cashRounding: 649, held: -111_649 })
    const taken = book.database
      .prepare("SELECT amount_rupiah AS amount FROM journal_lines WHERE account = 'drawer' ORDER BY event_sequence")
      .all()
    expect(taken).toEqual([{ amount: 300 }, { amount: 89_200 }, { amount: 21_500 }])
    expect(book.everything().baskets).toMatchObject([{ total_rupiah: 111_649, cash_due_rupiah: 111_000, received_rupiah: 150_000 }])
  })

  test('prints at once what can not be answered, when the link is known to be down', async () => {
    const book = openBook()
    book.openShift()
    book.accept(await basketOf(book, bill45000), { offline: true })
    expect(book.everything().print_jobs).toMatchObject([{ decide_by_ms: book.clock.nowMs() }])
  })

  test('numbers payments in the order they were taken', async () => {
    const book = openBook()
    book.openShift()
    const ids = [...(await book.sell(bill45000, pulsa20)), ...(await book.sell(water))]
    expect(ids.map((id) => book.payment(id).sequence)).toEqual([1, 2, 3])
  })
})

describe('taking the money fails whole', () => {
  /** Every table that acceptance writes; each in turn refuses. */
  const written = ['payments', 'events', 'journal_lines', 'balances', 'live_bills', 'print_jobs', 'print_job_events', 'baskets'] as const

  test.each(written)('when %s can not be written', async (table) => {
    const book = openBook()
    book.openShift()
    const basketId = await basketOf(book, bill45000, pulsa20)
    const before = book.everything()
    const operation = table === 'baskets' ? 'UPDATE' : 'INSERT'
    book.database.exec(`CREATE TEMP TRIGGER broken BEFORE ${operation} ON main.${table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
    expect(() => book.accept(basketId)).toThrow('the disk is full')
    expect(book.everything()).toEqual(before)
    book.database.exec('DROP TRIGGER broken')
    book.accept(basketId)
    expect(book.figures()).toEqual({ drawer: 266_500, held: -66_500, safe: -200_000 })
  })

  test('at whichever statement the plug is pulled', async () => {
    const book = openBook()
    book.openShift()
    const basketId = await basketOf(book, bill45000, pulsa20)
    const before = book.everything()
    let statements = 0
    for (let allowed = 0; ; allowed += 1) {
      const failing = new Proxy(book.database, {
        get(database, name) {
          if (name !== 'prepare') {
            const member = Reflect.get(database, name)
            return typeof member === 'function' ? member.bind(database) : member
          }
          return (sql: string) => {
            statements += 1
            if (statements > allowed) throw new Error('the plug')
            return database.prepare(sql)
          }
        },
      })
      statements = 0
      try {
        book.accept(basketId, { database: failing })
        break
      } catch (error) {
        expect((error as Error).message).toBe('the plug')
        expect(book.everything()).toEqual(before)
      }
    }
    expect(statements).toBeGreaterThan(15)
    expect(book.figures()).toEqual({ drawer: 266_500, held: -66_500, safe: -200_000 })
  })
})

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
    const basketId = await basketOf(book, bill45000)
    const before = book.everything()
    expect(refusalOf(() => book.accept(basketId, { cashReceivedRupiah }))?.code).toBe(code)
    expect(book.everything()).toEqual(before)
  })

  test('says how much is missing, counted from the rounded total', async () => {
    const book = openBook()
    book.openShift()
    const basketId = await basketOf(book, water)
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
        const basketId = await basketOf(book, bill45000)
        return () => book.accept(basketId)
      },
    ],
    [
      'at the drawer of somebody else',
      'shiftOfOther',
      async (book) => {
        book.openShift(0, ratna)
        const basketId = await basketOf(book, bill45000)
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
        const basketId = await basketOf(book, bill45000)
        book.accept(basketId)
        return () => book.accept(basketId)
      },
    ],
    [
      'when the total is not what the cashier saw',
      'totalChanged',
      async (book) => {
        book.openShift()
        const basketId = await basketOf(book, bill45000, pulsa20)
        return () => book.accept(basketId, { expectedTotalRupiah: 45_000 })
      },
    ],
    [
      'for a bill found yesterday',
      'inquiryExpired',
      async (book) => {
        book.openShift()
        const basketId = await basketOf(book, bill45000)
        await book.clock.advance(24 * 3_600_000)
        return () => book.accept(basketId)
      },
    ],
    [
      'by prices whose time is over',
      'catalogueExpired',
      async (book) => {
        book.openShift()
        const basketId = await basketOf(book, bill45000)
        await book.clock.advance(8 * 24 * 3_600_000)
        return () => book.accept(basketId)
      },
    ],
    [
      'for seats without the link',
      'offlineNotAllowed',
      async (book) => {
        book.openShift()
        const basketId = await basketOf(book, seats)
        return () => book.accept(basketId, { offline: true })
      },
    ],
    [
      'for a bill that another basket took meanwhile',
      'duplicateBill',
      async (book) => {
        book.openShift()
        const basketId = await basketOf(book, bill45000)
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
    const basketId = await basketOf(book, seats, bill45000)
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
    const basketId = await basketOf(book, { customerNumber: '530000000001', sheets: [['202611', 45_001]] })
    expect(refusalOf(() => book.accept(basketId))).toEqual({ code: 'paymentLimit', detail: { maxRupiah: 45_000 } })
  })

  test('of the number of payments held, counted with the whole basket', async () => {
    const book = openBook({ limits: { countMax: 2 } })
    book.openShift()
    const [first = ''] = await book.sell(bill45000)
    const two = await basketOf(book, pulsa20, water)
    expect(refusalOf(() => book.accept(two))).toEqual({ code: 'queueCountLimit', detail: { count: 1, countMax: 2 } })
    await book.sell(pulsa20)
    const one = await basketOf(book, water)
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
    const basketId = await basketOf(book, { ...pulsa20, customerNumber: '081200001231' })
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
    const basketId = await basketOf(book, water)
    expect(refusalOf(() => book.accept(basketId))).toEqual({
      code: 'queueAgeLimit',
      detail: { oldestAgeMs: 3_600_000, ageMaxMs: 3_600_000 },
    })
    expect(book.state(oldest)).toBe('queued')
  })

  test('of the float: what the central will deduct must be there, to the rupiah', async () => {
    const book = openBook()
    book.openShift()
    const basketId = await basketOf(book, bill45000)
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
    book.accept(await basketOf(book, bill45000), { floatAvailableRupiah: null })
  })
})

test('a price of the day ends with the WIB day, wherever the outlet stands', async () => {
  const clock = manualClock(Date.parse('2026-11-23T16:59:59Z'))
  const book = openBook({ clock })
  book.openShift()
  const basketId = await basketOf(book, pulsa20)
  await clock.advance(1_000)
  expect(refusalOf(() => book.accept(basketId))?.code).toBe('inquiryExpired')
})
