import { describe, expect, test } from 'vitest'
import { recordFailure } from '../../main/payments/attempts.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { findPayment, selectPayments } from '../../main/payments/payment.ts'
import { listPayments } from '../../main/payments/rows.ts'
import { setAsideUnreadable, unreadablePayments } from '../../main/payments/unreadable.ts'
import { type Book, bill45000, openBook, paid, refusalOf, refused, type Wanted } from '../support/ledger-book.ts'

/** What a bad disk or a hand in the file could do to a row, past every guard. */
const damages = {
  intentUnreadable: 'intent = \'{"productCode":\'',
  intentHashDiffers: "intent = replace(intent, '45000', '45001')",
  stateUnknown: "state = 'teleported'",
  intentDiffersFromRow: "customer_number = '530000000009'",
}

function damage(book: Book, id: string, change: string): void {
  book.database.pragma('ignore_check_constraints = ON')
  book.database.exec('DROP TRIGGER payments_facts_stand')
  book.database.prepare(`UPDATE payments SET ${change} WHERE id = ?`).run(id)
  book.database.pragma('ignore_check_constraints = OFF')
}

const second: Wanted = { ...bill45000, customerNumber: '530000000001' }

describe.each(Object.entries(damages))('a row that is damaged (%s)', (why, change) => {
  async function damagedBook() {
    const book = openBook()
    book.openShift(200_000)
    const [bad = ''] = await book.sell(bill45000)
    const [good = ''] = await book.sell(second)
    // The hash of the intent guards its sum too: a changed amount no longer adds up.
    damage(book, bad, why === 'intentHashDiffers' ? "intent_hash = 'f' || substr(intent_hash, 2)" : change)
    return { book, bad, good }
  }

  test('is set aside once, shown with its id and why, and takes nothing else with it', async () => {
    const { book, bad, good } = await damagedBook()
    expect(unreadablePayments(book.database, 200)).toMatchObject([{ id: bad, why }])
    const shown = { kind: 'setAside', paymentId: bad, detail: { why } }
    expect(noticesNow(book.database, book.clock.nowMs())).toMatchObject([shown])
    expect([setAsideUnreadable(book.database, 1), setAsideUnreadable(book.database, 2)]).toEqual([1, 0])
    expect(book.everything().set_aside).toMatchObject([{ kind: 'row', payment_id: bad, why, at_ms: 1 }])
    expect(noticesNow(book.database, book.clock.nowMs())).toMatchObject([shown])
    expect(selectPayments(book.database, 'ORDER BY sequence').map(({ id }) => id)).toEqual([good])
    expect(listPayments(book.database, { limit: 50 }).rows.map(({ id }) => id)).toEqual([good])
    book.send(good)
    book.hear(good, refused('billerRefused', 2))
    expect(noticesNow(book.database, book.clock.nowMs()).map(({ kind }) => kind)).toEqual(['refundDue', 'setAside'])
  })

  test('is never sent, and tried again much later', async () => {
    const { book, bad } = await damagedBook()
    expect(refusalOf(() => findPayment(book.database, bad))).toEqual({ code: 'paymentUnreadable', detail: { paymentId: bad, why } })
    expect(() => book.send(bad)).toThrow()
    expect(book.everything().attempts).toEqual([])
    let failure: unknown = null
    try {
      findPayment(book.database, bad)
    } catch (error) {
      failure = error
    }
    if (why !== 'stateUnknown') recordFailure(book.database, bad, failure, { ids: book.ids, atMs: 5, retryAtMs: 60_000 })
    expect(book.alarms()).toEqual([])
    expect(book.everything().set_aside).toHaveLength(why === 'stateUnknown' ? 0 : 1)
  })
})

test('a page of the list that a damaged row falls into goes on where it should', async () => {
  const book = openBook()
  book.openShift(200_000)
  const ids: string[] = []
  for (const last of ['1', '2', '3', '4']) {
    const [id = ''] = await book.sell({ ...bill45000, customerNumber: `53000000000${last}` })
    ids.push(id)
  }
  const [first = '', bad = '', third = '', fourth = ''] = ids
  book.send(first)
  book.hear(first, paid(2))
  damage(book, bad, damages.intentUnreadable)
  const page = listPayments(book.database, { limit: 3 })
  expect([page.rows.map(({ id }) => id), page.more]).toEqual([[fourth, third], true])
  const rest = listPayments(book.database, { limit: 3, before: 2 })
  expect([rest.rows.map(({ id }) => id), rest.more]).toEqual([[first], false])
})
