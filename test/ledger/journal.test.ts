import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auditBalances, auditBooks } from '../../main/ledger/audit-books.ts'
import { ensureBusinessDay, openBusinessDay, recordEvent } from '../../main/ledger/events.ts'
import { assertBalanced, balance, linesOf, post } from '../../main/ledger/journal.ts'
import type { PostingEvent, PostingFacts } from '../../main/ledger/postings.ts'
import { type Book, openBook } from '../support/ledger-book.ts'

function bookEvent<Event extends PostingEvent>({ database, clock }: Book, event: Event, facts: PostingFacts[Event]): number {
  return database.transaction(() => {
    const { sequence, businessDay } = recordEvent(database, { event, actor: 'staff-sari', atMs: clock.nowMs() })
    post(database, sequence, businessDay, event, facts)
    return sequence
  })()
}

function dayBook(): Book {
  const book = openBook()
  ensureBusinessDay(book.database, '2026-11-23', book.clock.nowMs())
  return book
}

describe('the journal', () => {
  test('keeps every balance equal to the sum of its lines, whatever is posted', () => {
    const book = dayBook()
    const amount = fc.integer({ min: 0, max: 1_000_000 })
    const step = fc.oneof(
      fc.tuple(
        fc.constantFrom('drop', 'pickUp', 'paidIn', 'paidOut'),
        fc.record({ shiftId: fc.constantFrom('a', 'b'), amountRupiah: amount }),
      ),
      fc.tuple(fc.constant('bankDeposit'), fc.record({ amountRupiah: amount })),
      fc.tuple(fc.constantFrom('handOver', 'takeOver'), fc.record({ totalRupiah: amount })),
    ) as fc.Arbitrary<[PostingEvent, never]>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        book.database.transaction(() => {
          for (const [event, facts] of steps) bookEvent(book, event, facts)
        })()
        const differing = book.database
          .prepare(
            `SELECT balances.account FROM balances LEFT JOIN (SELECT account, dimension, sum(amount_rupiah) AS lines FROM journal_lines GROUP BY 1, 2) AS summed
             USING (account, dimension) WHERE amount_rupiah <> coalesce(lines, 0)`,
          )
          .all()
        expect(differing).toEqual([])
        const all = book.database.prepare('SELECT coalesce(sum(amount_rupiah), 0) AS sum FROM balances').get()
        expect(all).toEqual({ sum: 0 })
      }),
      { numRuns: 30 },
    )
    // The loop above must not have compared empty books.
    expect(book.database.prepare('SELECT count(*) > 50 AS many FROM journal_lines').get()).toEqual({ many: 1 })
  })

  test('writes no line for nothing, and none of minus zero', () => {
    const book = dayBook()
    const sequence = bookEvent(book, 'countDifference', { shiftId: 'a', overRupiah: 0 })
    expect(linesOf(book.database, sequence)).toEqual([])
    bookEvent(book, 'drop', { shiftId: 'a', amountRupiah: 5_000 })
    expect(balance(book.database, 'drawer')).toBe(-5_000)
    expect(balance(book.database, 'drawer', 'b')).toBe(0)
  })

  test('stops at lines that do not sum to zero, at fractions and at more than the largest amount', () => {
    const line = (amountRupiah: number) => ({ account: 'safe' as const, dimension: '', amountRupiah })
    expect(() => assertBalanced([line(5), line(-4)], 'test')).toThrow('sum to 1')
    expect(() => assertBalanced([line(0.5), line(-0.5)], 'test')).toThrow('not a whole rupiah')
    const book = dayBook()
    const before = book.everything()
    expect(() => bookEvent(book, 'bankDeposit', { amountRupiah: 1.5 })).toThrow()
    expect(() => bookEvent(book, 'bankDeposit', { amountRupiah: 2_000_000_000_000 })).toThrow()
    expect(() => bookEvent(book, 'bankDeposit', { amountRupiah: Number.NaN })).toThrow()
    expect(book.everything()).toEqual(before)
  })

  test('takes no event and no line outside a transaction', () => {
    const { database, clock } = dayBook()
    expect(() => recordEvent(database, { event: 'drop', actor: 'a', atMs: clock.nowMs() })).toThrow('needs a transaction')
    expect(() => post(database, 1, '2026-11-23', 'bankDeposit', { amountRupiah: 1 })).toThrow('needs the transaction')
  })
})

describe('a business day', () => {
  test('takes the lines of the day that is open, and a clock set back opens no earlier one', () => {
    const book = dayBook()
    expect(ensureBusinessDay(book.database, '2026-11-22', 0)).toBe('2026-11-23')
    expect(openBusinessDay(book.database, book.clock.nowMs())).toBe('2026-11-23')
    expect(ensureBusinessDay(book.database, '2026-11-24', 0)).toBe('2026-11-24')
    bookEvent(book, 'bankDeposit', { amountRupiah: 10_000 })
    expect(book.database.prepare('SELECT DISTINCT business_day AS day FROM journal_lines').all()).toEqual([{ day: '2026-11-24' }])
  })

  test('that is locked takes no line more, not even from SQL by hand', () => {
    const book = dayBook()
    const sequence = bookEvent(book, 'bankDeposit', { amountRupiah: 10_000 })
    book.database.prepare("UPDATE business_days SET locked_at_ms = 1 WHERE day = '2026-11-23'").run()
    const byHand = book.database.prepare(`INSERT INTO journal_lines VALUES (${sequence}, 9, 'safe', '', 1, '2026-11-23')`)
    expect(() => byHand.run()).toThrow('the business day is locked')
    bookEvent(book, 'bankDeposit', { amountRupiah: 7_000 })
    expect(balance(book.database, 'bank')).toBe(17_000)
  })
})

describe('the audit of the books', () => {
  test('finds nothing in books that balance', () => {
    const book = dayBook()
    bookEvent(book, 'bankDeposit', { amountRupiah: 10_000 })
    expect(auditBooks(book.database)).toEqual([])
  })

  test('names a balance that is not the sum of its lines, an unbalanced event and an unknown account', () => {
    const book = dayBook()
    const sequence = bookEvent(book, 'bankDeposit', { amountRupiah: 10_000 })
    book.database.prepare("UPDATE balances SET amount_rupiah = 10100 WHERE account = 'bank'").run()
    expect(auditBooks(book.database)).toEqual(['balance of bank  is kept as 10100, its lines say 10000', 'all balances together are 100'])
    book.database.exec(`INSERT INTO journal_lines VALUES (${sequence}, 3, 'bank', '', 100, '2026-11-23')`)
    expect(auditBooks(book.database)).toEqual([`event ${sequence} sums to 100`, 'all balances together are 100'])
    book.database.exec("INSERT INTO balances VALUES ('remainder', '', 0)")
    expect(auditBooks(book.database)).toContain('account remainder is not in the table')
  })

  test('names held money without an open payment, and refunds owed without a rejected one', () => {
    const book = dayBook()
    bookEvent(book, 'takeOver', { totalRupiah: 45_000 })
    const between = 'inter-terminal is 45000, taken over less handed over is 0'
    expect(auditBalances(book.database)).toEqual(['held is 45000, unsynced payments are 0', between])
    bookEvent(book, 'refusedFinal', { totalRupiah: 45_000 })
    expect(auditBalances(book.database)).toEqual(['refunds due are 45000, rejected payments are 0', between])
  })

  test('names what is open for a payment that its row does not know of', () => {
    const book = dayBook()
    const paymentId = 'payment-1'
    const till = { account: 'drawer', dimension: 'shift-0' } as const
    bookEvent(book, 'advance', { paymentId, totalRupiah: 45_000, till, tillRupiah: 45_000 })
    bookEvent(book, 'paidAfterRefund', { paymentId, deductedRupiah: 43_200, openClaimRupiah: 43_200 })
    bookEvent(book, 'collectOwed', { paymentId, totalRupiah: 500, till, tillRupiah: 500 })
    expect(auditBalances(book.database)).toEqual([
      'advances of payment payment-1 is 45000, its row says 0',
      'disputed of payment payment-1 is 43200, its row says 0',
      'claimOnCentral of payment payment-1 is -43200, its row says 0',
      'payment payment-1 owes -500, which no paid advance explains',
      'drawer shift-0 holds -44500 and belongs to no shift',
    ])
  })
})
