import { describe, expect, test } from 'vitest'
import { refundPayment } from '../../main/payments/actions.ts'
import { creditClaim, creditDispute } from '../../main/payments/credits.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { receiptFacts } from '../../main/payments/receipts.ts'
import { repayPayment } from '../../main/payments/repay.ts'
import { storyOf } from '../../main/payments/story.ts'
import { writeOffDispute } from '../../main/payments/write-off.ts'
import { type Book, openBook, paid, proof, refusalOf, refused } from '../support/ledger-book.ts'
import { agent, cashier, central, supervisor, twoPersons } from '../support/payment-in-state.ts'

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
    expect(creditClaim(book.database, id, 43_200, central(book))).toBe('moved')
    if (when === 'before') refundPayment(book.database, id, book.by())
    expect(book.figures()).toEqual(before)
  })

  test.each([
    [43_000, { floatUsed: -200, centralDifference: 200 }],
    [43_500, { floatUsed: 300, centralDifference: -300 }],
  ])('books a credit of %i as said and the rest by name', async (amountRupiah, figures) => {
    const { book, id } = await failedBook()
    refundPayment(book.database, id, book.by())
    creditClaim(book.database, id, amountRupiah, central(book))
    expect(book.figures()).toEqual({ ...before, ...figures })
    expect(storyOf(book.database, book.payment(id)).centralDifferenceRupiah).toBe(figures.centralDifference)
    expect(kindsOf(book)).toEqual(['centralDifference'])
  })

  test('and credited twice shows the second credit as a difference', async () => {
    const { book, id } = await failedBook()
    refundPayment(book.database, id, book.by())
    creditClaim(book.database, id, 43_200, central(book))
    creditClaim(book.database, id, 43_200, central(book))
    expect(book.figures()).toEqual({ ...before, floatUsed: 43_200, centralDifference: -43_200 })
  })

  test('and then paid after all counts the deduction once, makes the receipt valid again and says so', async () => {
    const { book, id } = await failedBook()
    book.hear(id, paid(4))
    expect(book.payment(id)).toMatchObject({ state: 'paid', receiptVoided: false })
    expect(book.figures()).toEqual(passedOn)
    expect(kindsOf(book)).toEqual(['receiptValidAgain'])
    expect(receiptFacts(book.database, id, true).paid).not.toBeNull()
    // The credit of the claim that was closed with it comes late: it is the one already counted.
    expect(creditClaim(book.database, id, 43_200, central(book))).toBe('moved')
    expect(book.figures()).toEqual(passedOn)
    // One more is not.
    creditClaim(book.database, id, 43_200, central(book))
    expect(book.figures()).toEqual({ ...taken, commission: -1_800, centralDifference: -43_200 })
  })

  test('and credited, then paid after all with another deduction, is booked as the central now says', async () => {
    const { book, id } = await failedBook()
    creditClaim(book.database, id, 43_200, central(book))
    book.hear(id, paid(4, { deductedRupiah: 43_300 }))
    expect(book.figures()).toEqual({ ...taken, floatUsed: -43_300, commission: -1_800, centralDifference: 100 })
    book.hear(id, refused('billerRefused', 5))
    expect(book.figures()).toEqual({ ...taken, floatUsed: -43_300, claimOnCentral: 43_300, refundsDue: -45_000 })
  })

  test('and paid again after the refund turns the claim into the dispute, and a late credit of it is the one counted', async () => {
    const { book, id } = await failedBook()
    refundPayment(book.database, id, book.by())
    book.hear(id, paid(4))
    expect(book.figures()).toEqual({ ...before, floatUsed: -43_200, disputed: 43_200 })
    creditClaim(book.database, id, 43_200, central(book))
    expect(book.figures()).toEqual({ ...before, floatUsed: -43_200, disputed: 43_200 })
  })

  test('without our hearing of it leaves the credit of that deduction out of the books, as the deduction was never in them', async () => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, refused('billerRefused', 3))
    refundPayment(book.database, id, book.by())
    book.hear(id, paid(4))
    creditClaim(book.database, id, 43_200, central(book))
    expect(book.figures()).toEqual({ ...before, floatUsed: -43_200, disputed: 43_200 })
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

  test.each([
    [43_200, {}],
    [43_000, { floatUsed: -200, centralDifference: 200 }],
  ])('that the central credits with %i is over', async (amountRupiah, figures) => {
    const { book, id } = await disputedBook()
    expect(creditDispute(book.database, id, amountRupiah, central(book))).toBe('moved')
    expect(book.state(id)).toBe('refunded')
    expect(book.figures()).toEqual({ ...before, ...figures })
    expect(book.everything().live_bills).toEqual([])
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

describe('a central that begins a new life of its ledger', () => {
  function feedSays(book: Book, epoch: string, sequence: number, kind: 'claimCredited' | 'disputeCredited', paymentId: string): string {
    const say = kind === 'claimCredited' ? creditClaim : creditDispute
    const effect = say(book.database, paymentId, 43_200, { ...central(book), epoch })
    const body = JSON.stringify({ kind, paymentId, amountRupiah: 43_200 })
    book.database.prepare('INSERT INTO feed_items VALUES (?, ?, ?, ?, ?, ?, 0)').run(epoch, sequence, kind, paymentId, body, effect)
    return effect
  }

  test('and tells its credits again, by whatever name, credits nothing twice', async () => {
    const { book, id } = await failedBook()
    expect(feedSays(book, 'epoch-1', 1, 'claimCredited', id)).toBe('moved')
    const once = book.figures()
    expect(feedSays(book, 'epoch-2', 1, 'disputeCredited', id)).toBe('nothingNew')
    expect(book.figures()).toEqual(once)
    // One more after that is a new one, and nothing was claimed for it.
    expect(feedSays(book, 'epoch-2', 2, 'claimCredited', id)).toBe('moved')
    expect(book.figures()).toEqual({ ...once, floatUsed: 43_200, centralDifference: -43_200 })
    expect(feedSays(book, 'epoch-3', 1, 'claimCredited', id)).toBe('nothingNew')
    expect(feedSays(book, 'epoch-3', 2, 'claimCredited', id)).toBe('nothingNew')
  })

  test('and tells a credit that was never heard before is heard', async () => {
    const { book, id } = await failedBook()
    book.hear(id, paid(4))
    expect(feedSays(book, 'epoch-2', 1, 'disputeCredited', id)).toBe('moved')
    expect(book.figures()).toEqual(passedOn)
  })
})

describe('a credit that fits nothing here', () => {
  test('is set aside and shown, and never throws', async () => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    const before = book.figures()
    const nobody = '01990000-0000-7000-8000-000000000000'
    expect(creditClaim(book.database, nobody, 5, central(book))).toBe('alarm')
    expect(creditDispute(book.database, id, 5, central(book))).toBe('alarm')
    expect(book.alarms()).toEqual(['notOurPayment', 'no way from sending by centralCredits'])
    expect(noticesNow(book.database, book.clock.nowMs()).map(({ kind }) => kind)).toEqual(['alarm', 'alarm'])
    expect(book.figures()).toEqual(before)
  })

  test('because deduction and credit both passed us by books neither', async () => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, refused('billerRefused', 3))
    expect(book.hear(id, paid(2, proof()))).toBe('older')
    expect(creditClaim(book.database, id, 43_200, central(book))).toBe('moved')
    expect(book.figures()).toEqual({ ...taken, refundsDue: -45_000 })
  })
})
