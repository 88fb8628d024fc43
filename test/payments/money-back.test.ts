import { describe, expect, test } from 'vitest'
import { cancelPayment, refundPayment, requestVoid } from '../../main/payments/actions.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { type Book, bill45000, openBook, refusalOf, refused, sari, type Wanted } from '../support/ledger-book.ts'

/** A bill of 45.049: 45.000 in cash. */
const odd: Wanted = { customerNumber: '530000000002', sheets: [['202611', 45_049]] }

async function rejectedBook(bill = bill45000, startingFloatRupiah = 200_000): Promise<{ book: Book; id: string }> {
  const book = openBook()
  book.openShift(startingFloatRupiah)
  const id = await book.sendOne(bill)
  book.hear(id, refused('billerRefused', 2))
  return { book, id }
}

describe('a refund', () => {
  test('gives back what was asked in cash, rounding and all', async () => {
    const { book, id } = await rejectedBook(odd)
    expect(book.figures()).toEqual({ drawer: 245_000, cashRounding: 49, refundsDue: -45_049, safe: -200_000 })
    const refunded = refundPayment(book.database, id, book.by())
    expect(refunded.state).toBe('refunded')
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
    expect(book.audited()).toEqual(['staff-ratna refundPayment'])
    expect(book.lastEvent()).toMatchObject({ event: 'refund', actor: 'staff-ratna', detail: '{"givenRupiah":45000}' })
  })

  test('happens once', async () => {
    const { book, id } = await rejectedBook()
    refundPayment(book.database, id, book.by())
    const before = book.everything()
    expect(refusalOf(() => refundPayment(book.database, id, book.by()))).toEqual({
      code: 'paymentNotInState',
      detail: { state: 'refunded' },
    })
    expect(book.everything()).toEqual(before)
  })

  test('waits for a drawer that has the money', async () => {
    const { book, id } = await rejectedBook()
    book.database.exec('UPDATE shifts SET closed_at_ms = 1')
    expect(refusalOf(() => refundPayment(book.database, id, book.by()))?.code).toBe('shiftRequired')
    const second = book.openShift(44_999)
    const before = book.everything()
    expect(refusalOf(() => refundPayment(book.database, id, book.by()))).toEqual({
      code: 'drawerShort',
      detail: { drawerRupiah: 44_999, neededRupiah: 45_000 },
    })
    expect(book.everything()).toEqual(before)
    book.database.exec('UPDATE shifts SET closed_at_ms = 1 WHERE closed_at_ms IS NULL')
    const third = book.openShift(45_000)
    refundPayment(book.database, id, book.by())
    // It leaves the drawer that is open, not the one it once came into.
    expect([book.drawer(second.id), book.drawer(third.id)]).toEqual([44_999, 0])
  })

  test('of a payment that is not ours, or not rejected, is refused by name', async () => {
    const book = openBook()
    book.openShift()
    const id = await book.sendOne()
    expect(refusalOf(() => refundPayment(book.database, '0'.repeat(36), book.by()))?.code).toBe('paymentUnknown')
    expect(refusalOf(() => refundPayment(book.database, id, book.by()))?.detail).toEqual({ state: 'sending' })
  })
})

describe('cancelling', () => {
  test('a payment that never left gives the money back and frees its bill', async () => {
    const book = openBook()
    book.openShift()
    const [id = ''] = await book.sell(odd)
    expect(cancelPayment(book.database, id, 'pelanggan batal', book.by()).state).toBe('cancelled')
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
    expect(book.audited()).toEqual(['staff-ratna cancelPayment'])
    await book.sell(odd)
  })

  test('once sent is a question to the central', async () => {
    const book = openBook()
    book.openShift()
    const id = await book.sendOne()
    book.hear(id, refused('floatTooLow', 0))
    expect(refusalOf(() => cancelPayment(book.database, id, 'batal', book.by()))).toEqual({
      code: 'paymentNotInState',
      detail: { state: 'queued', everSent: true },
    })
    const asked = requestVoid(book.database, id, 'batal', book.by())
    expect(asked).toMatchObject({ state: 'queued', wanted: 'void', notBeforeMs: 0 })
    expect(book.send(id).kind).toBe('void')
    book.hear(id, { status: 'voided', revision: 1 })
    expect(book.payment(id)).toMatchObject({ state: 'rejected', reason: 'voided' })
    expect(book.figures()).toEqual({ drawer: 245_000, refundsDue: -45_000, safe: -200_000 })
    refundPayment(book.database, id, book.by())
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('asks for a shift, then the payment, then its state, then the drawer, then a reason', async () => {
    const book = openBook()
    const given: unknown[] = []
    const tryCancel = (id: string, reason = ' ') => given.push(refusalOf(() => cancelPayment(book.database, id, reason, book.by()))?.code)
    tryCancel('nobody')
    book.openShift(0)
    tryCancel('nobody')
    const sent = await book.sendOne({ ...bill45000, customerNumber: '530000000001' })
    tryCancel(sent)
    const [id = ''] = await book.sell(bill45000)
    book.database.exec('UPDATE shifts SET closed_at_ms = 1')
    book.openShift(0)
    tryCancel(id)
    book.database.exec('UPDATE shifts SET closed_at_ms = 1 WHERE closed_at_ms IS NULL')
    book.openShift(45_000)
    tryCancel(id)
    expect(given).toEqual(['shiftRequired', 'paymentUnknown', 'paymentNotInState', 'drawerShort', 'reasonRequired'])
    cancelPayment(book.database, id, 'batal', book.by(sari))
    expect(book.state(id)).toBe('cancelled')
  })
})

describe('asking for a void', () => {
  test('of a payment in doubt makes the next question a void, and moves nothing before the answer', async () => {
    const book = openBook()
    book.openShift()
    const id = await book.sendOne()
    book.silence(id, 'noAnswer')
    requestVoid(book.database, id, 'pelanggan tidak mau menunggu', book.by())
    expect(book.state(id)).toBe('inDoubt')
    expect(book.send(id).kind).toBe('void')
    book.hear(id, { status: 'pending', revision: 1 })
    expect(book.figures()).toEqual({ drawer: 245_000, held: -45_000, safe: -200_000 })
    expect(book.audited()).toEqual(['staff-ratna voidPayment'])
  })

  test('that the central grants changes no drawer: a hand gives the money back, and only from then on is it gone', async () => {
    const book = openBook()
    const first = book.openShift(0)
    const id = await book.sendOne()
    book.database.exec('UPDATE shifts SET closed_at_ms = 1')
    const second = book.openShift(100_000)
    book.hear(id, { status: 'voided', revision: 1 })
    expect([book.drawer(first.id), book.drawer(second.id)]).toEqual([45_000, 100_000])
    expect(noticesNow(book.database, book.clock.nowMs())).toMatchObject([
      { kind: 'refundDue', paymentId: id, detail: { reason: 'voided', cashRupiah: 45_000 } },
    ])
    refundPayment(book.database, id, book.by())
    expect([book.drawer(first.id), book.drawer(second.id)]).toEqual([45_000, 55_000])
    expect(book.lastEvent()).toMatchObject({ event: 'refund', shift_id: second.id })
    expect(noticesNow(book.database, book.clock.nowMs())).toEqual([])
  })

  test.each([['queued and never sent'], ['sending'], ['rejected']])('of a payment that is %s is refused', async (what) => {
    const book = openBook()
    book.openShift()
    const [id = ''] = await book.sell(bill45000)
    if (what !== 'queued and never sent') book.send(id)
    if (what === 'rejected') book.hear(id, refused('billerRefused', 2))
    expect(refusalOf(() => requestVoid(book.database, id, '', book.by()))?.code).toBe('paymentNotInState')
  })

  test('needs a reason and a payment', async () => {
    const book = openBook()
    book.openShift()
    const id = await book.sendOne()
    book.silence(id, 'noAnswer')
    expect(refusalOf(() => requestVoid(book.database, id, '  ', book.by()))?.code).toBe('reasonRequired')
    expect(refusalOf(() => requestVoid(book.database, 'nobody', '', book.by()))?.code).toBe('paymentUnknown')
    expect(book.audited()).toEqual([])
  })
})
