import { roundCash } from '../../shared/money.ts'
import type { Notice } from '../../shared/terminal-api/shapes.ts'
import { readConfig } from '../central/documents.ts'
import { failedJobs } from '../printing/jobs.ts'
import type { Database } from '../storage/open.ts'
import { cashPart } from '../tenders/returns.ts'
import { sharesOfPayment } from '../tenders/shares.ts'
import { tenderNotices } from '../tenders/view.ts'
import { centralNotices } from './central-notices.ts'
import { openMoneyNotices } from './open-money-notices.ts'
import { selectPayments } from './payment.ts'
import { unreadablePayments } from './unreadable.ts'

/** In doubt for longer than this is worth a person's look. */
const inDoubtLongMs = 10 * 60_000
/** What belongs to no payment can't be handled with one. */
const nobodysReplyShownForMs = 24 * 3_600_000

/**
 * What a person must see, derived from the facts each time: a notice goes away when it is handled, not when it is clicked.
 */
export function noticesNow(database: Database, nowMs: number): Notice[] {
  const notices: Notice[] = []
  const { cashRounding } = readConfig(database).outlet
  for (const payment of selectPayments(database, "WHERE state = 'rejected' ORDER BY sequence LIMIT 200")) {
    notices.push({
      id: `refundDue:${payment.id}`,
      kind: 'refundDue',
      paymentId: payment.id,
      atMs: payment.acceptedAtMs,
      detail: {
        ...whoOf(payment),
        reason: payment.reason,
        cashRupiah: roundCash(cashPart(payment, sharesOfPayment(database, payment.id)), cashRounding),
      },
    })
  }
  const waiting = selectPayments(
    database,
    `WHERE state = 'paid' AND id IN (
         SELECT payment_id FROM print_jobs WHERE kind = 'provisional' AND state IN ('printedProven', 'printedAssumed')
         UNION SELECT id FROM payments WHERE origin_terminal_id IS NOT NULL)
       AND id NOT IN (SELECT payment_id FROM print_jobs WHERE kind = 'receipt' AND state IN ('printedProven', 'printedAssumed', 'waiting', 'printing', 'skipped'))
     ORDER BY sequence LIMIT 200`,
  )
  for (const payment of waiting) {
    notices.push({
      id: `receiptReady:${payment.id}`,
      kind: 'receiptReady',
      paymentId: payment.id,
      atMs: payment.paidAtMs ?? payment.acceptedAtMs,
      detail: whoOf(payment),
    })
  }
  for (const payment of selectPayments(database, "WHERE state = 'inDoubt' AND accepted_at_ms < ? ORDER BY sequence LIMIT 200", [
    nowMs - inDoubtLongMs,
  ])) {
    notices.push({
      id: `inDoubtLong:${payment.id}`,
      kind: 'inDoubtLong',
      paymentId: payment.id,
      atMs: payment.acceptedAtMs,
      detail: whoOf(payment),
    })
  }
  notices.push(...openMoneyNotices(database), ...centralNotices(database, nowMs))
  for (const job of failedJobs(database)) {
    notices.push({
      id: `printFailed:${job.id}`,
      kind: 'printFailed',
      paymentId: job.paymentId,
      atMs: job.createdAtMs,
      detail: { jobId: job.id, trouble: job.trouble },
    })
  }
  const aside = database
    .prepare(
      `SELECT id, kind, payment_id AS paymentId, why, at_ms AS atMs FROM set_aside WHERE kind IN ('alarm', 'row')
       UNION ALL
       SELECT max(id), kind, payment_id, why, max(at_ms) FROM set_aside
       WHERE kind = 'reply' AND (payment_id IN (SELECT id FROM payments WHERE state = 'inDoubt') OR (payment_id IS NULL AND at_ms > ?)) GROUP BY payment_id
       ORDER BY 5 DESC LIMIT 200`,
    )
    .all(nowMs - nobodysReplyShownForMs) as {
    id: string
    kind: 'reply' | 'alarm' | 'row'
    paymentId: string | null
    why: string
    atMs: number
  }[]
  for (const { id, kind, paymentId, why, atMs } of aside) {
    const word = kind === 'alarm' ? 'alarm' : 'setAside'
    notices.push({ id: `${word}:${id}`, kind: word, paymentId, atMs, detail: { why } })
  }
  const shown = new Set(aside.filter(({ kind }) => kind === 'row').map(({ paymentId }) => paymentId))
  for (const { id, acceptedAtMs, why } of unreadablePayments(database, 200)) {
    if (!shown.has(id)) notices.push({ id: `setAside:row:${id}`, kind: 'setAside', paymentId: id, atMs: acceptedAtMs, detail: { why } })
  }
  return [...notices, ...tenderNotices(database, cashRounding)]
}

export function whoOf(payment: {
  productName: string
  customerNumber: string
  customerName: string
  totalRupiah: number
}): Notice['detail'] {
  return {
    productName: payment.productName,
    customerNumber: payment.customerNumber,
    customerName: payment.customerName,
    totalRupiah: payment.totalRupiah,
  }
}
