import { describe, expect, test } from 'vitest'
import { auditOpenMoney } from '../../main/ledger/open-money.ts'
import { refundPayment } from '../../main/payments/actions.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { repayPayment } from '../../main/payments/repay.ts'
import { storyOf } from '../../main/payments/story.ts'
import { writeOffDispute } from '../../main/payments/write-off.ts'
import { type Book, openBook, paid, refusalOf, refused } from '../support/ledger-book.ts'
import { agent, cashier, supervisor, twoPersons } from '../support/payment-in-state.ts'
import { before, failed, paidWith } from '../support/settled-books.ts'

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
    expect(storyOf(book.database, book.payment(id))).toMatchObject({ actions: ['writeOff'], disputedRupiah: 43_200, claimRupiah: 0 })
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

  test('stays the dispute it is when the biller took the payment back and paid it again, unheard', async () => {
    const { book, id } = await disputedBook()
    const { proof } = paid(4) as { proof: object }
    expect(book.hear(id, { ...paidWith(4, 200), proof: { ...proof, reference: 'ANOTHER-REFERENCE' } } as never)).toBe('moved')
    expect(book.state(id)).toBe('disputed')
    expect(book.figures()).toEqual({ ...before, floatUsed: -200, disputed: 200 })
    expect(book.alarms()).toEqual([])
  })

  test('in which the payment failed and is paid once more has it in the biller’s book again, without another rupiah', async () => {
    const { book, id } = await disputedBook()
    const figures = book.figures()
    expect(book.hear(id, failed(4, 43_200))).toBe('moved')
    expect(book.hear(id, paid(5))).toBe('moved')
    expect(book.lastEvent()).toMatchObject({ event: 'paidAfterRefund', from_state: 'disputed', to_state: 'disputed' })
    expect([book.figures(), book.alarms()]).toEqual([figures, []])
    expect(book.hear(id, paid(6))).toBe('nothingNew')
  })

  test('begins by a restored central’s lower number too, because its float is gone', async () => {
    const book = openBook()
    book.openShift(200_000)
    const id = await book.sendOne()
    book.hear(id, refused('billerRefused', 4))
    refundPayment(book.database, id, book.by())
    expect(book.hear(id, { ...paid(2), ledgerEpoch: 'another-epoch' } as never)).toBe('moved')
    expect([book.state(id), book.alarms()]).toEqual(['disputed', []])
    expect(book.figures()).toMatchObject({ disputed: 43_200, floatUsed: -43_200 })
  })

  test('that was written off is open again for what the central takes after that, and for nothing else', async () => {
    const { book, id } = await disputedBook()
    const open = () => [book.state(id), book.figures().disputed, auditOpenMoney(book.database)]
    writeOffDispute(book.database, id, twoPersons(book))
    book.hear(id, paidWith(4, 43_700))
    expect(open()).toEqual(['disputed', 500, []])
    book.hear(id, paidWith(5, 0))
    expect(open()).toEqual(['refunded', undefined, []])
    book.hear(id, paidWith(6, 43_200))
    expect(open()).toEqual(['disputed', 43_200, []])
  })

  test('that was written off and then credited after all is open again for all that the central takes anew', async () => {
    const { book, id } = await disputedBook()
    writeOffDispute(book.database, id, twoPersons(book))
    book.hear(id, paidWith(4, 0))
    book.hear(id, paidWith(5, 43_200))
    expect([book.state(id), book.figures().disputed, auditOpenMoney(book.database)]).toEqual(['disputed', 43_200, []])
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
