import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../main/platform/crypto.ts'
import { canonicalIntent } from '../../shared/intent.ts'
import { bill45000, openBook, pulsa20, type Wanted, water } from '../support/ledger-book.ts'

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
    const basketId = await book.basketOf(small, water, pulsa20)
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
    book.accept(await book.basketOf(bill45000), { offline: true })
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
    const basketId = await book.basketOf(bill45000, pulsa20)
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
    const basketId = await book.basketOf(bill45000, pulsa20)
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
