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
  advances: number
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

/**
 * Two terminals of one outlet as one: what the first handed over is what the second made of it, and stays handed over where nobody has it. Cash
 * and float are of both.
 */
export function mergeLedgers(first: LedgerView, second: LedgerView, secondStartedWithRupiah: number): LedgerView {
  const taken = new Map(second.payments.map((payment) => [payment.id, payment]))
  return {
    payments: first.payments.map((payment) => {
      const there = payment.state === 'handedOver' ? taken.get(payment.id) : undefined
      return there === undefined ? payment : { ...payment, state: there.state, reason: there.reason }
    }),
    baskets: first.baskets,
    drawerRupiah: first.drawerRupiah + second.drawerRupiah - secondStartedWithRupiah,
    floatUsedRupiah: first.floatUsedRupiah + second.floatUsedRupiah,
    slipsOpen: first.slipsOpen + second.slipsOpen,
    attemptsOpen: first.attemptsOpen + second.attemptsOpen,
    alarms: [...first.alarms, ...second.alarms],
    complaints: [...first.complaints, ...second.complaints.map((complaint) => `second terminal: ${complaint}`)],
  }
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
           (SELECT count(*) FROM events WHERE payment_id = payments.id AND event = 'advance') AS advances,
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
