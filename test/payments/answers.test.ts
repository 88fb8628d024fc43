import { describe, expect, test } from 'vitest'
import { cancelPayment, refundPayment } from '../../main/payments/actions.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { storyOf } from '../../main/payments/story.ts'
import { firstBrokenAuditEntry } from '../../main/storage/audit.ts'
import { type Book, bill45000, openBook, paid, refused } from '../support/ledger-book.ts'

/** A shift with 200.000 in the drawer and one bill of 45.000 on its way. */
async function sendingBook(): Promise<{ book: Book; id: string }> {
  const book = openBook()
  book.openShift(200_000)
  return { book, id: await book.sendOne() }
}
const taken = { drawer: 245_000, held: -45_000, safe: -200_000 }
const passedOn = { drawer: 245_000, floatUsed: -43_200, commission: -1_800, safe: -200_000 }
const givenBack = { drawer: 200_000, safe: -200_000 }

describe('an answer to a payment on its way', () => {
  test('paid passes the money on and keeps the proof with the reply that proves it', async () => {
    const { book, id } = await sendingBook()
    expect(book.hear(id, paid(2))).toBe('moved')
    expect(book.payment(id)).toMatchObject({
      state: 'paid',
      reference: '11002500AAA1A11B22C33D44E55F66A7',
      paidAtMs: Date.parse('2026-11-23T03:42:01.000Z'),
      revision: 2,
      reason: null,
    })
    expect(book.figures()).toEqual(passedOn)
    expect(book.database.prepare('SELECT proof_reply FROM payments').get()).toEqual({
      proof_reply: '{"status":200,"headers":{"signature":"kept"},"body":"{}"}',
    })
  })

  test('refused for good owes the money back and frees the bill', async () => {
    const { book, id } = await sendingBook()
    expect(book.hear(id, refused('billerRefused', 2))).toBe('moved')
    expect(book.payment(id)).toMatchObject({ state: 'rejected', reason: 'billerRefused' })
    expect(book.figures()).toEqual({ drawer: 245_000, refundsDue: -45_000, safe: -200_000 })
    expect(book.everything().live_bills).toEqual([])
  })

  test('refused for now goes back to the queue with its reason, no sooner than the central allows', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, refused('floatTooLow', 0, { retryAfterMs: 30_000 }))
    expect(book.payment(id)).toMatchObject({
      state: 'queued',
      reason: 'floatTooLow',
      notBeforeMs: book.clock.nowMs() + 30_000,
      everSent: true,
      revision: 0,
    })
    expect(book.figures()).toEqual(taken)
    book.send(id)
    book.hear(id, refused('productClosed', 0))
    expect(book.payment(id)).toMatchObject({ state: 'queued', notBeforeMs: book.clock.nowMs() + 2_000 })
  })

  test('pending stays in doubt until the central says more', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, { status: 'pending', revision: 1 })
    expect(book.payment(id)).toMatchObject({ state: 'inDoubt', reason: 'pending', revision: 1 })
    expect(book.figures()).toEqual(taken)
    book.hear(id, { status: 'pending', revision: 2 })
    expect(book.payment(id)).toMatchObject({ state: 'inDoubt', revision: 2 })
    book.hear(id, paid(3))
    expect(book.figures()).toEqual(passedOn)
  })

  test.each(['terminalRevoked', 'intentHashWrong', 'idTooOld', 'internal'] as const)('%s settles nothing: it is in doubt', async (code) => {
    const { book, id } = await sendingBook()
    book.hear(id, refused(code, 0))
    expect(book.payment(id)).toMatchObject({ state: 'inDoubt', reason: code })
    expect(book.figures()).toEqual(taken)
  })

  test('voided owes the money back, and no drawer changes before a hand gives it', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, { status: 'voided', revision: 1 })
    expect(book.payment(id)).toMatchObject({ state: 'rejected', reason: 'voided' })
    expect(book.figures()).toEqual({ drawer: 245_000, refundsDue: -45_000, safe: -200_000 })
    expect(book.lastEvent()).toMatchObject({ event: 'voided', shift_id: null, actor: 'central' })
    expect(book.everything().live_bills).toEqual([])
  })

  test('unknown to the central is no way out of "on its way"', async () => {
    const { book, id } = await sendingBook()
    expect(book.hear(id, { status: 'unknown', revision: 0 })).toBe('notApplicable')
    expect(book.state(id)).toBe('sending')
  })

  test('with another intent is no answer of ours', async () => {
    const { book, id } = await sendingBook()
    expect(() => book.hear(id, { ...paid(2), intentHash: 'f'.repeat(64) } as never)).toThrow('another intent hash')
    expect(book.state(id)).toBe('sending')
  })

  test.each([
    [
      'a larger commission of its own',
      { deductedRupiah: 43_000, commissionRupiah: 2_000 },
      { floatUsed: -43_000, commission: -1_800, centralDifference: -200 },
    ],
    ['100 more taken than agreed', { deductedRupiah: 43_300 }, { floatUsed: -43_300, commission: -1_800, centralDifference: 100 }],
    ['100 less taken than agreed', { deductedRupiah: 43_100 }, { floatUsed: -43_100, commission: -1_800, centralDifference: -100 }],
    [
      'a smaller commission, deducted so',
      { deductedRupiah: 43_500, commissionRupiah: 1_500 },
      { floatUsed: -43_500, commission: -1_800, centralDifference: 300 },
    ],
    ['a smaller commission, said but not deducted', { commissionRupiah: 1_500 }, { floatUsed: -43_200, commission: -1_800 }],
  ])('paid with %s books the commission agreed at the till; what does not fit lies apart, by name', async (_, changes, figures) => {
    const { book, id } = await sendingBook()
    book.hear(id, paid(2, changes))
    expect(book.figures()).toEqual({ drawer: 245_000, safe: -200_000, ...figures })
    const difference = 'centralDifference' in figures ? figures.centralDifference : 0
    const story = storyOf(book.database, book.payment(id))
    expect(story.centralDifferenceRupiah).toBe(difference)
    const { detail } = story.story.find(({ event }) => event === 'paid') ?? {}
    expect(detail?.centralDifferenceRupiah ?? 0).toBe(difference)
    expect(detail?.commissionSaidRupiah ?? null).toBe('commissionRupiah' in changes ? changes.commissionRupiah : null)
    const named = noticesNow(book.database, book.clock.nowMs()).filter(({ kind }) => kind === 'centralDifference')
    expect(named.map(({ detail: { differenceRupiah } }) => differenceRupiah)).toEqual(difference === 0 ? [] : [difference])
  })
})

describe('silence', () => {
  test('that is proved not to have reached anybody leaves the payment never sent', async () => {
    const { book, id } = await sendingBook()
    expect(book.payment(id).everSent).toBe(true)
    book.silence(id, 'notReached')
    expect(book.payment(id)).toMatchObject({ state: 'queued', everSent: false, reason: 'notReached' })
    cancelPayment(book.database, id, 'pelanggan batal', book.by())
    expect(book.figures()).toEqual(givenBack)
  })

  test('after an attempt that may have left keeps it sent, even when the next one reached nobody', async () => {
    const { book, id } = await sendingBook()
    book.silence(id, 'noAnswer')
    book.hear(id, { status: 'unknown', revision: 0 })
    book.send(id)
    book.silence(id, 'notReached')
    expect(book.payment(id)).toMatchObject({ state: 'queued', everSent: true })
  })

  test('of any other kind is doubt, with the odd reply set aside', async () => {
    const { book, id } = await sendingBook()
    book.silence(id, 'noAnswer', '<html>Login WiFi</html>')
    expect(book.payment(id)).toMatchObject({ state: 'inDoubt', everSent: true, reason: 'noAnswer' })
    expect(book.everything().set_aside).toMatchObject([{ kind: 'reply', payment_id: id, content: '<html>Login WiFi</html>' }])
    expect(book.figures()).toEqual(taken)
  })
})

describe('a payment in doubt', () => {
  async function doubtfulBook() {
    const { book, id } = await sendingBook()
    book.silence(id, 'noAnswer')
    return { book, id }
  }

  test('that the central never saw goes back to the queue, under the epoch it was sent in', async () => {
    const { book, id } = await doubtfulBook()
    expect(book.hear(id, { status: 'unknown', revision: 0 })).toBe('moved')
    expect(book.payment(id)).toMatchObject({ state: 'queued', reason: 'unknownToCentral', everSent: true })
  })

  test('stays in doubt when the central says unknown after it was restored', async () => {
    const { book, id } = await doubtfulBook()
    expect(book.hear(id, { status: 'unknown', revision: 0, ledgerEpoch: 'epoch-2' })).toBe('notApplicable')
    expect(book.state(id)).toBe('inDoubt')
    expect(book.figures()).toEqual(taken)
  })

  test.each([
    ['paid', paid(2), 'paid'],
    ['refusedFinal', refused('billChanged', 2), 'rejected'],
    ['refusedForNow', refused('floatTooLow', 0), 'queued'],
    ['voided', { status: 'voided', revision: 1 } as const, 'rejected'],
    ['pending', { status: 'pending', revision: 1 } as const, 'inDoubt'],
  ])('leaves by %s as from its way', async (event, said, state) => {
    const { book, id } = await doubtfulBook()
    expect(book.hear(id, said)).toBe('moved')
    expect(book.state(id)).toBe(state)
    expect(book.lastEvent()).toMatchObject({ event, from_state: 'inDoubt', to_state: state, actor: 'central' })
    expect(Object.keys(book.figures())).not.toEqual([])
  })
})

describe('a revision', () => {
  test('that is lower is not applied', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, { status: 'pending', revision: 3 })
    const before = book.everything()
    expect(book.hear(id, paid(2))).toBe('older')
    expect(book.hear(id, { status: 'unknown', revision: 0 })).toBe('older')
    expect(book.everything()).toEqual(before)
  })

  test('that is equal says nothing new when it says the same, whenever it was signed', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, paid(2))
    await book.clock.advance(60_000)
    expect(book.hear(id, paid(2))).toBe('nothingNew')
    expect(book.alarms()).toEqual([])
  })

  test.each([
    ['another deduction', paid(2, { deductedRupiah: 1 })],
    ['another reference', paid(2, { reference: 'B' })],
    ['another status', refused('billerRefused', 2)],
  ])('that is equal with %s is an alarm, told once, and moves nothing', async (_, said) => {
    const { book, id } = await sendingBook()
    book.hear(id, paid(2))
    expect(book.hear(id, said)).toBe('alarm')
    expect(book.hear(id, said)).toBe('alarm')
    expect(book.alarms()).toEqual(['sameRevisionOtherContent'])
    expect(book.figures()).toEqual(passedOn)
  })

  test('of nothing can not carry a stored word', async () => {
    const { book, id } = await sendingBook()
    expect(book.hear(id, paid(0))).toBe('alarm')
    expect(book.alarms()).toEqual(['revisionMissing'])
    expect(book.state(id)).toBe('sending')
  })

  test('that is higher but has no way in the table is an alarm', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, paid(2))
    expect(book.hear(id, { status: 'voided', revision: 3 })).toBe('notApplicable')
    expect(book.alarms()).toEqual(['no way from paid by voided'])
    expect(book.figures()).toEqual(passedOn)
  })
})

test('another intent under our id is an alarm, also when it comes late', async () => {
  const { book, id } = await sendingBook()
  expect(book.hear(id, refused('intentMismatch', 0))).toBe('alarm')
  book.hear(id, { status: 'pending', revision: 1 })
  expect(book.hear(id, refused('intentMismatch', 0))).toBe('alarm')
  expect(book.alarms()).toEqual(['intentMismatch'])
  expect(book.figures()).toEqual(taken)
})

describe('a central that changes its mind', () => {
  test('from no to yes takes the money that was owed back', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, refused('billerRefused', 2))
    expect(book.hear(id, paid(3))).toBe('moved')
    expect(book.lastEvent()).toMatchObject({ event: 'paidAfterAll', from_state: 'rejected', to_state: 'paid' })
    expect(book.figures()).toEqual(passedOn)
    expect(book.everything().live_bills).toMatchObject([{ payment_id: id }])
  })

  test('from no to yes after the refund is a dispute over what it deducted, with its proof kept', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, refused('billerRefused', 2))
    refundPayment(book.database, id, book.by())
    expect(book.figures()).toEqual(givenBack)
    book.hear(id, paid(3))
    expect(book.payment(id)).toMatchObject({ state: 'disputed', reference: '11002500AAA1A11B22C33D44E55F66A7', reason: 'billerRefused' })
    expect(JSON.parse(book.payment(id).proof ?? '')).toMatchObject({ deductedRupiah: 43_200 })
    expect(book.figures()).toEqual({ ...givenBack, disputed: 43_200, floatUsed: -43_200 })
  })

  test('from void to yes, once the money is back, is a dispute too', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, { status: 'voided', revision: 1 })
    refundPayment(book.database, id, book.by())
    book.hear(id, paid(2))
    expect(book.state(id)).toBe('disputed')
    expect(book.figures()).toEqual({ ...givenBack, disputed: 43_200, floatUsed: -43_200 })
  })

  test('from yes to no at reconciliation is claimed from it and owed to the customer', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, paid(2))
    expect(book.hear(id, refused('billerRefused', 3))).toBe('moved')
    expect(book.lastEvent()).toMatchObject({ event: 'failedAtReconciliation', to_state: 'rejected' })
    expect(book.figures()).toEqual({ drawer: 245_000, floatUsed: -43_200, claimOnCentral: 43_200, refundsDue: -45_000, safe: -200_000 })
    refundPayment(book.database, id, book.by())
    expect(book.figures()).toEqual({ ...givenBack, floatUsed: -43_200, claimOnCentral: 43_200 })
    expect(firstBrokenAuditEntry(book.database)).toBeNull()
  })

  test('keeps the bill guarded when it was paid anew in between: nobody pays it a third time unseen', async () => {
    const { book, id } = await sendingBook()
    book.hear(id, refused('billerRefused', 2))
    const [second = ''] = await book.sell(bill45000)
    book.hear(id, paid(3))
    expect(book.everything().live_bills).toHaveLength(2)
    book.send(second)
    book.hear(second, refused('billAlreadyPaid', 2))
    const inquiryId = await book.inquire(bill45000)
    expect(() => book.add(book.newBasket(), inquiryId)).toThrow('duplicateBill')
  })
})
