import { describe, expect, test } from 'vitest'
import { linesOf } from '../../main/ledger/journal.ts'
import { movePayment } from '../../main/payments/move.ts'
import { formatRupiahDigits } from '../../shared/money.ts'
import { nextState, type PaymentEvent, type PaymentState, paymentEvents, paymentStates } from '../../shared/payment-states.ts'
import { type Book, openBook, paid, refused } from '../support/ledger-book.ts'
import { afterEvents, happenings, waterDeducted, waysTo } from '../support/payment-in-state.ts'

const nothing = ''
const cashBack = 'drawer -89.800, cashRounding -49'
const passedOn = 'floatUsed -86.349, commission -1.000, counterFee -2.500'

/** Every edge of the table with its lines worked by hand, debit positive; `by` is the way there where the shortest one will not do. */
const worked: readonly [from: PaymentState, event: PaymentEvent, to: PaymentState, lines: string, by?: readonly PaymentEvent[]][] = [
  ['queued', 'send', 'sending', nothing],
  ['queued', 'cancel', 'cancelled', `held 89.849, ${cashBack}`],
  ['queued', 'handOver', 'handedOver', 'held 89.849, interTerminal -89.849'],
  ['sending', 'paid', 'paid', `held 89.849, ${passedOn}`],
  ['sending', 'refusedFinal', 'rejected', 'held 89.849, refundsDue -89.849'],
  ['sending', 'refusedForNow', 'queued', nothing],
  ['sending', 'voided', 'rejected', 'held 89.849, refundsDue -89.849'],
  ['sending', 'notReached', 'queued', nothing],
  ['sending', 'pending', 'inDoubt', nothing],
  ['sending', 'noAnswer', 'inDoubt', nothing],
  ['sending', 'restarted', 'inDoubt', nothing],
  ['inDoubt', 'paid', 'paid', `held 89.849, ${passedOn}`],
  ['inDoubt', 'refusedFinal', 'rejected', 'held 89.849, refundsDue -89.849'],
  ['inDoubt', 'refusedForNow', 'queued', nothing],
  ['inDoubt', 'voided', 'rejected', 'held 89.849, refundsDue -89.849'],
  ['inDoubt', 'unknownToCentral', 'queued', nothing],
  ['inDoubt', 'pending', 'inDoubt', nothing],
  ['inDoubt', 'advance', 'inDoubt', `advances 89.849, ${cashBack}`],
  ['inDoubt', 'handOver', 'handedOver', 'held 89.849, interTerminal -89.849'],
  ['paid', 'failedAtReconciliation', 'rejected', 'claimOnCentral 86.349, commission 1.000, counterFee 2.500, refundsDue -89.849'],
  ['paid', 'collectOwed', 'paid', 'drawer 89.800, cashRounding 49, owedByCustomer -89.849', ['send', 'noAnswer', 'advance', 'paid']],
  ['paid', 'writeOffOwed', 'paid', 'writtenOff 89.849, owedByCustomer -89.849', ['send', 'noAnswer', 'advance', 'paid']],
  ['paid', 'claimCredited', 'paid', 'floatUsed 86.349, centralDifference -86.349'],
  ['paid', 'centralTakes', 'paid', 'centralDifference 86.349, floatUsed -86.349'],
  ['rejected', 'refund', 'refunded', `refundsDue 89.849, ${cashBack}`],
  ['rejected', 'repay', 'refunded', 'refundsDue 89.849, held -89.849'],
  ['rejected', 'paidAfterAll', 'paid', `refundsDue 89.849, held -89.849, held 89.849, ${passedOn}`],
  ['rejected', 'claimCredited', 'rejected', 'floatUsed 86.349, claimOnCentral -86.349', ['send', 'paid', 'failedAtReconciliation']],
  ['rejected', 'centralTakes', 'rejected', 'claimOnCentral 86.349, floatUsed -86.349'],
  ['refunded', 'centralTakes', 'refunded', 'claimOnCentral 86.349, floatUsed -86.349'],
  ['refunded', 'paidAfterRefund', 'disputed', 'disputed 86.349, floatUsed -86.349'],
  [
    'refunded',
    'claimCredited',
    'refunded',
    'floatUsed 86.349, claimOnCentral -86.349',
    ['send', 'paid', 'failedAtReconciliation', 'refund'],
  ],
  ['refunded', 'centralCredits', 'refunded', 'floatUsed 86.349, centralDifference -86.349', [...waysTo.disputed, 'writeOff']],
  ['cancelled', 'paidAfterRefund', 'disputed', 'disputed 86.349, floatUsed -86.349'],
  ['cancelled', 'centralTakes', 'cancelled', 'claimOnCentral 86.349, floatUsed -86.349'],
  ['cancelled', 'claimCredited', 'cancelled', 'floatUsed 86.349, claimOnCentral -86.349', ['cancel', 'centralTakes']],
  ['disputed', 'failedAtReconciliation', 'disputed', nothing],
  ['disputed', 'paidAfterRefund', 'disputed', nothing, [...waysTo.disputed, 'failedAtReconciliation']],
  ['refunded', 'failedAtReconciliation', 'refunded', nothing, [...waysTo.disputed, 'centralCredits']],
  ['disputed', 'centralTakes', 'disputed', 'disputed 86.349, floatUsed -86.349'],
  ['disputed', 'centralCredits', 'refunded', 'floatUsed 86.349, disputed -86.349'],
  ['handedOver', 'takeBack', 'inDoubt', 'interTerminal 89.849, held -89.849'],
  ['disputed', 'writeOff', 'refunded', 'writtenOff 86.349, disputed -86.349'],
  // Of two deductions that are disputed, one comes back.
  ['disputed', 'claimCredited', 'disputed', 'floatUsed 86.349, disputed -86.349', [...waysTo.disputed, 'centralTakes']],
]

describe('a payment of 89.849', () => {
  test.each(worked)('that is %s goes by %s to %s, moving exactly: %s', async (from, event, to, lines, by = waysTo[from]) => {
    const { book, id } = await bookWith(by)
    expect(book.state(id)).toBe(from)
    happenings[event](book, id)
    const last = book.lastEvent()
    expect(last).toMatchObject({ event, from_state: from, to_state: to, payment_id: id })
    expect(linesText(book, Number(last.sequence))).toBe(lines)
    // A payment paid anew holds its money under the new one's name, which this story does not accept.
    if (event !== 'repay') expect(Object.keys(book.figures())).not.toEqual([])
  })

  test('has no edge in the table without a line worked here', () => {
    const done = worked.map(([from, event]) => `${from} ${event}`)
    expect(everyPair.filter(([from, event]) => nextState(from, event) !== null && !done.includes(`${from} ${event}`))).toEqual([])
    expect(done.filter((pair, at) => done.indexOf(pair) !== at)).toEqual([])
  })
})

const everyPair = paymentStates.flatMap((state) => paymentEvents.map((event) => [state, event] as const))
const noWay = everyPair.filter(([state, event]) => nextState(state, event) === null)

describe('what has no way in the table', () => {
  test.each(paymentStates)('writes nothing at all for a payment that is %s, neither asked for nor happening', async (state) => {
    for (const [, event] of noWay.filter(([from]) => from === state)) {
      const { book, id } = await bookWith(waysTo[state])
      const before = book.everything()
      const payment = book.payment(id)
      const move = book.database.transaction(() => movePayment(book.database, payment, event, { actor: 'nobody', atMs: 0 }))
      expect(() => move()).toThrow(`a ${state} payment cannot ${event}`)
      expect([state, event, book.everything()]).toEqual([state, event, before])

      const figures = book.figures()
      const past = eventsOf(book).length
      const refused = isNo(() => happenings[event](book, id))
      // The same word may mean another event here, or lead there by two steps of the table: each of them is worked above.
      const news = eventsOf(book).slice(past)
      expect(news.filter((one) => nextState(one.from_state, one.event) !== one.to_state)).toEqual([])
      expect(news.filter((one) => one.from_state === state && one.event === event)).toEqual([])
      if (refused || news.length === 0) expect([state, event, book.figures()]).toEqual([state, event, figures])
    }
  })
})

describe('the revision rule', () => {
  const no = (revision: number) => refused('billerRefused', revision)
  const yes = (revision: number) => paid(revision, waterDeducted)
  const pending = (revision: number) => ({ status: 'pending', revision }) as const
  const notNow = (revision: number) => refused('floatTooLow', revision)
  type Word = ReturnType<typeof no> | ReturnType<typeof yes> | ReturnType<typeof pending>
  type Make = (book: Book, id: string) => void
  const send: Make = (book, id) => void book.send(id)
  const say =
    (word: Word): Make =>
    (book, id) =>
      void book.hear(id, word)
  const does =
    (event: PaymentEvent): Make =>
    (book, id) =>
      void happenings[event](book, id)

  /** What was heard under revision 3, another word, and what a higher revision with that other word comes to. */
  const cases: readonly [PaymentState, heard: (revision: number) => Word, other: (revision: number) => Word, higher: string, Make[]][] = [
    ['queued', notNow, pending, 'moved to inDoubt', [send, say(notNow(3))]],
    ['sending', notNow, yes, 'moved to paid', [send, say(notNow(3)), send]],
    ['inDoubt', pending, no, 'moved to rejected', [send, say(pending(3))]],
    ['paid', yes, no, 'moved to rejected', [send, say(yes(3))]],
    ['rejected', no, yes, 'moved to paid', [send, say(no(3))]],
    ['refunded', no, yes, 'moved to disputed', [send, say(no(3)), does('refund')]],
    ['cancelled', no, yes, 'moved to disputed', [does('cancel'), say(no(3))]],
    ['disputed', yes, no, 'moved to disputed', [send, say(no(2)), does('refund'), say(yes(3))]],
    ['handedOver', pending, yes, 'notApplicable to handedOver', [send, say(pending(3)), does('handOver')]],
  ]

  test.each(cases)('for a payment that is %s', async (state, heard, other, higher, make) => {
    const { book, id } = await bookWith([])
    for (const step of make) step(book, id)
    expect(book.payment(id)).toMatchObject({ state, revision: 3 })
    const before = book.everything()
    expect(book.hear(id, other(2))).toBe('older')
    expect(book.hear(id, heard(3))).toBe('nothingNew')
    expect(book.everything()).toEqual(before)
    expect(book.hear(id, other(3))).toBe('alarm')
    expect(book.alarms()).toEqual(['sameRevisionOtherContent'])
    expect({ ...book.everything(), set_aside: before.set_aside }).toEqual(before)
    expect(`${book.hear(id, other(4))} to ${book.state(id)}`).toBe(higher)
    expect(book.alarms()).toEqual(['sameRevisionOtherContent'])
    expect(Object.keys(book.figures())).not.toEqual([])
  })

  test('has a case for every state', () => {
    expect(cases.map(([state]) => state).sort()).toEqual([...paymentStates].sort())
  })
})

async function bookWith(events: readonly PaymentEvent[]): Promise<{ book: Book; id: string }> {
  const book = openBook()
  book.openShift(200_000)
  return { book, id: await afterEvents(book, events) }
}

function linesText(book: Book, sequence: number): string {
  return linesOf(book.database, sequence)
    .map(({ account, amountRupiah }) => `${account} ${amountRupiah < 0 ? '-' : ''}${formatRupiahDigits(Math.abs(amountRupiah))}`)
    .join(', ')
}

type Step = { event: PaymentEvent; from_state: PaymentState; to_state: PaymentState }

function eventsOf(book: Book): Step[] {
  return book.everything().events as Step[]
}

/** True when it was refused or impossible. */
function isNo(step: () => unknown): boolean {
  try {
    step()
    return false
  } catch {
    return true
  }
}
