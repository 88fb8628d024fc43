import { assertRupiah, type Rupiah, sumRupiah } from '../../shared/money.ts'
import type { Database } from '../storage/open.ts'
import { type Account, type Line, type PostingEvent, type PostingFacts, postings } from './postings.ts'

/**
 * Posts the lines of one event, which must exist already, inside the caller's transaction. Throws when they do not sum to
 * zero: a stopped counter is recoverable, a wrong balance is not.
 */
export function post<Event extends PostingEvent>(
  database: Database,
  eventSequence: number,
  businessDay: string,
  event: Event,
  facts: PostingFacts[Event],
): void {
  if (!database.inTransaction) throw new Error(`posting ${event} needs the transaction of its event`)
  // -0 comes from crediting zero; it and zero lines say nothing.
  const lines = postings[event](facts).filter((line) => line.amountRupiah !== 0)
  assertBalanced(lines, event)
  const insertLine = database.prepare(
    'INSERT INTO journal_lines (event_sequence, line_number, account, dimension, amount_rupiah, business_day) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const addToBalance = database.prepare(
    `INSERT INTO balances (account, dimension, amount_rupiah) VALUES (?, ?, ?)
     ON CONFLICT (account, dimension) DO UPDATE SET amount_rupiah = amount_rupiah + excluded.amount_rupiah`,
  )
  lines.forEach((line, index) => {
    insertLine.run(eventSequence, index + 1, line.account, line.dimension, line.amountRupiah, businessDay)
    addToBalance.run(line.account, line.dimension, line.amountRupiah)
  })
}

export function assertBalanced(lines: readonly Line[], what: string): void {
  for (const line of lines) assertRupiah(line.amountRupiah, `${what} line`)
  const sum = sumRupiah(lines.map((line) => line.amountRupiah))
  if (sum !== 0) throw new Error(`the lines of ${what} sum to ${sum}, not to zero`)
}

/** The maintained sum of an account's lines; debit positive. All dimensions together when none is named. */
export function balance(database: Database, account: Account, dimension?: string): Rupiah {
  const row = (
    dimension === undefined
      ? database.prepare('SELECT coalesce(sum(amount_rupiah), 0) AS amount FROM balances WHERE account = ?').get(account)
      : database
          .prepare('SELECT coalesce(sum(amount_rupiah), 0) AS amount FROM balances WHERE account = ? AND dimension = ?')
          .get(account, dimension)
  ) as { amount: number }
  assertRupiah(row.amount, `balance of ${account}`)
  return row.amount
}

/** The lines of an event, checked again on the way out. */
export function linesOf(database: Database, eventSequence: number): Line[] {
  const lines = database
    .prepare('SELECT account, dimension, amount_rupiah AS amountRupiah FROM journal_lines WHERE event_sequence = ? ORDER BY line_number')
    .all(eventSequence) as Line[]
  assertBalanced(lines, `event ${eventSequence}`)
  return lines
}
