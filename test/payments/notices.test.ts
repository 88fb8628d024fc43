import { describe, expect, test } from 'vitest'
import { noticesNow } from '../../main/payments/notices.ts'
import { queueJob } from '../../main/printing/jobs.ts'
import { type Book, openBook, paid, refused } from '../support/ledger-book.ts'

const kinds = (book: Book) => noticesNow(book.database, book.clock.nowMs()).map(({ kind }) => kind)

/** A payment whose customer left with a provisional slip before the central said paid. */
async function provisionallyPaid() {
  const book = openBook()
  book.openShift()
  const id = await book.sendOne()
  setJob(book, id, 'printedProven', 'provisional')
  book.hear(id, paid(2))
  return { book, id }
}

function setJob(book: Book, paymentId: string, state: string, kind: string): void {
  book.database
    .prepare(
      'UPDATE print_jobs SET state = ?, kind = ?, decide_by_ms = NULL, trouble = ? WHERE payment_id = ? AND sequence = (SELECT max(sequence) FROM print_jobs)',
    )
    .run(state, kind, state === 'failed' ? 'paperOut' : null, paymentId)
}

test.each([
  ['printedProven', []],
  ['printedAssumed', []],
  ['waiting', []],
  ['printing', []],
  ['skipped', []],
  ['failed', ['receiptReady', 'printFailed']],
])('a slip that is to follow a provisional one and is %s leaves %j to tell', async (state, told) => {
  const { book, id } = await provisionallyPaid()
  expect(kinds(book)).toEqual(['receiptReady'])
  queueJob(book.database, { ids: book.ids, kind: 'receipt', paymentId: id, staffName: 'Sari', reason: null, atMs: book.clock.nowMs() })
  setJob(book, id, state, 'receipt')
  expect(kinds(book)).toEqual(told)
})

test('a slip that failed is told with its trouble and its job, which a person prints again', async () => {
  const { book, id } = await provisionallyPaid()
  setJob(book, id, 'failed', 'provisional')
  const failed = noticesNow(book.database, book.clock.nowMs()).find(({ kind }) => kind === 'printFailed')
  const { id: jobId } = book.database.prepare('SELECT id FROM print_jobs WHERE payment_id = ?').get(id) as { id: string }
  expect(failed).toMatchObject({ id: `printFailed:${jobId}`, paymentId: id, detail: { jobId, trouble: 'paperOut' } })
})

test('a sentence of the central is shown for three days', () => {
  const book = openBook()
  const body = JSON.stringify({ kind: 'notice', noticeId: 'n1', text: 'Pemeliharaan nanti malam' })
  book.database
    .prepare("INSERT INTO feed_items (epoch, sequence, kind, body, effect, at_ms) VALUES ('epoch-1', 1, 'notice', ?, 'shown', ?)")
    .run(body, book.clock.nowMs())
  const hourMs = 3_600_000
  const after = (ms: number) => noticesNow(book.database, book.clock.nowMs() + ms).map(({ detail }) => detail.text)
  expect(after(71 * hourMs)).toEqual(['Pemeliharaan nanti malam'])
  expect(after(73 * hourMs)).toEqual([])
})

describe('a notice', () => {
  test('stands for money owed back until it is given back', async () => {
    const book = openBook()
    book.openShift()
    const id = await book.sendOne()
    book.hear(id, refused('billerRefused', 2))
    expect(noticesNow(book.database, book.clock.nowMs())).toMatchObject([
      { kind: 'refundDue', paymentId: id, detail: { totalRupiah: 45_000, reason: 'billerRefused' } },
    ])
    book.hear(id, paid(3))
    expect(kinds(book)).toEqual([])
  })

  test('tells of a doubt that lasts, and of the odd reply behind it', async () => {
    const book = openBook()
    book.openShift()
    const id = await book.sendOne()
    book.silence(id, 'noAnswer', '<html>Login WiFi</html>')
    expect(kinds(book)).toEqual(['setAside'])
    await book.clock.advance(10 * 60_000 + 1)
    expect(kinds(book)).toEqual(['inDoubtLong', 'setAside'])
    book.hear(id, paid(2))
    expect(kinds(book)).toEqual([])
  })

  test('of an alarm is not pushed out by odd replies', async () => {
    const book = openBook()
    book.openShift()
    const id = await book.sendOne()
    book.hear(id, refused('intentMismatch', 0))
    const insert = book.database.prepare(
      "INSERT INTO set_aside (id, kind, payment_id, why, content, at_ms) VALUES (?, 'reply', ?, 'x', 'x', ?)",
    )
    for (let index = 0; index < 300; index += 1) insert.run(`reply-${index}`, id, book.clock.nowMs() + index)
    expect(kinds(book)).toEqual(['alarm'])
  })
})
