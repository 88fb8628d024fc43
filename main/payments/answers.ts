import { assertNever } from '../../shared/assert-never.ts'
import type { PaidProof, PaymentAnswer } from '../../shared/central-api/payments.ts'
import type { PaymentEvent } from '../../shared/payment-states.ts'
import type { SignedReply } from '../central/outcome.ts'
import type { PostingFacts } from '../ledger/postings.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { type Changes, movePayment, type Posting } from './move.ts'
import { findPayment, type Payment } from './payment.ts'
import { raiseAlarm } from './set-aside.ts'
import { tillForReturn } from './till.ts'

export type AnswerEffect = 'moved' | 'nothingNew' | 'older' | 'alarm' | 'notApplicable'

/**
 * Applies what the central signed about a payment, in one transaction, by the revision rule (docs/architecture.md): a lower
 * revision is not applied, an equal one with other content is an alarm. Revision 0 means that the central stores nothing
 * under the id ("unknown", "not now"), so it only counts while nothing is known here either, and only with such words.
 */
export function applyAnswer(
  database: Database,
  paymentId: string,
  answer: PaymentAnswer,
  reply: SignedReply,
  context: { ids: Ids; atMs: number; retryAtMs: number; roundingOf: (totalRupiah: number) => number },
): AnswerEffect {
  return database
    .transaction((): AnswerEffect => {
      const payment = findPayment(database, paymentId)
      if (payment === null) throw new Error(`an answer came for payment ${paymentId}, which is not ours`)
      if (answer.intentHash !== payment.intentHash) throw new Error('the client lets no answer with another intent hash through')
      if (answer.status === 'refused' && answer.code === 'intentMismatch') {
        raiseAlarm(database, payment.id, 'intentMismatch', reply, context)
        return 'alarm'
      }
      if (answer.revision < payment.revision) return 'older'
      if (answer.revision === 0 && answer.status !== 'unknown' && answer.status !== 'refused') {
        raiseAlarm(database, payment.id, 'revisionMissing', reply, context)
        return 'alarm'
      }
      const content = sha256Hex(JSON.stringify(contentOf(answer)))
      if (answer.revision > 0 && answer.revision === payment.revision) {
        if (content === payment.answerHash) return 'nothingNew'
        raiseAlarm(database, payment.id, 'sameRevisionOtherContent', reply, context)
        return 'alarm'
      }
      const event = eventFor(answer, payment)
      if (event === null) {
        if (answer.revision > payment.revision)
          raiseAlarm(database, payment.id, `no way from ${payment.state} by ${answer.status}`, reply, context)
        return 'notApplicable'
      }
      const changes: Changes = {
        ...changesFor(event, answer, payment, context),
        revision: answer.revision,
        answerHash: answer.revision > 0 ? content : null,
      }
      if (answer.status === 'paid') changes.proofReply = JSON.stringify(reply)
      const posting = postingFor(database, event, answer, payment, context)
      movePayment(database, payment, event, {
        actor: 'central',
        atMs: context.atMs,
        detail: answer.status === 'refused' ? { code: answer.code, revision: answer.revision } : { revision: answer.revision },
        changes,
        ...(posting === null ? {} : { posting }),
        ...(posting?.event === 'voided' ? { shiftId: posting.facts.till.dimension } : {}),
      })
      return 'moved'
    })
    .immediate()
}

/** Which event of the state table an answer is, given what we already believe; null where it says nothing new. */
function eventFor(answer: PaymentAnswer, payment: Payment): PaymentEvent | null {
  const waiting = payment.state === 'sending' || payment.state === 'inDoubt'
  switch (answer.status) {
    case 'paid':
      if (waiting) return 'paid'
      if (payment.state === 'rejected') return 'paidAfterAll'
      if (payment.state === 'refunded' || payment.state === 'cancelled') return 'paidAfterRefund'
      return null
    case 'pending':
      return waiting ? 'pending' : null
    case 'voided':
      return waiting ? 'voided' : null
    case 'unknown':
      // Under another ledger epoch the central may have been restored from before our send: "unknown" proves nothing then.
      return payment.state === 'inDoubt' && answer.ledgerEpoch === payment.sentEpoch ? 'unknownToCentral' : null
    case 'refused':
      if (answer.retry === 'ask') return waiting ? 'pending' : null
      if (answer.retry === 'later') return waiting && !answer.created ? 'refusedForNow' : null
      if (payment.state === 'paid') return answer.revision > payment.revision ? 'failedAtReconciliation' : null
      return waiting ? 'refusedFinal' : null
    default:
      return assertNever(answer)
  }
}

function changesFor(event: PaymentEvent, answer: PaymentAnswer, payment: Payment, context: { atMs: number; retryAtMs: number }): Changes {
  if (answer.status === 'paid') {
    return {
      reason: event === 'paidAfterRefund' ? payment.reason : null,
      paidAtMs: Date.parse(answer.proof.paidAt),
      reference: answer.proof.reference,
      proof: JSON.stringify(answer.proof),
      advanced: false,
    }
  }
  if (answer.status === 'refused') {
    const retryAtMs = answer.retryAfterMs === undefined ? context.retryAtMs : context.atMs + answer.retryAfterMs
    return event === 'refusedForNow' || event === 'pending'
      ? { reason: answer.code, notBeforeMs: retryAtMs }
      : { reason: answer.code, advanced: false }
  }
  if (answer.status === 'pending') return { reason: 'pending', notBeforeMs: context.retryAtMs }
  if (answer.status === 'unknown') return { reason: 'unknownToCentral', notBeforeMs: 0 }
  return { reason: 'voided' }
}

function postingFor(
  database: Database,
  event: PaymentEvent,
  answer: PaymentAnswer,
  payment: Payment,
  context: { roundingOf: (totalRupiah: number) => number },
): Posting | null {
  if (answer.status === 'paid' && event === 'paid')
    return { event: payment.advanced ? 'paidAfterAdvance' : 'paid', facts: paidFacts(payment, answer.proof) }
  if (answer.status === 'paid' && event === 'paidAfterAll') return { event: 'paidAfterAll', facts: paidFacts(payment, answer.proof) }
  if (answer.status === 'paid' && event === 'paidAfterRefund')
    return { event: 'paidAfterRefund', facts: { deductedRupiah: answer.proof.deductedRupiah } }
  if (event === 'refusedFinal')
    return { event: payment.advanced ? 'refusedFinalAfterAdvance' : 'refusedFinal', facts: { totalRupiah: payment.totalRupiah } }
  if (event === 'failedAtReconciliation' && payment.proof !== null) {
    return { event: 'failedAtReconciliation', facts: paidFacts(payment, JSON.parse(payment.proof) as PaidProof) }
  }
  if (event === 'voided') {
    if (payment.advanced) return { event: 'voidedAfterAdvance', facts: { totalRupiah: payment.totalRupiah } }
    const till = tillForReturn(database, payment)
    return { event: 'voided', facts: { totalRupiah: payment.totalRupiah, till, tillRupiah: context.roundingOf(payment.totalRupiah) } }
  }
  return null
}

function paidFacts(payment: Payment, proof: PaidProof): PostingFacts['paid'] {
  return {
    heldRupiah: payment.totalRupiah,
    deductedRupiah: proof.deductedRupiah,
    commissionRupiah: proof.commissionRupiah ?? payment.commissionRupiah,
    counterFeeRupiah: payment.counterFeeRupiah,
  }
}

/** What must be equal under an equal revision: everything but the reply's own time. */
function contentOf(answer: PaymentAnswer): unknown {
  if (answer.status === 'paid') return [answer.status, answer.proof]
  if (answer.status === 'refused') return [answer.status, answer.code, answer.created]
  return [answer.status]
}
