import { describe, expect, test } from 'vitest'
import { refundPayment } from '../../main/payments/actions.ts'
import { handOverPayment } from '../../main/payments/hand-over.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { receiptFacts } from '../../main/payments/receipts.ts'
import { repayPayment } from '../../main/payments/repay.ts'
import { storyOf } from '../../main/payments/story.ts'
import { writeOffDispute } from '../../main/payments/write-off.ts'
import { type Book, openBook, paid, refusalOf, refused } from '../support/ledger-book.ts'
import { agent, cashier, supervisor, twoPersons } from '../support/payment-in-state.ts'

const handOver = (book: Book, id: string) =>
  book.database.transaction(() => handOverPayment(book.database, book.payment(id), { actor: 'staff-ratna', atMs: book.clock.nowMs() }))()

/** A shift with 200.000 and a bill of 45.000 that the central paid, deducting 43.200. */
async function paidBook(): Promise<{ book: Book; id: string }> {
  const book = openBook()
  book.openShift(200_000)
  const id = await book.sendOne()
  book.hear(id, paid(2))
  return { book, id }
}

async function failedBook(): Promise<{ book: Book; id: string }> {
  const { book, id } = await paidBook()
  book.hear(id, refused('billerRefused', 3))
  return { book, id }
}

const failed = (revision: number, floatTakenRupiah: number) => ({ ...refused('billerRefused', revision), floatTakenRupiah })
const paidWith = (revision: number, floatTakenRupiah: number) => ({ ...paid(revision), floatTakenRupiah })

const before = { drawer: 200_000, safe: -200_000 }
const taken = { drawer: 245_000, safe: -200_000 }
const passedOn = { ...taken, floatUsed: -43_200, commission: -1_800 }
const kindsOf = (book: Book) => noticesNow(book.database, book.clock.nowMs()).map(({ kind }) => kind)

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
    book.hear(id, failed(5, 0))
    expect(book.figures()).toEqual(before)
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

describe('a dispute', () => {
  /** Each way in which money can have gone back before the central says paid. */
  const ways: [string, (book: Book, id: string) => void][] = [
    ['refunded', (book, id) => void refundPayment(book.database, id, book.by())],
    [
      'paid anew with',
      (book, id) => {
        const [{ id: newId }] = book.everything().payments as [{ id: string }]
        book.database.transaction(() => repayPayment(book.database, id, newId, { actor: 'staff-sari', atMs: book.clock.nowMs() }))()
      },
    ],
  ]

  test.each(ways)('begins when the money was %s, with a notice and what was deducted', async (_, goesBack) => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, refused('billerRefused', 2))
    goesBack(book, id)
    expect(book.state(id)).toBe('refunded')
    book.hear(id, paid(3))
    expect(book.state(id)).toBe('disputed')
    const notices = noticesNow(book.database, book.clock.nowMs())
    expect(notices).toMatchObject([{ kind: 'disputed', paymentId: id, detail: { disputedRupiah: 43_200 } }])
    expect(storyOf(book.database, book.payment(id)).actions).toEqual(['writeOff'])
  })

  async function disputedBook() {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, refused('billerRefused', 2))
    refundPayment(book.database, id, book.by())
    book.hear(id, paid(3))
    return { book, id }
  }

  test('that the central credits is over', async () => {
    const { book, id } = await disputedBook()
    expect(book.hear(id, paidWith(4, 0))).toBe('moved')
    expect(book.state(id)).toBe('refunded')
    expect(book.figures()).toEqual(before)
    expect(book.everything().live_bills).toEqual([])
    // The central goes on saying that it is paid; nothing is disputed anew by that.
    expect(book.hear(id, paidWith(5, 0))).toBe('nothingNew')
    expect(book.state(id)).toBe('refunded')
    expect(book.alarms()).toEqual([])
  })

  test('that the central credits in parts stays open for the rest', async () => {
    const { book, id } = await disputedBook()
    book.hear(id, paidWith(4, 200))
    expect(book.state(id)).toBe('disputed')
    expect(book.figures()).toEqual({ ...before, floatUsed: -200, disputed: 200 })
    book.hear(id, paidWith(5, 0))
    expect(book.state(id)).toBe('refunded')
    expect(book.figures()).toEqual(before)
  })

  test('that is over begins anew when the central takes the float anew', async () => {
    const { book, id } = await disputedBook()
    book.hear(id, failed(4, 0))
    expect(book.state(id)).toBe('refunded')
    book.hear(id, paidWith(5, 43_200))
    expect(book.state(id)).toBe('disputed')
    expect(book.figures()).toEqual({ ...before, floatUsed: -43_200, disputed: 43_200 })
  })

  test.each(['open', 'won', 'written off'])(
    'that is %s when the biller takes the payment back frees the bill and costs nothing more',
    async (how) => {
      const { book, id } = await disputedBook()
      if (how === 'won') book.hear(id, paidWith(4, 0))
      if (how === 'written off') writeOffDispute(book.database, id, twoPersons(book))
      const seen = book.figures()
      expect(book.hear(id, failed(5, how === 'won' ? 0 : 43_200))).toBe('moved')
      expect(book.figures()).toEqual(seen)
      expect(storyOf(book.database, book.payment(id)).story.map(({ event }) => event)).toContain('failedAtReconciliation')
      book.hear(id, failed(6, 0))
      expect(book.state(id)).toBe('refunded')
      expect(book.figures().floatUsed).toBeUndefined()
      expect(book.everything().live_bills).toEqual([])
    },
  )

  test('that was written off and is credited after all is a difference for us', async () => {
    const { book, id } = await disputedBook()
    writeOffDispute(book.database, id, twoPersons(book))
    book.hear(id, paidWith(4, 0))
    expect(book.state(id)).toBe('refunded')
    expect(book.figures()).toEqual({ ...before, writtenOff: 43_200, centralDifference: -43_200 })
  })

  test('that was begun and won without our hearing of either stands in the story, and costs nothing', async () => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, refused('billerRefused', 2))
    refundPayment(book.database, id, book.by())
    book.hear(id, paidWith(4, 0))
    expect(book.state(id)).toBe('refunded')
    expect(book.figures()).toEqual(before)
    expect(storyOf(book.database, book.payment(id)).story.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['paidAfterRefund', 'centralCredits']),
    )
  })

  test('that nobody will pay is written off by two different people, who both stand in the audit log', async () => {
    const { book, id } = await disputedBook()
    const seen = book.everything()
    const tries = [
      { ...twoPersons(book), second: supervisor },
      { ...twoPersons(book), second: cashier },
      { ...twoPersons(book), reason: '' },
    ]
    expect(tries.map((both) => refusalOf(() => writeOffDispute(book.database, id, both))?.code)).toEqual([
      'secondPersonRequired',
      'notPermitted',
      'reasonRequired',
    ])
    expect(book.everything()).toEqual(seen)
    writeOffDispute(book.database, id, twoPersons(book))
    expect(book.figures()).toEqual({ ...before, floatUsed: -43_200, writtenOff: 43_200 })
    expect(book.audited().slice(-2)).toEqual(['staff-ratna writeOff', `${agent.id} confirmWriteOff`])
    expect(refusalOf(() => writeOffDispute(book.database, id, twoPersons(book)))?.code).toBe('paymentNotInState')
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
