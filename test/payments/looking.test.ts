import { describe, expect, test } from 'vitest'
import { storeDocument } from '../../main/central/documents.ts'
import { auditBooks } from '../../main/ledger/audit-books.ts'
import { recoverAfterRestart } from '../../main/payments/attempts.ts'
import { floatView } from '../../main/payments/float.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { nearLimits, queueFacts } from '../../main/payments/queue.ts'
import { receiptFacts } from '../../main/payments/receipts.ts'
import { listPayments, readStates } from '../../main/payments/rows.ts'
import { storyOf } from '../../main/payments/story.ts'
import { writeSetting } from '../../main/storage/settings.ts'
import { type Book, bill45000, openBook, paid, pulsa20, refused, signedReply } from '../support/ledger-book.ts'

function shiftBook(wishes: Parameters<typeof openBook>[0] = {}): Book {
  const book = openBook(wishes)
  book.openShift()
  return book
}

test('a paid bill has its slip, also when the product has left the catalogue since', async () => {
  const book = shiftBook()
  const id = await book.sendOne()
  book.hear(id, paid(2))
  const emptied = { ...book.catalogue, version: 2, products: [] }
  storeDocument(book.database, 'catalogue', emptied, signedReply, book.clock.nowMs())
  expect(receiptFacts(book.database, id, false).paid).toMatchObject({
    product: { template: 'pln-postpaid' },
    customerNumber: '530000000002',
  })
})

test.each(['proof', 'paid_at_ms'])('a paid row that has lost its %s gets no valid slip', async (lost) => {
  const book = shiftBook()
  const id = await book.sendOne()
  book.hear(id, paid(2))
  book.database.prepare(`UPDATE payments SET ${lost} = NULL WHERE id = ?`).run(id)
  expect(receiptFacts(book.database, id, false).paid).toBeNull()
})

test('the slip of a rounded bill says what was handed over, not what was owed', async () => {
  const book = shiftBook()
  const [id = ''] = await book.sell({ customerNumber: '530000000002', sheets: [['202611', 333_923]] })
  expect(receiptFacts(book.database, id, false).provisional).toMatchObject({ totalRupiah: 333_923, cashRoundingRupiah: -23 })
  book.send(id)
  book.hear(id, refused('billerRefused', 2))
  expect(noticesNow(book.database, book.clock.nowMs())).toMatchObject([
    { kind: 'refundDue', detail: { totalRupiah: 333_923, cashRupiah: 333_900 } },
  ])
})

describe('a search', () => {
  const found = (book: Book, search: string) => listPayments(book.database, { search, limit: 50 }).rows.map((row) => row.customerNumber)

  test('finds a number by its beginning, a name by any part, a reference by its beginning and a payment by its id', async () => {
    const book = shiftBook()
    const id = await book.sendOne()
    await book.sell(pulsa20)
    book.hear(id, paid(2))
    expect(found(book, '5300')).toEqual(['530000000002'])
    expect(found(book, '0002')).toEqual([])
    expect(found(book, 'santo')).toEqual(['530000000002'])
    expect(found(book, '110025')).toEqual(['530000000002'])
    expect(found(book, id)).toEqual(['530000000002'])
    expect(found(book, ' 0812 '.trim())).toEqual(['081200001230'])
    expect(found(book, '')).toEqual(['081200001230', '530000000002'])
  })

  test.each(['%', '_', '53%2', '5_0', '\\', "' OR 1=1 --", '%%%%', '[5]'])(
    'takes "%s" for what it is, not for a pattern',
    async (search) => {
      const book = shiftBook()
      await book.sell(bill45000, pulsa20)
      expect(found(book, search)).toEqual([])
    },
  )

  test('goes on where the page before ended, newest first, and says when there is no more', async () => {
    const book = shiftBook()
    for (let index = 0; index < 5; index += 1) await book.sell({ ...pulsa20, customerNumber: `08120000123${index}` })
    const first = listPayments(book.database, { limit: 2 })
    expect([first.rows.map((row) => row.sequence), first.more]).toEqual([[5, 4], true])
    const second = listPayments(book.database, { limit: 2, before: 4 })
    expect([second.rows.map((row) => row.sequence), second.more]).toEqual([[3, 2], true])
    const last = listPayments(book.database, { limit: 2, before: 2 })
    expect([last.rows.map((row) => row.sequence), last.more]).toEqual([[1], false])
  })

  test('keeps to the states that were asked for; a word it does not know finds nothing', async () => {
    const book = shiftBook()
    const id = await book.sendOne()
    await book.sell(pulsa20)
    book.hear(id, paid(2))
    const inStates = (text: string) => listPayments(book.database, { states: readStates(text), limit: 50 }).rows.map((row) => row.state)
    expect(inStates('paid')).toEqual(['paid'])
    expect(inStates('queued,paid')).toEqual(['queued', 'paid'])
    expect(inStates('')).toEqual(['queued', 'paid'])
    expect(inStates('sold')).toEqual([])
    expect(inStates('sold,paid')).toEqual(['paid'])
  })
})

describe('the queue', () => {
  test('holds exactly the money of what is unsynced, in whatever state', async () => {
    const book = shiftBook()
    const doubtful = await book.sendOne()
    book.silence(doubtful, 'noAnswer')
    await book.clock.advance(60_000)
    await book.sell(pulsa20)
    const done = await book.sendOne({ ...bill45000, customerNumber: '530000000001' })
    book.hear(done, paid(2))
    expect(queueFacts(book.database, book.clock.nowMs())).toEqual({
      count: 2,
      inDoubtCount: 1,
      totalRupiah: 66_500,
      oldestAgeMs: 60_000,
      expectedUseRupiah: 43_200 + 20_700,
    })
    expect(book.figures().held).toBe(-66_500)
  })

  test('is not older than nothing when the clock was set back', async () => {
    const book = shiftBook()
    await book.sell(bill45000)
    expect(queueFacts(book.database, book.clock.nowMs() - 3_600_000).oldestAgeMs).toBe(0)
  })

  test('warns at four fifths of any limit', () => {
    const facts = { count: 0, inDoubtCount: 0, totalRupiah: 0, oldestAgeMs: null, expectedUseRupiah: 0 }
    const limits = {
      perPaymentMaxRupiah: 1,
      countMax: 10,
      totalMaxRupiah: 1_000,
      ageMaxMs: 100,
      floatAllotmentRupiah: null,
      overrides: { perDayCountMax: 0, perDayTotalMaxRupiah: 0 },
    }
    const float = { allotmentRupiah: 1_000, allotmentUsedRupiah: 799 }
    expect(nearLimits({ ...facts, count: 7, totalRupiah: 799, oldestAgeMs: 79 }, limits, float)).toEqual([])
    expect(nearLimits({ ...facts, count: 8 }, limits, float)).toEqual(['queueCountLimit'])
    expect(nearLimits({ ...facts, totalRupiah: 800 }, limits, float)).toEqual(['queueTotalLimit'])
    expect(nearLimits({ ...facts, oldestAgeMs: 80 }, limits, float)).toEqual(['queueAgeLimit'])
    expect(nearLimits(facts, limits, { ...float, allotmentUsedRupiah: 800 })).toEqual(['floatLimit'])
    expect(
      nearLimits({ ...facts, count: 10, totalRupiah: 1_000, oldestAgeMs: 100 }, limits, { ...float, allotmentUsedRupiah: 800 }),
    ).toEqual(['queueCountLimit', 'queueTotalLimit', 'queueAgeLimit', 'floatLimit'])
  })
})

describe('the float', () => {
  test('is the central’s last word less what was used and is expected to be used since', async () => {
    const book = shiftBook()
    expect(floatView(book.database, book.config, false)).toEqual({
      balanceRupiah: null,
      asOfMs: null,
      availableRupiah: null,
      allotmentRupiah: 5_000_000,
      allotmentUsedRupiah: 0,
    })
    const early = await book.sendOne()
    book.hear(early, paid(2))
    const { sequence } = book.lastEvent() as { sequence: number }
    writeSetting(book.database, 'float', { balanceRupiah: 1_000_000, asOfMs: 7, eventSequence: sequence })
    expect(floatView(book.database, book.config, false)).toMatchObject({
      balanceRupiah: 1_000_000,
      asOfMs: 7,
      availableRupiah: 1_000_000,
      allotmentUsedRupiah: 0,
    })
    const late = await book.sendOne({ ...bill45000, customerNumber: '530000000001' })
    book.hear(late, paid(2))
    await book.sell(pulsa20)
    expect(floatView(book.database, book.config, false)).toEqual({
      balanceRupiah: 956_800,
      asOfMs: 7,
      availableRupiah: 956_800 - 20_700,
      allotmentRupiah: 5_000_000,
      allotmentUsedRupiah: 43_200 + 20_700,
    })
  })

  test('offline is at most this terminal’s allotment, less what waits', async () => {
    const book = shiftBook({ limits: { floatAllotmentRupiah: 50_000 } })
    writeSetting(book.database, 'float', { balanceRupiah: 1_000_000, asOfMs: 7, eventSequence: 0 })
    await book.sell(pulsa20)
    expect(floatView(book.database, book.config, true).availableRupiah).toBe(29_300)
    expect(floatView(book.database, book.config, false).availableRupiah).toBe(979_300)
    writeSetting(book.database, 'float', { balanceRupiah: 30_000, asOfMs: 7, eventSequence: 0 })
    expect(floatView(book.database, book.config, true).availableRupiah).toBe(9_300)
  })

  test('offline counts against the allotment what was used since the central last stated it', async () => {
    const book = shiftBook({ limits: { floatAllotmentRupiah: 50_000 } })
    writeSetting(book.database, 'float', { balanceRupiah: 1_000_000, asOfMs: 7, eventSequence: 0 })
    const drained = await book.sendOne()
    book.hear(drained, paid(2))
    // The link was back for a moment and is gone again: 43.200 of the allotment are spent, though nothing waits.
    expect(floatView(book.database, book.config, true)).toMatchObject({ availableRupiah: 6_800, allotmentUsedRupiah: 43_200 })
    const { sequence } = book.lastEvent() as { sequence: number }
    writeSetting(book.database, 'float', { balanceRupiah: 956_800, asOfMs: 8, eventSequence: sequence })
    expect(floatView(book.database, book.config, true).availableRupiah).toBe(50_000)
  })

  test('that comes to more than any sum of money is refused out loud and not counted with', async () => {
    const book = shiftBook()
    writeSetting(book.database, 'float', { balanceRupiah: 1_000_000, asOfMs: 7, eventSequence: 0 })
    book.hear(await book.sendOne(), paid(2))
    const { sequence } = book.lastEvent() as { sequence: number }
    const line = book.database.prepare(
      "INSERT INTO journal_lines SELECT event_sequence, 99, 'floatUsed', '', ?, business_day FROM journal_lines WHERE event_sequence = ? LIMIT 1",
    )
    line.run(-2_000_000_000_000, sequence)
    expect(() => floatView(book.database, book.config, false)).toThrow('float used since the statement is not a whole rupiah amount')
  })

  test('without an allotment is nothing offline, unless the outlet has no other terminal', async () => {
    const statement = { balanceRupiah: 1_000_000, asOfMs: 7, eventSequence: 0 }
    const several = shiftBook({ limits: { floatAllotmentRupiah: null }, terminalCount: 2 })
    writeSetting(several.database, 'float', statement)
    expect(floatView(several.database, several.config, true).availableRupiah).toBe(0)
    expect(floatView(several.database, several.config, false).availableRupiah).toBe(1_000_000)
    const only = shiftBook({ limits: { floatAllotmentRupiah: null }, terminalCount: 1 })
    writeSetting(only.database, 'float', statement)
    expect(floatView(only.database, only.config, true).availableRupiah).toBe(1_000_000)
  })
})

test('after a restart, what was on its way is in doubt, and the money stays where it was', async () => {
  const book = shiftBook()
  const id = await book.sendOne()
  const [queued = ''] = await book.sell(pulsa20)
  expect(recoverAfterRestart(book.database, book.clock.nowMs())).toBe(1)
  expect(recoverAfterRestart(book.database, book.clock.nowMs())).toBe(0)
  expect(book.payment(id)).toMatchObject({ state: 'inDoubt', reason: 'restarted', everSent: true, notBeforeMs: 0 })
  expect(book.state(queued)).toBe('queued')
  expect(book.everything().attempts).toMatchObject([{ payment_id: id, outcome: 'restarted' }])
  expect(book.figures()).toEqual({ drawer: 266_500, held: -66_500, safe: -200_000 })
  expect(auditBooks(book.database)).toEqual([])
})

test('a story tells every event with its lines, and every attempt, in order', async () => {
  const book = shiftBook()
  const id = await book.sendOne()
  await book.clock.advance(1_000)
  book.silence(id, 'noAnswer')
  await book.clock.advance(1_000)
  book.send(id)
  await book.clock.advance(1_000)
  book.hear(id, paid(2))
  const story = storyOf(book.database, book.payment(id))
  expect(story.story.map(({ kind, event, detail }) => event ?? `${kind} ${detail.attempt ?? detail.print}`)).toEqual([
    'accept',
    'send',
    'attempt pay',
    'print queue',
    'noAnswer',
    'attempt ask',
    'paid',
  ])
  expect(story.story.at(-1)?.lines).toEqual([
    { account: 'held', dimension: '', amountRupiah: 45_000 },
    { account: 'floatUsed', dimension: '', amountRupiah: -43_200 },
    { account: 'commission', dimension: '', amountRupiah: -1_800 },
  ])
  expect(story.story.filter(({ kind }) => kind === 'attempt').map(({ detail }) => [detail.outcome, detail.tookMs])).toEqual([
    ['noAnswer', 1_000],
    [null, null],
  ])
  expect(story.actions).toEqual(['printReceipt'])
  expect(story.sheets).toMatchObject([{ period: '202611', amountRupiah: 45_000 }])
})
