import type { Notice } from '../../shared/terminal-api/shapes.ts'
import { balance } from '../ledger/journal.ts'
import type { Database } from '../storage/open.ts'
import { whoOf } from './notices.ts'
import { selectPayments } from './payment.ts'

/**
 * Money that lies where it should not stay: receipts that count no more, disputes, what customers owe, and what the central took other than
 * agreed. Each goes away with its cause; what can have no end of its own is told for the business day it happened on.
 */
export function openMoneyNotices(database: Database): Notice[] {
  return [
    ...voidedReceipts(database),
    ...validAgain(database),
    ...disputes(database),
    ...owedByCustomers(database),
    ...differences(database),
  ]
}

/** Until the customer has been here for the money, the slip is somewhere and says what is no longer true. */
function voidedReceipts(database: Database): Notice[] {
  return selectPayments(database, "WHERE receipt_voided = 1 AND state = 'rejected' ORDER BY sequence LIMIT 200").map((payment) => ({
    id: `receiptVoided:${payment.id}`,
    kind: 'receiptVoided',
    paymentId: payment.id,
    atMs: lastEventMs(database, payment.id, 'failedAtReconciliation'),
    detail: { ...whoOf(payment), reason: payment.reason },
  }))
}

function validAgain(database: Database): Notice[] {
  const today = `SELECT payment_id FROM events WHERE event = 'paidAfterAll' AND business_day = (SELECT max(day) FROM business_days)
    AND json_extract(detail, '$.receiptValidAgain') = 1`
  return selectPayments(database, `WHERE state = 'paid' AND id IN (${today}) ORDER BY sequence LIMIT 200`).map((payment) => ({
    id: `receiptValidAgain:${payment.id}`,
    kind: 'receiptValidAgain',
    paymentId: payment.id,
    atMs: lastEventMs(database, payment.id, 'paidAfterAll'),
    detail: whoOf(payment),
  }))
}

function disputes(database: Database): Notice[] {
  return selectPayments(database, "WHERE state = 'disputed' ORDER BY sequence LIMIT 200").map((payment) => ({
    id: `disputed:${payment.id}`,
    kind: 'disputed',
    paymentId: payment.id,
    atMs: lastEventMs(database, payment.id, 'paidAfterRefund'),
    detail: { ...whoOf(payment), disputedRupiah: balance(database, 'disputed', payment.id) },
  }))
}

function owedByCustomers(database: Database): Notice[] {
  const open = "SELECT dimension FROM balances WHERE account = 'owedByCustomer' AND amount_rupiah <> 0"
  return selectPayments(database, `WHERE id IN (${open}) ORDER BY sequence LIMIT 200`).map((payment) => ({
    id: `owedByCustomer:${payment.id}`,
    kind: 'owedByCustomer',
    paymentId: payment.id,
    atMs: payment.paidAtMs ?? payment.acceptedAtMs,
    detail: { ...whoOf(payment), owedRupiah: balance(database, 'owedByCustomer', payment.id) },
  }))
}

/** Also in the payment's story for ever, and in the settlement of its day. */
function differences(database: Database): Notice[] {
  const rows = database
    .prepare(
      `SELECT events.payment_id AS paymentId, sum(line.amount_rupiah) AS differenceRupiah, max(events.at_ms) AS atMs
       FROM journal_lines AS line JOIN events ON events.sequence = line.event_sequence
       WHERE line.business_day = (SELECT max(day) FROM business_days) AND line.account = 'centralDifference' AND events.payment_id IS NOT NULL
       GROUP BY events.payment_id HAVING sum(line.amount_rupiah) <> 0 ORDER BY max(events.at_ms) DESC LIMIT 200`,
    )
    .all() as { paymentId: string; differenceRupiah: number; atMs: number }[]
  return rows.map(({ paymentId, differenceRupiah, atMs }) => ({
    id: `centralDifference:${paymentId}`,
    kind: 'centralDifference',
    paymentId,
    atMs,
    detail: { differenceRupiah },
  }))
}

function lastEventMs(database: Database, paymentId: string, event: string): number {
  const row = database.prepare('SELECT max(at_ms) AS atMs FROM events WHERE payment_id = ? AND event = ?').get(paymentId, event)
  return (row as { atMs: number | null }).atMs ?? 0
}
