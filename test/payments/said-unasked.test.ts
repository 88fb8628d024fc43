import { describe, expect, test } from 'vitest'
import { cancelPayment, refundPayment } from '../../main/payments/actions.ts'
import { applyStatement } from '../../main/payments/answers.ts'
import { claimedElsewhere, handOverPayment, mayHandOver } from '../../main/payments/hand-over.ts'
import type { PaymentStatement } from '../../shared/central-api/payments.ts'
import { type Book, bill45000, epoch, openBook, paid, refusalOf, refused, signedReply } from '../support/ledger-book.ts'
import { afterEvents, happenings, waterDeducted } from '../support/payment-in-state.ts'

const nobody = '01990000-0000-7000-8000-000000000000'

function shiftBook(): Book {
  const book = openBook()
  book.openShift(200_000)
  return book
}

/** What the feed brings about one payment. */
function feed(
  book: Book,
  said: { revision: number; status: string },
  about: { paymentId: string; intentHash?: string },
  ledgerEpoch = epoch,
) {
  const intentHash = about.intentHash ?? book.payment(about.paymentId).intentHash
  const statement = { ...said, ...about, intentHash } as unknown as PaymentStatement
  const signed = { serverTime: new Date(book.clock.nowMs()).toISOString(), ledgerEpoch, idsKeptForDays: 90 }
  const context = { ids: book.ids, atMs: book.clock.nowMs(), retryAtMs: book.clock.nowMs() + 2_000 }
  return applyStatement(book.database, statement, signed, signedReply, context)
}

describe('what the central says unasked', () => {
  test('takes a payment on as an answer would, also one that was final here', async () => {
    const book = shiftBook()
    const paymentId = await book.sendOne()
    expect(feed(book, paid(2), { paymentId })).toBe('moved')
    expect(feed(book, paid(2), { paymentId })).toBe('nothingNew')
    expect(feed(book, refused('billerRefused', 3), { paymentId })).toBe('moved')
    expect(feed(book, paid(4), { paymentId })).toBe('moved')
    expect(book.state(paymentId)).toBe('paid')
    expect(book.figures()).toEqual({ drawer: 245_000, safe: -200_000, floatUsed: -43_200, commission: -1_800 })
  })

  test('about a payment that is not ours, or with another intent, is set aside and moves nothing', async () => {
    const book = shiftBook()
    const paymentId = await book.sendOne()
    const before = book.figures()
    expect(feed(book, paid(2), { paymentId: nobody, intentHash: 'a'.repeat(64) })).toBe('alarm')
    expect(feed(book, paid(2), { paymentId, intentHash: 'a'.repeat(64) })).toBe('alarm')
    expect(book.alarms()).toEqual(['notOurPayment', 'intentHashDiffers'])
    expect([book.state(paymentId), book.figures()]).toEqual(['sending', before])
  })

  test('is not taken for an alarm when the ledger itself can not be read', async () => {
    const book = shiftBook()
    const paymentId = await book.sendOne()
    const { intentHash } = book.payment(paymentId)
    book.database.exec('ALTER TABLE payments RENAME TO gone')
    expect(() => feed(book, paid(2), { paymentId, intentHash })).toThrow('no such table')
    expect(book.alarms()).toEqual([])
  })

  test('without a revision is no news: a "not now" of before must not take a payment off its way', async () => {
    const book = shiftBook()
    const paymentId = await book.sendOne()
    expect(feed(book, refused('floatTooLow', 0), { paymentId })).toBe('notApplicable')
    book.silence(paymentId, 'noAnswer')
    expect(feed(book, { status: 'unknown', revision: 0 }, { paymentId })).toBe('notApplicable')
    expect(book.state(paymentId)).toBe('inDoubt')
  })

  test('about a payment back in the queue shows that a late request arrived: it is paid, and can not be cancelled any more', async () => {
    const book = shiftBook()
    const paymentId = await afterEvents(book, ['send', 'noAnswer', 'unknownToCentral'])
    expect(feed(book, paid(1, waterDeducted), { paymentId })).toBe('moved')
    expect(book.state(paymentId)).toBe('paid')
    expect(book.alarms()).toEqual([])
  })

  test('about a payment that never left is an alarm, and believed', async () => {
    const book = shiftBook()
    const [paymentId = ''] = await book.sell(bill45000)
    expect(feed(book, { status: 'pending', revision: 1 }, { paymentId })).toBe('moved')
    expect(book.payment(paymentId)).toMatchObject({ state: 'inDoubt', everSent: true })
    expect(book.alarms()).toEqual(['heardBeforeSent'])
    expect(refusalOf(() => cancelPayment(book.database, paymentId, 'batal', book.by()))?.code).toBe('paymentNotInState')
  })
})

describe('a central that was restored', () => {
  test('counts anew: what it says of a waiting payment is news under any number', async () => {
    const book = shiftBook()
    const id = await afterEvents(book, ['send', 'pending', 'pending'])
    expect(book.payment(id)).toMatchObject({ revision: 2, heardEpoch: epoch })
    expect(feed(book, paid(1, waterDeducted), { paymentId: id }, 'epoch-2')).toBe('moved')
    expect(book.payment(id)).toMatchObject({ state: 'paid', revision: 1, heardEpoch: 'epoch-2' })
  })

  test('that has nothing any more, or "not now", proves nothing about a payment in doubt', async () => {
    const book = shiftBook()
    const id = await afterEvents(book, ['send', 'noAnswer'])
    expect(book.hear(id, { ...refused('floatTooLow', 0), ledgerEpoch: 'epoch-2' } as never)).toBe('notApplicable')
    expect(book.hear(id, { status: 'unknown', revision: 0, ledgerEpoch: 'epoch-2' })).toBe('notApplicable')
    expect(book.state(id)).toBe('inDoubt')
  })

  test('that contradicts what is settled here under no higher number is an alarm', async () => {
    const book = shiftBook()
    const id = await afterEvents(book, ['send', 'pending', 'paid'])
    expect(feed(book, refused('billerRefused', 1), { paymentId: id }, 'epoch-2')).toBe('alarm')
    expect(feed(book, paid(1, waterDeducted), { paymentId: id }, 'epoch-2')).toBe('nothingNew')
    expect([book.state(id), book.alarms()]).toEqual(['paid', ['otherEpochOtherContent']])
  })
})

describe('an id that is to be burnt', () => {
  async function cancelledBook() {
    const book = shiftBook()
    return { book, id: await afterEvents(book, ['cancel']) }
  }

  test.each([
    ['voided', { status: 'voided', revision: 1 } as const],
    ['refused as voided before', refused('idVoided', 1)],
    ['refused for good', refused('billAlreadyPaid', 1)],
  ])('is burnt once the central says that it is %s, without an alarm', async (_, said) => {
    const { book, id } = await cancelledBook()
    expect(book.hear(id, said)).toBe('moved')
    expect(book.payment(id)).toMatchObject({ state: 'cancelled', burnt: true })
    expect(book.hear(id, said)).toBe('nothingNew')
    expect([book.alarms(), book.figures()]).toEqual([[], { drawer: 200_000, safe: -200_000 }])
  })

  test('is burnt in two words of the central, "voided" and "was voided before": under one number they are the same news, not an alarm', async () => {
    for (const floatTakenRupiah of [undefined, 0]) {
      const said = [
        { status: 'voided', revision: 1, ...(floatTakenRupiah === undefined ? {} : { floatTakenRupiah }) } as const,
        refused('idVoided', 1),
      ]
      for (const words of [said, said.toReversed()]) {
        const { book, id } = await cancelledBook()
        expect(words.map((word) => book.hear(id, word))).toEqual(['moved', 'nothingNew'])
        expect([book.payment(id).burnt, book.alarms()]).toEqual([true, []])
      }
    }
  })

  test('that was voided and then refused for another reason under the same number is an alarm all the same', async () => {
    const { book, id } = await cancelledBook()
    book.hear(id, { status: 'voided', revision: 1 })
    expect(book.hear(id, refused('billerRefused', 1))).toBe('alarm')
    expect(book.alarms()).toEqual(['sameRevisionOtherContent'])
  })

  test.each([
    ['unknown', { status: 'unknown', revision: 0 } as const],
    ['refused for now', refused('rateLimited', 0)],
    ['refused with "ask"', refused('internal', 0)],
  ])('is not burnt when it is %s', async (_, said) => {
    const { book, id } = await cancelledBook()
    expect(book.hear(id, said)).toBe('notApplicable')
    expect([book.payment(id).burnt, book.alarms()]).toEqual([false, []])
  })

  test('that a copy of this ledger paid all the same is a dispute', async () => {
    const { book, id } = await cancelledBook()
    expect(book.hear(id, { status: 'pending', revision: 1 })).toBe('notApplicable')
    expect(book.alarms()).toEqual(['no way from cancelled by pending'])
    book.hear(id, paid(2, waterDeducted))
    expect(book.state(id)).toBe('disputed')
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000, disputed: 86_349, floatUsed: -86_349 })
  })
})

describe('a payment that another terminal claimed', () => {
  const handedOver = { drawer: 289_800, cashRounding: 49, interTerminal: -89_849, safe: -200_000 }

  test.each([
    ['on its way', ['send']],
    ['in doubt', ['send', 'noAnswer']],
    ['pending under a revision', ['send', 'pending']],
  ] as const)('while it was %s is handed over and never rejected', async (_, way) => {
    const book = shiftBook()
    const id = await afterEvents(book, way)
    expect(book.hear(id, refused('notOwner', 0))).toBe('moved')
    expect(book.payment(id)).toMatchObject({ state: 'handedOver', reason: 'notOwner' })
    expect(book.figures()).toEqual(handedOver)
    expect(refusalOf(() => refundPayment(book.database, id, book.by()))?.code).toBe('paymentNotInState')
    expect(book.hear(id, refused('notOwner', 0))).toBe('notApplicable')
    expect(book.alarms()).toEqual([])
  })

  test('by what the feed says, is handed over from the queue too, with who has it now', async () => {
    const book = shiftBook()
    const [id = ''] = await book.sell(bill45000)
    expect(claimedElsewhere(book.database, id, 'terminal-2', { ids: book.ids, atMs: book.clock.nowMs(), ledgerEpoch: epoch })).toBe('moved')
    expect(book.lastEvent()).toMatchObject({ event: 'handOver', actor: 'central', detail: '{"byTerminalId":"terminal-2"}' })
    expect(claimedElsewhere(book.database, nobody, 'terminal-2', { ids: book.ids, atMs: book.clock.nowMs(), ledgerEpoch: epoch })).toBe(
      'alarm',
    )
  })

  test('after it was settled here stays settled', async () => {
    const book = shiftBook()
    const id = await afterEvents(book, ['send', 'paid'])
    expect(claimedElsewhere(book.database, id, 'terminal-2', { ids: book.ids, atMs: book.clock.nowMs(), ledgerEpoch: epoch })).toBe(
      'notApplicable',
    )
    expect(book.state(id)).toBe('paid')
  })

  test.each([
    ['cancelled', ['cancel']],
    ['rejected', ['send', 'refusedFinal']],
    ['refunded', ['send', 'refusedFinal', 'refund']],
  ] as const)('after it was %s here is an alarm, once: its customer may get the money at both', async (state, way) => {
    const book = shiftBook()
    const id = await afterEvents(book, way)
    const before = book.figures()
    for (const _ of [1, 2]) expect(book.hear(id, refused('notOwner', 0))).toBe('notApplicable')
    expect([book.state(id), book.alarms(), book.figures()]).toEqual([state, ['claimedAfterMoneyBack'], before])
  })

  test('although its customer has the money from here is handed over with an alarm, and the advance goes along', async () => {
    const book = shiftBook()
    const id = await afterEvents(book, ['send', 'noAnswer', 'advance'])
    expect(mayHandOver(book.payment(id))).toBe(false)
    expect(book.hear(id, refused('notOwner', 0))).toBe('moved')
    expect(book.alarms()).toEqual(['handedOverAdvanced'])
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
  })

  test('by hand goes with who handed it over, never when it is settled', async () => {
    const book = shiftBook()
    const id = await afterEvents(book, ['send'])
    const by = { actor: 'staff-ratna', atMs: book.clock.nowMs(), detail: { handOverId: 'export-1' } }
    book.database.transaction(() => handOverPayment(book.database, book.payment(id), by))()
    expect(book.figures()).toEqual(handedOver)
    expect((book.everything().events as { event: string }[]).map(({ event }) => event).slice(-2)).toEqual(['pending', 'handOver'])
    expect(refusalOf(() => happenings.handOver(book, id))?.code).toBe('paymentNotInState')
    expect(() => handOverPayment(book.database, book.payment(id), by)).toThrow('needs the transaction')
  })
})

describe('a paid answer whose sheets are not the bill', () => {
  const sheets = [{ period: '202611', amountRupiah: 87_350, billRupiah: 87_350, penaltyRupiah: 0, adminRupiah: 0 }]

  test('is an alarm; the payment stays in doubt with its reason and is asked about, not sent', async () => {
    const book = shiftBook()
    const id = await afterEvents(book, ['send'])
    const before = book.figures()
    expect(book.hear(id, paid(1, { ...waterDeducted, sheets }))).toBe('alarm')
    expect(book.payment(id)).toMatchObject({ state: 'inDoubt', reason: 'amountDiffers', revision: 0 })
    expect(book.hear(id, paid(1, { ...waterDeducted, sheets }))).toBe('alarm')
    expect([book.alarms(), book.figures()]).toEqual([['amountDiffers'], before])
    expect(book.send(id).kind).toBe('ask')
    book.hear(id, paid(1, { ...waterDeducted, sheets: [{ ...sheets[0], amountRupiah: 87_349 } as (typeof sheets)[0]] }))
    expect(book.state(id)).toBe('paid')
  })

  test('of a payment whose money went back is an alarm and no dispute', async () => {
    const book = shiftBook()
    const id = await afterEvents(book, ['send', 'refusedFinal', 'refund'])
    expect(book.hear(id, paid(2, { ...waterDeducted, sheets }))).toBe('alarm')
    expect(book.state(id)).toBe('refunded')
  })
})

test('"already paid", said to a void, is no final no: the payment is asked about until the proof comes', async () => {
  const book = shiftBook()
  const id = await afterEvents(book, ['send', 'noAnswer'])
  book.database.prepare("UPDATE payments SET wanted = 'void' WHERE id = ?").run(id)
  expect(book.hear(id, refused('alreadyPaid', 1))).toBe('moved')
  expect(book.payment(id)).toMatchObject({ state: 'inDoubt', reason: 'alreadyPaid', wanted: 'pay', revision: 0 })
  expect(book.send(id).kind).toBe('ask')
  book.hear(id, paid(1, waterDeducted))
  expect(book.state(id)).toBe('paid')
})

test('a refusal for now although something was created sends nothing again: the payment stays on its way, and a person is told', async () => {
  const book = openBook()
  book.openShift(200_000)
  const id = await book.sendOne()
  book.hear(id, { ...refused('floatTooLow', 2), created: true } as never)
  expect([book.state(id), book.alarms()]).toEqual(['sending', ['no way from sending by refused']])
  expect(book.figures()).toEqual({ drawer: 245_000, held: -45_000, safe: -200_000 })
})
