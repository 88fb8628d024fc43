import type { PaidProof, PaymentAnswer } from '../../shared/central-api/payments.ts'
import type { Rupiah } from '../../shared/money.ts'
import type { PaymentEvent } from '../../shared/payment-states.ts'
import type { SignedReply } from '../central/outcome.ts'
import type { EventDetail } from '../ledger/events.ts'
import { balance } from '../ledger/journal.ts'
import type { PostingFacts } from '../ledger/postings.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { settleAdvance, settleOwed } from './advances.ts'
import { bookedFloatRupiah } from './float-taken.ts'
import { type Changes, movePayment, type Posting } from './move.ts'
import type { Payment } from './payment.ts'

export type AnswerContext = { ids: Ids; atMs: number; retryAtMs: number }
type Heard = AnswerContext & { reply: SignedReply; content: string }
type Paid = Extract<PaymentAnswer, { status: 'paid' }>

/** Moves a payment by what the central said: its row, its lines, and what money given out before makes of it, all in the caller's transaction. */
export function applyEvent(
  database: Database,
  payment: Payment,
  event: PaymentEvent,
  answer: PaymentAnswer,
  heard: Heard,
  correction = false,
): void {
  const posting = postingFor(database, event, answer, payment)
  const moved = movePayment(database, payment, event, {
    actor: 'central',
    atMs: heard.atMs,
    detail: detailFor(event, answer, payment, posting),
    changes: { ...changesFor(event, answer, payment, heard), ...revisionOf(answer, heard) },
    ...(posting === null ? {} : { posting }),
    correction,
  })
  if (moved.state !== 'rejected') return
  if (payment.advanced) settleAdvance(database, moved, heard.atMs)
  else settleOwed(database, moved, heard.atMs)
}

/**
 * The central has a paid payment as paid in another way (another deduction, another token): what was booked goes back whole and is booked
 * as it says now, so that float used is what the central took. True when more than the money changed, which a person must see.
 */
export function correctPaid(database: Database, payment: Payment, answer: Paid, heard: Heard): boolean {
  const before = proofOf(payment)
  if (isSame(before, answer.proof)) {
    remember(database, payment, answer, heard.content)
    return false
  }
  const undone = movePayment(database, payment, 'failedAtReconciliation', {
    actor: 'central',
    atMs: heard.atMs,
    detail: { correction: true, revision: answer.revision },
    correction: true,
    posting: { event: 'failedAtReconciliation', facts: { ...paidFacts(payment, before), paymentId: payment.id } },
  })
  applyEvent(database, undone, 'paidAfterAll', answer, heard, true)
  const plain = (proof: PaidProof) => ({ ...proof, deductedRupiah: 0, commissionRupiah: null })
  return !isSame(plain(before), plain(answer.proof))
}

/** Nothing moves but the number: a later word is measured by this one. */
export function remember(database: Database, payment: Payment, answer: PaymentAnswer, content: string): void {
  database
    .prepare('UPDATE payments SET revision = ?, answer_hash = ?, heard_epoch = ?, float_taken_rupiah = ? WHERE id = ?')
    .run(answer.revision, content, answer.ledgerEpoch, answer.floatTakenRupiah ?? null, payment.id)
}

/** Both were read by the same schema, so the order of their members is the same. */
export function isSame(one: PaidProof, other: PaidProof): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** An answer that only sends us to ask again says nothing about the payment under its number. */
function revisionOf(answer: PaymentAnswer, heard: Heard): Changes {
  if (answer.status === 'refused' && (answer.retry === 'ask' || answer.code === 'alreadyPaid')) return {}
  return {
    revision: answer.revision,
    answerHash: heard.content,
    heardEpoch: answer.ledgerEpoch,
    floatTakenRupiah: answer.floatTakenRupiah ?? null,
  }
}

function changesFor(event: PaymentEvent, answer: PaymentAnswer, payment: Payment, heard: Heard): Changes {
  switch (answer.status) {
    case 'paid':
      return {
        reason: event === 'paidAfterRefund' ? payment.reason : null,
        paidAtMs: Date.parse(answer.proof.paidAt),
        reference: answer.proof.reference,
        proof: JSON.stringify(answer.proof),
        proofReply: JSON.stringify(heard.reply),
        advanced: false,
        receiptVoided: event === 'paidAfterAll' ? false : payment.receiptVoided,
      }
    case 'refused':
      if (event === 'failedAtReconciliation') return { reason: answer.code, receiptVoided: true }
      if (event === 'refusedFinal') return { reason: answer.code }
      return {
        reason: answer.code,
        notBeforeMs: answer.retryAfterMs === undefined ? heard.retryAtMs : heard.atMs + answer.retryAfterMs,
        // Asking brings the proof; another void would only hear the same.
        ...(answer.code === 'alreadyPaid' ? { wanted: 'pay' as const } : {}),
      }
    case 'pending':
      return { reason: 'pending', notBeforeMs: heard.retryAtMs }
    case 'unknown':
      return { reason: 'unknownToCentral', notBeforeMs: 0 }
    case 'voided':
      // Not asked for by this ledger: another life of it gave the money back, or meant to.
      return { reason: payment.hold !== null && payment.wanted === 'pay' ? 'voidedElsewhere' : 'voided' }
  }
}

function postingFor(database: Database, event: PaymentEvent, answer: PaymentAnswer, payment: Payment): Posting | null {
  const { id: paymentId, totalRupiah } = payment
  if (answer.status === 'paid') {
    const paid = paidFacts(payment, answer.proof)
    const openClaimRupiah = balance(database, 'claimOnCentral', paymentId)
    if (event === 'paidAfterAll') return { event, facts: { ...paid, paymentId, openClaimRupiah } }
    if (event === 'paidAfterRefund' && payment.state === 'disputed') return null
    if (event === 'paidAfterRefund') return { event, facts: { paymentId, deductedRupiah: paid.deductedRupiah, openClaimRupiah } }
    return payment.advanced ? { event: 'paidAfterAdvance', facts: { ...paid, paymentId } } : { event: 'paid', facts: paid }
  }
  if (event === 'refusedFinal' || event === 'voided') return { event, facts: { totalRupiah } }
  if (event === 'failedAtReconciliation' && payment.state === 'paid') {
    // All that was taken for it is claimed, also what was corrected since it was paid.
    const deductedRupiah = bookedFloatRupiah(database, paymentId)
    return { event, facts: { ...paidFacts(payment, proofOf(payment)), deductedRupiah, paymentId } }
  }
  return null
}

function detailFor(event: PaymentEvent, answer: PaymentAnswer, payment: Payment, posting: Posting | null): EventDetail {
  const { revision } = answer
  if (answer.status === 'refused') return { code: answer.code, revision }
  if (answer.status !== 'paid') return { revision }
  const { deductedRupiah, commissionRupiah } = answer.proof
  const differenceRupiah = event === 'paidAfterRefund' ? 0 : differenceOf(paidFacts(payment, answer.proof))
  return {
    revision,
    deductedRupiah,
    ...(differenceRupiah === 0 ? {} : { centralDifferenceRupiah: differenceRupiah }),
    ...(commissionRupiah === null || commissionRupiah === payment.commissionRupiah ? {} : { commissionSaidRupiah: commissionRupiah }),
    ...(posting !== null && 'openClaimRupiah' in posting.facts && posting.facts.openClaimRupiah > 0
      ? { claimClosedRupiah: posting.facts.openClaimRupiah }
      : {}),
    ...(event === 'paidAfterAll' && payment.receiptVoided ? { receiptValidAgain: true } : {}),
  }
}

/** The commission is what was agreed when the money was taken; whatever the central does otherwise is a difference by name, never income. */
function paidFacts(payment: Payment, proof: PaidProof): PostingFacts['paid'] {
  return {
    heldRupiah: payment.totalRupiah,
    deductedRupiah: proof.deductedRupiah,
    commissionRupiah: payment.commissionRupiah,
    counterFeeRupiah: payment.counterFeeRupiah,
  }
}

/** What the central took more than agreed; less than agreed is negative. */
function differenceOf(facts: PostingFacts['paid']): Rupiah {
  return facts.deductedRupiah + facts.commissionRupiah + facts.counterFeeRupiah - facts.heldRupiah
}

export function proofOf(payment: Payment): PaidProof {
  if (payment.proof === null) throw new Error(`payment ${payment.id} is paid without a proof`)
  return JSON.parse(payment.proof) as PaidProof
}
