import Sqlite from 'better-sqlite3'
import { auditBooks } from '../../main/ledger/audit-books.ts'
import { firstBrokenAuditEntry } from '../../main/storage/audit.ts'

export type LedgerPayment = {
  id: string
  basketId: string
  state: string
  reason: string | null
  productCode: string
  customerNumber: string
  intent: string
  totalRupiah: number
  everSent: number
  acceptEvents: number
  slips: number
}

/** What the terminal's file says, read beside the running terminal. */
export type LedgerView = {
  payments: LedgerPayment[]
  baskets: { id: string; state: string; cashDueRupiah: number | null }[]
  drawerRupiah: number
  floatUsedRupiah: number
  slipsOpen: number
  attemptsOpen: number
  alarms: string[]
  /** What does not add up by the ledger's own audit, in words. */
  complaints: string[]
}

export function readLedger(path: string): LedgerView {
  const database = new Sqlite(path, { readonly: true })
  try {
    // One read transaction: the terminal goes on meanwhile.
    return database.transaction(() => view(database))()
  } finally {
    database.close()
  }
}

function view(database: Sqlite.Database): LedgerView {
  const number = (sql: string) => Number(database.prepare(sql).pluck().get())
  const complaints = auditBooks(database)
  const sum = number('SELECT coalesce(sum(amount_rupiah), 0) FROM journal_lines')
  if (sum !== 0) complaints.push(`all lines together are ${sum}`)
  const broken = firstBrokenAuditEntry(database)
  if (broken !== null) complaints.push(`the audit chain breaks at ${broken}`)
  const sumOf = (account: string) => number(`SELECT coalesce(sum(amount_rupiah), 0) FROM journal_lines WHERE account = '${account}'`)
  return {
    payments: database
      .prepare(
        `SELECT id, basket_id AS basketId, state, reason, product_code AS productCode, customer_number AS customerNumber, intent,
           total_rupiah AS totalRupiah, ever_sent AS everSent,
           (SELECT count(*) FROM events WHERE payment_id = payments.id AND event = 'accept') AS acceptEvents,
           (SELECT count(*) FROM print_jobs WHERE payment_id = payments.id AND origin = 'accept') AS slips
         FROM payments ORDER BY sequence`,
      )
      .all() as LedgerPayment[],
    baskets: database.prepare('SELECT id, state, cash_due_rupiah AS cashDueRupiah FROM baskets').all() as LedgerView['baskets'],
    drawerRupiah: sumOf('drawer'),
    floatUsedRupiah: -sumOf('floatUsed'),
    slipsOpen: number("SELECT count(*) FROM print_jobs WHERE state IN ('awaitingResult', 'waiting', 'printing')"),
    attemptsOpen: number('SELECT count(*) FROM attempts WHERE ended_at_ms IS NULL'),
    alarms: database.prepare("SELECT why || ' ' || content FROM set_aside WHERE kind = 'alarm'").pluck().all() as string[],
    complaints,
  }
}
