import type { Rupiah } from '../../shared/money.ts'
import type { Database } from '../storage/open.ts'
import { auditTenders, refundsDueBesideTotals } from '../tenders/audit.ts'
import { balance } from './journal.ts'
import { auditOpenMoney } from './open-money.ts'
import { type Account, accounts } from './postings.ts'

/** Everything that does not add up, in words; empty when the books balance. Reads every line. */
export function auditBooks(database: Database): string[] {
  return [...auditLines(database), ...auditBalances(database), ...auditFees(database)]
}

/** The kept balances against each other and against the rows they are about; reads no line, so it can be asked after every step. */
export function auditBalances(database: Database): string[] {
  const complaints: string[] = []
  const { sum } = database.prepare('SELECT coalesce(sum(amount_rupiah), 0) AS sum FROM balances').get() as { sum: Rupiah }
  if (sum !== 0) complaints.push(`all balances together are ${sum}`)
  const held = -balance(database, 'held')
  const unsynced = totalOf(database, "state IN ('queued', 'sending', 'inDoubt')")
  if (held !== unsynced) complaints.push(`held is ${held}, unsynced payments are ${unsynced}`)
  const due = -balance(database, 'refundsDue')
  const owed = totalOf(database, "state = 'rejected'")
  if (due !== owed + refundsDueBesideTotals(database)) complaints.push(`refunds due are ${due}, rejected payments are ${owed}`)
  complaints.push(...auditTenders(database), ...auditOpenMoney(database))
  const unknown = database.prepare('SELECT DISTINCT account FROM balances').all() as { account: string }[]
  for (const row of unknown) if (!accounts.includes(row.account as Account)) complaints.push(`account ${row.account} is not in the table`)
  return complaints
}

function auditLines(database: Database): string[] {
  const complaints: string[] = []
  const unbalanced = database
    .prepare(
      'SELECT event_sequence AS sequence, sum(amount_rupiah) AS sum FROM journal_lines GROUP BY event_sequence HAVING sum(amount_rupiah) <> 0',
    )
    .all() as { sequence: number; sum: number }[]
  for (const row of unbalanced) complaints.push(`event ${row.sequence} sums to ${row.sum}`)
  const differing = database
    .prepare(
      `SELECT account, dimension, sum(kept) AS kept, sum(lines) AS lines FROM (
         SELECT account, dimension, amount_rupiah AS kept, 0 AS lines FROM balances
         UNION ALL SELECT account, dimension, 0, amount_rupiah FROM journal_lines)
       GROUP BY account, dimension HAVING sum(kept) <> sum(lines)`,
    )
    .all() as { account: string; dimension: string; kept: number; lines: number }[]
  for (const row of differing)
    complaints.push(`balance of ${row.account} ${row.dimension} is kept as ${row.kept}, its lines say ${row.lines}`)
  return complaints
}

/** The counter fee is earned by what is paid, and by nothing else. */
function auditFees(database: Database): string[] {
  const earned = -balance(database, 'counterFee')
  const { fees } = database.prepare("SELECT coalesce(sum(counter_fee_rupiah), 0) AS fees FROM payments WHERE state = 'paid'").get() as {
    fees: Rupiah
  }
  return earned === fees ? [] : [`counter fees earned are ${earned}, those of paid payments are ${fees}`]
}

function totalOf(database: Database, condition: string): Rupiah {
  const row = database.prepare(`SELECT coalesce(sum(total_rupiah), 0) AS total FROM payments WHERE ${condition}`).get()
  return (row as { total: Rupiah }).total
}
