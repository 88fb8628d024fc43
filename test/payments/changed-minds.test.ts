import { describe, expect, test } from 'vitest'
import { auditOpenMoney } from '../../main/ledger/open-money.ts'
import { refundPayment } from '../../main/payments/actions.ts'
import { receiptFacts } from '../../main/payments/receipts.ts'
import { storyOf } from '../../main/payments/story.ts'
import { openBook, paid } from '../support/ledger-book.ts'
import { before, failed, failedBook, handOver, kindsOf, paidBook, paidWith, passedOn, taken } from '../support/settled-books.ts'

describe('a payment that failed after it was paid', () => {
  test('voids its receipt, is claimed, and is owed to the customer until the money is back', async () => {
    const { book, id } = await failedBook()
    expect(book.payment(id)).toMatchObject({ state: 'rejected', receiptVoided: true, reason: 'billerRefused' })
    expect(kindsOf(book)).toEqual(['refundDue', 'receiptVoided'])
    expect(receiptFacts(book.database, id, true).paid).toBeNull()
    refundPayment(book.database, id, book.by())
    expect(kindsOf(book)).toEqual([])
    expect(book.figures()).toEqual({ ...before, floatUsed: -43_200, claimOnCentral: 43_200 })
  })

  test.each(['before', 'after'])('has its claim closed by the credit, %s the money went back', async (when) => {
    const { book, id } = await failedBook()
    if (when === 'after') refundPayment(book.database, id, book.by())
    expect(book.hear(id, failed(4, 0))).toBe('moved')
    if (when === 'before') refundPayment(book.database, id, book.by())
    expect(book.figures()).toEqual(before)
  })

  test('and is credited in parts is claimed for the rest', async () => {
    const { book, id } = await failedBook()
    refundPayment(book.database, id, book.by())
    book.hear(id, failed(4, 200))
    expect(book.figures()).toEqual({ ...before, floatUsed: -200, claimOnCentral: 200 })
    expect(storyOf(book.database, book.payment(id))).toMatchObject({ claimRupiah: 200, disputedRupiah: 0 })
    book.hear(id, failed(5, 0))
    expect(book.figures()).toEqual(before)
    expect(storyOf(book.database, book.payment(id)).claimRupiah).toBe(0)
    expect(kindsOf(book)).toEqual([])
  })

  test('and whose credit is told again, late or under another number changes nothing', async () => {
    const { book, id } = await failedBook()
    refundPayment(book.database, id, book.by())
    book.hear(id, failed(4, 0))
    const once = book.figures()
    expect(book.hear(id, failed(4, 0))).toBe('nothingNew')
    expect(book.hear(id, failed(3, 43_200))).toBe('older')
    expect(book.hear(id, failed(5, 0))).toBe('nothingNew')
    expect(book.figures()).toEqual(once)
  })

  test('and whose failure and credit come in one word is claimed and credited at once', async () => {
    const { book, id } = await paidBook()
    expect(book.hear(id, failed(4, 0))).toBe('moved')
    expect(book.figures()).toEqual({ ...taken, refundsDue: -45_000 })
    expect(storyOf(book.database, book.payment(id)).story.map(({ event }) => event)).toContain('claimCredited')
  })

  test('and then paid after all counts the deduction once, makes the receipt valid again and says so', async () => {
    const { book, id } = await failedBook()
    book.hear(id, paidWith(5, 43_200))
    expect(book.payment(id)).toMatchObject({ state: 'paid', receiptVoided: false })
    expect(book.figures()).toEqual(passedOn)
    expect(kindsOf(book)).toEqual(['receiptValidAgain'])
    expect(receiptFacts(book.database, id, true).paid).not.toBeNull()
    // What comes back for a paid payment was never agreed: it is a difference by name.
    book.hear(id, paidWith(6, 0))
    expect(book.figures()).toEqual({ ...taken, commission: -1_800, centralDifference: -43_200 })
    expect(storyOf(book.database, book.payment(id)).centralDifferenceRupiah).toBe(-43_200)
  })

  test('and credited, then paid after all with another deduction, is booked as the central now says', async () => {
    const { book, id } = await failedBook()
    book.hear(id, failed(4, 0))
    book.hear(id, { ...paid(5, { deductedRupiah: 43_300 }), floatTakenRupiah: 43_300 })
    expect(book.figures()).toEqual({ ...taken, floatUsed: -43_300, commission: -1_800, centralDifference: 100 })
    book.hear(id, failed(6, 43_300))
    expect(book.figures()).toEqual({ ...taken, floatUsed: -43_300, claimOnCentral: 43_300, refundsDue: -45_000 })
  })

  test('and paid again after the refund turns the claim into the dispute', async () => {
    const { book, id } = await failedBook()
    refundPayment(book.database, id, book.by())
    book.hear(id, paidWith(5, 43_200))
    expect(book.figures()).toEqual({ ...before, floatUsed: -43_200, disputed: 43_200 })
    expect(kindsOf(book)).toEqual(['disputed'])
  })

  test('without our hearing of it is claimed for what was taken all the same, until that is back', async () => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, failed(3, 43_200))
    expect(book.figures()).toEqual({ ...taken, floatUsed: -43_200, claimOnCentral: 43_200, refundsDue: -45_000 })
    refundPayment(book.database, id, book.by())
    book.hear(id, paidWith(5, 43_200))
    expect(book.figures()).toEqual({ ...before, floatUsed: -43_200, disputed: 43_200 })
    book.hear(id, paidWith(6, 0))
    expect(book.figures()).toEqual(before)
  })
})

describe('a paid payment that the central corrects', () => {
  test('in its deduction is booked as the central now says, and its slip stays', async () => {
    const { book, id } = await paidBook()
    expect(book.hear(id, paid(3, { deductedRupiah: 43_250 }))).toBe('moved')
    expect(book.payment(id)).toMatchObject({ state: 'paid', receiptVoided: false, revision: 3 })
    expect(book.figures()).toEqual({ ...taken, floatUsed: -43_250, commission: -1_800, centralDifference: 50 })
    expect(book.alarms()).toEqual([])
  })

  test('in what the slip says calls a person', async () => {
    const { book, id } = await paidBook()
    book.hear(id, paid(3, { reference: 'B' }))
    expect(book.payment(id)).toMatchObject({ state: 'paid', reference: 'B' })
    expect(book.alarms()).toEqual(['paidFactsChanged'])
    expect(book.figures()).toEqual(passedOn)
  })

  test('in nothing but the number moves nothing', async () => {
    const { book, id } = await paidBook()
    const seen = book.everything()
    expect(book.hear(id, paid(3))).toBe('nothingNew')
    expect(book.everything()).toEqual(seen)
  })
})

describe('a central that says what it takes from the float', () => {
  test('other than its proof does is believed, and the rest is a difference by name', async () => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, paidWith(2, 43_201))
    expect(book.figures()).toEqual({ ...taken, floatUsed: -43_201, commission: -1_800, centralDifference: 1 })
    expect(kindsOf(book)).toContain('centralDifference')
  })

  test('otherwise under a number that was heard calls a person, and changes nothing', async () => {
    const { book, id } = await failedBook()
    book.hear(id, failed(4, 43_200))
    const seen = book.figures()
    expect(book.hear(id, failed(4, 0))).toBe('alarm')
    expect(book.alarms()).toEqual(['sameRevisionOtherContent'])
    expect(book.figures()).toEqual(seen)
  })

  test('of a payment that another terminal has is left to that one', async () => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, { status: 'pending', revision: 1 })
    handOver(book, id)
    expect(book.hear(id, paidWith(2, 43_200))).toBe('notApplicable')
    expect(book.figures().floatUsed).toBeUndefined()
  })
})

test.each([
  ['more', 43_700],
  ['less', 43_000],
])('a payment for which the central took %s afterwards, and that then fails, is claimed whole', async (_, takenRupiah) => {
  const { book, id } = await paidBook()
  book.hear(id, paidWith(3, takenRupiah))
  expect(book.hear(id, failed(4, takenRupiah))).toBe('moved')
  expect(book.figures()).toEqual({ ...taken, floatUsed: -takenRupiah, claimOnCentral: takenRupiah, refundsDue: -45_000 })
  expect(auditOpenMoney(book.database)).toEqual([])
  book.hear(id, failed(5, 0))
  expect(book.figures()).toEqual({ ...taken, refundsDue: -45_000 })
})
