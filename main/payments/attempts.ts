import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import type { PaymentOutcome } from '../central/outcome.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { movePayment } from './move.ts'
import { findPayment, type Payment, selectPayments } from './payment.ts'
import { raiseAlarm, setAsideReply } from './set-aside.ts'

export type AttemptKind = 'pay' | 'ask' | 'void'
export type Attempt = { id: string; kind: AttemptKind; payment: Payment }

/**
 * Makes an attempt durable before its first byte leaves: the row in `attempts`, and for a queued payment the step to `sending`. Returns null when
 * the payment has moved on meanwhile.
 */
export function beginAttempt(database: Database, paymentId: string, by: { ids: Ids; atMs: number }): Attempt | null {
  return database
    .transaction((): Attempt | null => {
      const payment = findPayment(database, paymentId)
      if (payment === null) return null
      const id = by.ids.next()
      const record = database.prepare('INSERT INTO attempts (id, payment_id, kind, started_at_ms) VALUES (?, ?, ?, ?)')
      if (payment.state === 'queued') {
        const kind = payment.wanted
        const sending = movePayment(database, payment, 'send', {
          actor: 'terminal',
          atMs: by.atMs,
          detail: { attempt: kind },
          changes: { everSent: true, sentEpoch: readSetting(database, 'ledgerEpoch'), attemptCount: payment.attemptCount + 1 },
        })
        record.run(id, paymentId, kind, by.atMs)
        return { id, kind, payment: sending }
      }
      if (payment.state === 'inDoubt') {
        const kind = payment.wanted === 'void' ? 'void' : 'ask'
        database.prepare('UPDATE payments SET attempt_count = attempt_count + 1 WHERE id = ?').run(paymentId)
        record.run(id, paymentId, kind, by.atMs)
        return { id, kind, payment: { ...payment, attemptCount: payment.attemptCount + 1 } }
      }
      return null
    })
    .immediate()
}

/** What was said about an attempt, kept for the payment's story; an odd reply is set aside, never dropped. */
export function endAttempt(database: Database, attempt: Attempt, outcome: PaymentOutcome, by: { ids: Ids; atMs: number }): void {
  const word = outcome.kind === 'answer' ? outcome.answer.status : outcome.kind
  const why = outcome.kind === 'answer' ? (outcome.answer.status === 'refused' ? outcome.answer.code : null) : outcome.why
  database
    .prepare('UPDATE attempts SET ended_at_ms = ?, outcome = ?, why = ? WHERE id = ? AND ended_at_ms IS NULL')
    .run(by.atMs, word, why, attempt.id)
  if (outcome.kind === 'noAnswer' && outcome.setAside !== null)
    setAsideReply(database, attempt.payment.id, outcome.why, outcome.setAside, by)
}

/**
 * Silence: a payment on its way goes back to the queue only when the bytes never left (`notReached`), else it is in doubt. One in doubt
 * already stays there. `retryAtMs` is when the next attempt may start.
 */
export function recordSilence(
  database: Database,
  paymentId: string,
  kind: 'notReached' | 'noAnswer',
  by: { atMs: number; retryAtMs: number; why: string },
): void {
  database
    .transaction(() => {
      const payment = findPayment(database, paymentId)
      if (payment?.state === 'sending') {
        movePayment(database, payment, kind, {
          actor: 'terminal',
          atMs: by.atMs,
          detail: { why: by.why.slice(0, 200) },
          changes: { reason: kind, notBeforeMs: by.retryAtMs, everSent: kind === 'noAnswer' || mayHaveLeft(database, paymentId) },
        })
      } else if (payment?.state === 'inDoubt') {
        database.prepare('UPDATE payments SET not_before_ms = ? WHERE id = ?').run(by.retryAtMs, paymentId)
      }
    })
    .immediate()
}

/** An attempt that never connected proves that it stayed here; any other, even one cut off by a restart, may have arrived. */
function mayHaveLeft(database: Database, paymentId: string): boolean {
  const sent = database
    .prepare("SELECT 1 FROM attempts WHERE payment_id = ? AND kind <> 'ask' AND outcome IS NOT 'notReached' LIMIT 1")
    .get(paymentId)
  return sent !== undefined
}

/**
 * The terminal itself failed over one payment (a row it can't read, a signed answer its books can't hold). The payment is set
 * aside where a person sees it and tried again much later, so that it never takes the others down with it.
 */
export function recordFailure(
  database: Database,
  paymentId: string,
  error: unknown,
  by: { ids: Ids; atMs: number; retryAtMs: number },
): void {
  const why = error instanceof Error ? error.message : String(error)
  database
    .transaction(() => {
      raiseAlarm(database, paymentId, why, { error: error instanceof Error ? (error.stack ?? why) : why }, by)
      // Not through `findPayment`: the row itself may be what can't be read.
      database.prepare('UPDATE payments SET not_before_ms = ? WHERE id = ?').run(by.retryAtMs, paymentId)
      database
        .prepare("UPDATE attempts SET ended_at_ms = ?, outcome = 'failed', why = ? WHERE payment_id = ? AND ended_at_ms IS NULL")
        .run(by.atMs, why, paymentId)
    })
    .immediate()
  const { state } = database.prepare('SELECT state FROM payments WHERE id = ?').get(paymentId) as { state: string }
  if (state === 'sending') recordSilence(database, paymentId, 'noAnswer', { ...by, why })
}

/**
 * A payment that is `sending` although no attempt is about it any more, because what came of it could not be written down: it is in
 * doubt, as after a restart. Returns how many there were.
 */
export function recoverStranded(database: Database, by: { isUnderWay(customerNumber: string): boolean; atMs: number }): number {
  const stranded = selectPayments(database, "WHERE state = 'sending' ORDER BY sequence").filter(
    (payment) => !by.isUnderWay(payment.customerNumber),
  )
  const end = database.prepare("UPDATE attempts SET ended_at_ms = ?, outcome = 'failed' WHERE payment_id = ? AND ended_at_ms IS NULL")
  for (const { id } of stranded) {
    database
      .transaction(() => {
        end.run(by.atMs, id)
        recordSilence(database, id, 'noAnswer', { atMs: by.atMs, retryAtMs: by.atMs, why: 'not written down' })
      })
      .immediate()
  }
  return stranded.length
}

/** Nothing new was learned (still pending, an older revision): look again later. */
export function postpone(database: Database, paymentId: string, retryAtMs: number): void {
  database.prepare("UPDATE payments SET not_before_ms = ? WHERE id = ? AND state IN ('queued', 'inDoubt')").run(retryAtMs, paymentId)
}

/** At start: whatever was on its way when the process died may have arrived. Returns how many are in doubt by it. */
export function recoverAfterRestart(database: Database, atMs: number): number {
  return database
    .transaction(() => {
      const sending = selectPayments(database, "WHERE state = 'sending' ORDER BY sequence")
      for (const payment of sending) {
        movePayment(database, payment, 'restarted', { actor: 'terminal', atMs, changes: { reason: 'restarted', notBeforeMs: 0 } })
      }
      database.prepare("UPDATE attempts SET ended_at_ms = ?, outcome = 'restarted' WHERE ended_at_ms IS NULL").run(atMs)
      return sending.length
    })
    .immediate()
}

/** The request as the central's contract wants it; the same bytes of intent every time. */
export function paymentRequest(database: Database, payment: Payment): PaymentRequest {
  const inquiry = database.prepare('SELECT inquiry_reference AS reference FROM inquiries WHERE id = ?').get(payment.inquiryId) as {
    reference: string | null
  }
  return {
    paymentId: payment.id,
    intentHash: payment.intentHash,
    productCode: payment.intent.productCode,
    customerNumber: payment.intent.customerNumber,
    sheets: payment.intent.sheets.map((sheet) => ({ period: sheet.period, amountRupiah: sheet.amountRupiah })),
    totalRupiah: payment.intent.totalRupiah,
    inquiryReference: inquiry.reference,
    acceptedAt: new Date(payment.acceptedAtMs).toISOString(),
    overridesPaymentId: payment.overridesPaymentId,
    incarnation: readSetting(database, 'incarnation') ?? 1,
  }
}
