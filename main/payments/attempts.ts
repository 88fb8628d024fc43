import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { PaymentOutcome } from '../central/outcome.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { movePayment } from './move.ts'
import { findPayment, type Payment, selectPayments } from './payment.ts'
import { raiseAlarm, setAsideReply } from './set-aside.ts'
import { setAsideUnreadable } from './unreadable.ts'

export type AttemptKind = 'pay' | 'ask' | 'void'
export type Attempt = { id: string; kind: AttemptKind; payment: Payment }

/** What is to be said to the central about a payment as it stands; null when nothing is. */
function attemptKind(payment: Payment): AttemptKind | null {
  // After a restore or copy what looks unsent may have been sent by another life of this ledger: asked about first.
  if (payment.state === 'queued') return payment.hold !== null && payment.wanted === 'pay' ? 'ask' : payment.wanted
  if (payment.state === 'inDoubt') return payment.wanted === 'void' ? 'void' : 'ask'
  if (payment.state === 'cancelled') return payment.burnt || payment.everSent ? null : 'void'
  return null
}

export type Begun = { attempts: Attempt[]; failed: { paymentId: string; error: unknown }[] }

/**
 * Makes attempts durable before the first byte of any leaves, all in one transaction: a row each in `attempts`, and for each queued
 * payment that is to be paid or voided the step to `sending`. Leaves out what has moved on meanwhile; one that fails takes no other
 * with it. `kind`: a question whatever the state, which moves nothing.
 */
export function beginAttempts(database: Database, paymentIds: readonly string[], by: { ids: Ids; atMs: number; kind?: 'ask' }): Begun {
  const begun: Begun = { attempts: [], failed: [] }
  const epoch = readSetting(database, 'ledgerEpoch')
  const record = database.prepare('INSERT INTO attempts (id, payment_id, kind, started_at_ms) VALUES (?, ?, ?, ?)')
  const count = database.prepare('UPDATE payments SET attempt_count = attempt_count + 1 WHERE id = ?')
  const beginOne = database.transaction((paymentId: string): Attempt | null => {
    const payment = findPayment(database, paymentId)
    const kind = payment === null ? null : (by.kind ?? attemptKind(payment))
    if (payment === null || kind === null || payment.state === 'sending') return null
    const id = by.ids.next()
    record.run(id, paymentId, kind, by.atMs)
    const attemptCount = payment.attemptCount + 1
    if (payment.state !== 'queued' || kind === 'ask') {
      count.run(paymentId)
      return { id, kind, payment: { ...payment, attemptCount } }
    }
    const sending = movePayment(database, payment, 'send', {
      actor: 'terminal',
      atMs: by.atMs,
      detail: { attempt: kind },
      changes: { everSent: true, sentEpoch: epoch, attemptCount },
    })
    return { id, kind, payment: sending }
  })
  database
    .transaction(() => {
      for (const paymentId of paymentIds) {
        try {
          const attempt = beginOne(paymentId)
          if (attempt !== null) begun.attempts.push(attempt)
        } catch (error) {
          // A disk that takes nothing has ended the whole transaction; anything else only this payment's part of it.
          if (!database.inTransaction) throw error
          begun.failed.push({ paymentId, error })
        }
      }
    })
    .immediate()
  return begun
}

/** What was said about an attempt, kept for the payment's story; an odd reply is set aside, never dropped (once where many share it). */
export function endAttempt(
  database: Database,
  attempt: Attempt,
  outcome: PaymentOutcome,
  by: { ids: Ids; atMs: number; keepReply?: boolean },
): void {
  const word = outcome.kind === 'answer' ? outcome.answer.status : outcome.kind
  const why = outcome.kind === 'answer' ? (outcome.answer.status === 'refused' ? outcome.answer.code : null) : outcome.why
  database
    .prepare('UPDATE attempts SET ended_at_ms = ?, outcome = ?, why = ? WHERE id = ? AND ended_at_ms IS NULL')
    .run(by.atMs, word, why, attempt.id)
  if (by.keepReply !== false && outcome.kind === 'noAnswer' && outcome.setAside !== null)
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
      } else if (payment !== null) postpone(database, paymentId, by.retryAtMs)
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
      if (error instanceof Refusal && error.code === 'paymentUnreadable') setAsideUnreadable(database, by.atMs)
      else raiseAlarm(database, paymentId, why, { error: error instanceof Error ? (error.stack ?? why) : why }, by)
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
 * doubt, as after a restart. Returns how many there were, and those whose rows can't even be read.
 */
export function recoverStranded(
  database: Database,
  by: { isUnderWay(paymentId: string): boolean; atMs: number },
): { recovered: number; failed: string[] } {
  const sending = database
    .prepare("SELECT id FROM payments WHERE state = 'sending' AND state IN ('queued', 'sending', 'inDoubt')")
    .all() as {
    id: string
  }[]
  const end = database.prepare("UPDATE attempts SET ended_at_ms = ?, outcome = 'failed' WHERE payment_id = ? AND ended_at_ms IS NULL")
  const failed: string[] = []
  let recovered = 0
  for (const { id } of sending) {
    if (by.isUnderWay(id)) continue
    try {
      database
        .transaction(() => {
          end.run(by.atMs, id)
          recordSilence(database, id, 'noAnswer', { atMs: by.atMs, retryAtMs: by.atMs, why: 'not written down' })
        })
        .immediate()
      recovered += 1
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      failed.push(id)
    }
  }
  return { recovered, failed }
}

/** Nothing new was learned (still pending, an older revision): look again later. */
export function postpone(database: Database, paymentId: string, retryAtMs: number): void {
  database
    .prepare("UPDATE payments SET not_before_ms = ? WHERE id = ? AND state IN ('queued', 'inDoubt', 'cancelled')")
    .run(retryAtMs, paymentId)
}

/** The same, with a new word for the person who looks at it. */
export function postponeBecause(database: Database, paymentId: string, reason: string, retryAtMs: number): void {
  database
    .prepare("UPDATE payments SET reason = ?, not_before_ms = ? WHERE id = ? AND state IN ('queued', 'inDoubt')")
    .run(reason, retryAtMs, paymentId)
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
