import { expect, test } from 'vitest'
import { type TenderState, tenderStates } from '../../shared/tender-states.ts'
import { bill45000, refusalOf } from '../support/ledger-book.ts'
import { openTenderBook, type TenderBook } from './tender-book.ts'

/** Every way to each state, for a tender of 45.000 of a basket of 45.000 that stays open. */
const ways: Record<TenderState, (book: TenderBook, tenderId: string) => void> = {
  asked: () => {},
  confirmed: (book, id) => book.confirm(id),
  expired: (book) => book.expireAll(),
  failed: (book, id) => book.fail(id),
  settled: (book, id) => {
    book.confirm(id)
    book.settle({ tenderId: id, grossRupiah: 45_000, discountRupiah: 315 })
  },
  reversed: (book, id) => {
    book.confirm(id)
    book.reverse(id)
  },
}

type Deed = 'confirm' | 'expire' | 'fail' | 'settle' | 'reverse'
const deeds: Record<Deed, (book: TenderBook, tenderId: string) => unknown> = {
  confirm: (book, id) => book.confirm(id),
  expire: (book) => book.expireAll(),
  fail: (book, id) => book.fail(id),
  settle: (book, id) => book.settle({ tenderId: id, grossRupiah: 45_000, discountRupiah: 315 }),
  reverse: (book, id) => book.reverse(id),
}

const money = 'tenderConfirmed: clearing[qris] 45.000, unallocated[qris] -45.000'
const toBank = 'tenderSettled: bank 44.685, merchantDiscount 315, clearing[qris] -45.000'
const takenBack = 'tenderReversed: unallocated[qris] 45.000, clearing[qris] -45.000'

/** What each deed does to each state: the next state and the lines, `refused` with nothing written, `nothing`, or an alarm set aside. */
const table: [TenderState, Deed, string][] = [
  ['asked', 'confirm', `confirmed ${money}`],
  ['asked', 'expire', 'expired tenderExpired'],
  ['asked', 'fail', 'failed tenderFailed'],
  ['asked', 'settle', 'refused settlementDiffers'],
  ['asked', 'reverse', 'refused tenderNotInState'],
  ['confirmed', 'confirm', 'alarm tenderConfirmedTwice'],
  ['confirmed', 'expire', 'nothing'],
  ['confirmed', 'fail', 'refused tenderNotInState'],
  ['confirmed', 'settle', `settled ${toBank}`],
  ['confirmed', 'reverse', `reversed ${takenBack}`],
  ['expired', 'confirm', `confirmed ${money}`],
  ['expired', 'expire', 'nothing'],
  ['expired', 'fail', 'refused tenderNotInState'],
  ['expired', 'settle', 'refused settlementDiffers'],
  ['expired', 'reverse', 'refused tenderNotInState'],
  ['failed', 'confirm', `confirmed ${money}`],
  ['failed', 'expire', 'nothing'],
  ['failed', 'fail', 'refused tenderNotInState'],
  ['failed', 'settle', 'refused settlementDiffers'],
  ['failed', 'reverse', 'refused tenderNotInState'],
  ['settled', 'confirm', 'alarm tenderConfirmedTwice'],
  ['settled', 'expire', 'nothing'],
  ['settled', 'fail', 'refused tenderNotInState'],
  ['settled', 'settle', 'refused settlementDiffers'],
  // The provider took back what it had paid out: it will deduct it from a later settlement.
  ['settled', 'reverse', `reversed ${takenBack}`],
  ['reversed', 'confirm', 'alarm tenderConfirmedTwice'],
  ['reversed', 'expire', 'nothing'],
  ['reversed', 'fail', 'refused tenderNotInState'],
  ['reversed', 'settle', 'refused settlementDiffers'],
  ['reversed', 'reverse', 'refused tenderNotInState'],
]

test.each(table)('a tender that is %s: %s is %s', async (state, deed, expected) => {
  const book = openTenderBook()
  const tenderId = book.ask(await book.basketOf(bill45000), 45_000)
  ways[state](book, tenderId)
  expect(book.tender(tenderId).state).toBe(state)
  const before = book.everything()
  let refusal: ReturnType<typeof refusalOf> = null
  const posted = book.posted(() => {
    refusal = refusalOf(() => deeds[deed](book, tenderId))
  })
  expect(outcomeOf(book, tenderId, posted, refusal)).toBe(expected)
  if (expected === 'nothing' || expected.startsWith('refused')) expect(book.everything()).toEqual(before)
  // Asking for the figures audits the books.
  expect(Object.values(book.figures()).reduce((sum, amount) => sum + amount, 0)).toBe(0)
})

test('the table above names every deed of every state', () => {
  expect(new Set(table.map(([state, deed]) => `${state} ${deed}`)).size).toBe(tenderStates.length * Object.keys(deeds).length)
})

function outcomeOf(book: TenderBook, tenderId: string, posted: string[], refusal: ReturnType<typeof refusalOf>): string {
  if (refusal !== null) return `refused ${refusal.code}`
  if (book.alarms().length > 0) return `alarm ${book.alarms().join()}`
  return posted.length === 0 ? 'nothing' : `${book.tender(tenderId).state} ${posted.join('; ')}`
}
