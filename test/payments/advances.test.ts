import { describe, expect, test } from 'vitest'
import { cancelPayment, refundPayment } from '../../main/payments/actions.ts'
import { advancePayment, collectOwed, owedRupiah } from '../../main/payments/advances.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { receiptFacts } from '../../main/payments/receipts.ts'
import { storyOf } from '../../main/payments/story.ts'
import { writeOffOwed } from '../../main/payments/write-off.ts'
import { listJobs } from '../../main/printing/jobs.ts'
import { type Book, openBook, paid, refusalOf, refused } from '../support/ledger-book.ts'
import { afterEvents, agent, cashier, happenings, supervisor, twoPersons, waterDeducted } from '../support/payment-in-state.ts'

async function doubtfulBook(startingFloatRupiah = 200_000): Promise<{ book: Book; id: string }> {
  const book = openBook()
  book.openShift(startingFloatRupiah)
  return { book, id: await afterEvents(book, ['send', 'noAnswer']) }
}

async function advancedBook(): Promise<{ book: Book; id: string }> {
  const { book, id } = await doubtfulBook()
  happenings.advance(book, id)
  return { book, id }
}

const before = { drawer: 200_000, safe: -200_000 }
/** The bill was paid with the outlet's money: what the drawer gave is what the central, the agent and the fee have. */
const paidFigures = { floatUsed: -86_349, commission: -1_000, counterFee: -2_500 }
const actionsOf = ({ book, id }: { book: Book; id: string }) => storyOf(book.database, book.payment(id)).actions

describe('an advance', () => {
  test('gives the money out while it stays held, asks for a void from then on, and is offered no second time and no refund', async () => {
    const { book, id } = await doubtfulBook()
    expect(actionsOf({ book, id })).toEqual(['void', 'advance'])
    const payment = advancePayment(book.database, id, 'tidak mau menunggu', book.by(), book.ids)
    expect(payment).toMatchObject({ state: 'inDoubt', advanced: true, wanted: 'void', notBeforeMs: 0 })
    expect(book.figures()).toEqual({ ...before, advances: 89_849, held: -89_849 })
    expect(book.audited()).toEqual(['staff-ratna advancePayment'])
    expect(actionsOf({ book, id })).toEqual(['void'])
    const seen = book.everything()
    expect(refusalOf(() => happenings.advance(book, id))?.code).toBe('paymentNotInState')
    expect(refusalOf(() => happenings.refund(book, id))?.code).toBe('paymentNotInState')
    expect(refusalOf(() => happenings.handOver(book, id))?.code).toBe('paymentNotInState')
    expect(book.everything()).toEqual(seen)
    expect(book.send(id).kind).toBe('void')
  })

  test('is signed for: the slip is queued with the money, says what was given, and stays the same whatever the central says', async () => {
    const { book, id } = await doubtfulBook()
    const slips = () => listJobs(book.database, { paymentId: id }).filter(({ kind }) => kind === 'advance')
    expect(receiptFacts(book.database, id, false).advance).toBeNull()
    expect(refusalOf(() => advancePayment(book.database, id, ' ', book.by(), book.ids))?.code).toBe('reasonRequired')
    expect(slips()).toEqual([])
    happenings.advance(book, id)
    expect(slips()).toMatchObject([{ state: 'waiting', copyNumber: 0 }])
    const said = receiptFacts(book.database, id, false).advance
    expect(said).toMatchObject({
      paymentId: id,
      staffName: 'Bu Ratna',
      cashRupiah: 89_800,
      nonCashRupiah: 0,
      givenAtMs: book.clock.nowMs(),
    })
    expect(storyOf(book.database, book.payment(id)).story.filter(({ detail }) => detail.slip === 'advance')).toHaveLength(1)
    book.hear(id, paid(2))
    const facts = receiptFacts(book.database, id, false)
    expect(facts.advance).toEqual(said)
    expect([facts.state, facts.paid?.kind]).toEqual(['paid', 'paid'])
  })

  test('asks for a shift, then the payment, then its state, then the drawer, then a reason', async () => {
    const { book, id } = await doubtfulBook(0)
    const given: unknown[] = []
    const tryIt = (paymentId: string, reason = ' ') =>
      given.push(refusalOf(() => advancePayment(book.database, paymentId, reason, book.by(), book.ids))?.code)
    book.database.exec('UPDATE shifts SET closed_at_ms = 1')
    tryIt('nobody')
    book.openShift(89_799)
    tryIt('nobody')
    tryIt(await afterEvents(book, ['send']).catch(() => 'nobody'))
    tryIt(id)
    book.database.exec('UPDATE shifts SET closed_at_ms = 1 WHERE closed_at_ms IS NULL')
    book.openShift(89_800)
    tryIt(id)
    expect(given).toEqual(['shiftRequired', 'paymentUnknown', 'paymentUnknown', 'drawerShort', 'reasonRequired'])
    expect(book.audited()).toEqual([])
  })

  test.each([
    ['refused for good', refused('billerRefused', 1)],
    ['voided', { status: 'voided', revision: 1 } as const],
  ])('that ends %s is refunded by the money given before: nothing is owed, nothing is given twice', async (_, said) => {
    const { book, id } = await advancedBook()
    book.hear(id, said)
    expect(book.payment(id)).toMatchObject({ state: 'refunded', advanced: false })
    expect(book.figures()).toEqual(before)
    expect(book.lastEvent()).toMatchObject({ event: 'refund', from_state: 'rejected', actor: 'terminal', detail: '{"against":"advances"}' })
    expect(noticesNow(book.database, book.clock.nowMs())).toEqual([])
    expect(refusalOf(() => refundPayment(book.database, id, book.by()))?.code).toBe('paymentNotInState')
  })

  test('stays what it is through the queue, and is never cancelled from there', async () => {
    const { book, id } = await advancedBook()
    book.hear(id, { status: 'unknown', revision: 0 })
    expect(book.payment(id)).toMatchObject({ state: 'queued', advanced: true, wanted: 'void' })
    expect(refusalOf(() => cancelPayment(book.database, id, 'batal', book.by()))?.code).toBe('paymentNotInState')
    expect(book.send(id).kind).toBe('void')
    book.silence(id, 'noAnswer')
    expect(book.payment(id).advanced).toBe(true)
    book.hear(id, { status: 'voided', revision: 1 })
    expect(book.figures()).toEqual(before)
  })

  test('that was paid after all is owed by the customer, who brings it: one notice, one payout, books as if paid at once', async () => {
    const { book, id } = await advancedBook()
    book.hear(id, paid(1, waterDeducted))
    expect(book.payment(id)).toMatchObject({ state: 'paid', advanced: false })
    expect(book.figures()).toEqual({ ...before, ...paidFigures, owedByCustomer: 89_849 })
    expect(owedRupiah(book.database, id)).toBe(89_849)
    expect(noticesNow(book.database, book.clock.nowMs())).toMatchObject([
      { kind: 'owedByCustomer', paymentId: id, detail: { owedRupiah: 89_849 } },
    ])
    expect(actionsOf({ book, id })).toEqual(['printReceipt', 'collectOwed', 'writeOffOwed'])
    collectOwed(book.database, id, book.by(cashier))
    expect(book.figures()).toEqual({ ...before, ...paidFigures, drawer: 289_800, cashRounding: 49 })
    expect(book.audited()).toEqual(['staff-ratna advancePayment', 'staff-sari collectOwed'])
    expect(refusalOf(() => collectOwed(book.database, id, book.by()))?.code).toBe('paymentNotInState')
    expect(actionsOf({ book, id })).toEqual(['printReceipt'])
    expect(noticesNow(book.database, book.clock.nowMs())).toEqual([])
  })

  test('of which the customer never brings the money is written off by two people', async () => {
    const { book, id } = await advancedBook()
    book.hear(id, paid(1, waterDeducted))
    expect(refusalOf(() => writeOffOwed(book.database, id, { ...twoPersons(book), second: supervisor }))?.code).toBe('secondPersonRequired')
    expect(refusalOf(() => writeOffOwed(book.database, id, { ...twoPersons(book), second: cashier }))?.code).toBe('notPermitted')
    expect(refusalOf(() => writeOffOwed(book.database, id, { ...twoPersons(book), reason: ' ' }))?.code).toBe('reasonRequired')
    writeOffOwed(book.database, id, twoPersons(book))
    expect(book.figures()).toEqual({ ...before, ...paidFigures, writtenOff: 89_849 })
    expect(book.audited().slice(1)).toEqual(['staff-ratna writeOffOwed', `${agent.id} confirmWriteOff`])
    expect(refusalOf(() => writeOffOwed(book.database, id, twoPersons(book)))?.code).toBe('paymentNotInState')
  })

  test.each([
    ['still owes', [] as const, {}],
    ['does not owe any more because it was written off', ['writeOffOwed'] as const, {}],
  ])('that was paid and then failed gives nothing back to a customer who %s', async (_, steps, rest) => {
    const { book, id } = await advancedBook()
    book.hear(id, paid(1, waterDeducted))
    for (const step of steps) happenings[step](book, id)
    book.hear(id, refused('billerRefused', 2))
    expect(book.payment(id)).toMatchObject({ state: 'refunded', receiptVoided: true })
    expect(book.figures()).toEqual({ ...before, floatUsed: -86_349, claimOnCentral: 86_349, ...rest })
  })

  test('that was paid, brought back and then failed is owed to the customer like any other', async () => {
    const { book, id } = await advancedBook()
    book.hear(id, paid(1, waterDeducted))
    happenings.collectOwed(book, id)
    book.hear(id, refused('billerRefused', 2))
    expect(book.state(id)).toBe('rejected')
    happenings.refund(book, id)
    expect(book.figures()).toEqual({ ...before, floatUsed: -86_349, claimOnCentral: 86_349 })
  })
})
