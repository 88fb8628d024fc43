import { liveStates, nextState, type PaymentEvent, type PaymentState } from '../../shared/payment-states.ts'
import { type EventDetail, recordEvent } from '../ledger/events.ts'
import { post } from '../ledger/journal.ts'
import type { PostingEvent, PostingFacts } from '../ledger/postings.ts'
import type { Database } from '../storage/open.ts'
import { followPayment, partsOf } from '../tenders/follow.ts'
import { claimBill } from './live-bills.ts'
import type { Payment } from './payment.ts'

/** What an event changes in the payment's row besides its state. */
export type Changes = Partial<
  Pick<
    Payment,
    | 'reason'
    | 'wanted'
    | 'everSent'
    | 'sentEpoch'
    | 'revision'
    | 'answerHash'
    | 'advanced'
    | 'attemptCount'
    | 'notBeforeMs'
    | 'paidAtMs'
    | 'reference'
    | 'proof'
    | 'heardEpoch'
    | 'floatTakenRupiah'
    | 'receiptVoided'
  >
> & { proofReply?: string }

export type Posting = { [Event in PostingEvent]: { event: Event; facts: PostingFacts[Event] } }[PostingEvent]

/**
 * The only way a payment moves: state by the table, its event, its journal lines and its bill's liveness together, inside
 * the caller's transaction. Throws when the table has no such way; callers look first and refuse by name.
 */
export function movePayment(
  database: Database,
  payment: Payment,
  event: PaymentEvent,
  by: {
    actor: string
    atMs: number
    detail?: EventDetail
    changes?: Changes
    posting?: Posting
    shiftId?: string
    /** One of two steps that leave the payment as paid as it was: nobody gets or owes anything in between. */
    correction?: boolean
  },
): Payment {
  const to = nextState(payment.state, event)
  if (to === null) throw new Error(`a ${payment.state} payment cannot ${event}`)
  const recorded = recordEvent(database, {
    event,
    paymentId: payment.id,
    from: payment.state,
    to,
    actor: by.actor,
    atMs: by.atMs,
    ...(by.shiftId === undefined ? {} : { shiftId: by.shiftId }),
    ...(by.detail === undefined ? {} : { detail: by.detail }),
  })
  if (by.posting !== undefined) postUnion(database, recorded, by.posting)
  const changes = by.changes ?? {}
  const moved = { ...payment, ...changes, state: to }
  const changed = database
    .prepare(
      `UPDATE payments SET state = @state, reason = @reason, wanted = @wanted, ever_sent = @everSent, sent_epoch = @sentEpoch,
         revision = @revision, answer_hash = @answerHash, advanced = @advanced, attempt_count = @attemptCount,
         not_before_ms = @notBeforeMs, paid_at_ms = @paidAtMs, reference = @reference, proof = @proof,
         proof_reply = coalesce(@proofReply, proof_reply), heard_epoch = @heardEpoch, float_taken_rupiah = @floatTakenRupiah, receipt_voided = @receiptVoided
       WHERE id = @id AND state = @from`,
    )
    .run({
      ...moved,
      intent: null,
      everSent: moved.everSent ? 1 : 0,
      advanced: moved.advanced ? 1 : 0,
      receiptVoided: moved.receiptVoided ? 1 : 0,
      burnt: null,
      proofReply: changes.proofReply ?? null,
      from: payment.state,
    })
  // Two steps worked from the same read: the second one must not win silently.
  if (changed.changes !== 1) throw new Error(`payment ${payment.id} is no longer ${payment.state}`)
  keepLiveBills(database, payment, to)
  if (by.correction === true) return moved
  const { nothingOwed } = followPayment(database, event, moved, { ...by, parts: by.posting === undefined ? [] : partsOf(by.posting.facts) })
  return nothingOwed ? movePayment(database, moved, 'refund', { actor: by.actor, atMs: by.atMs }) : moved
}

function postUnion(database: Database, recorded: { sequence: number; businessDay: string }, posting: Posting): void {
  // The pair is correlated by construction (`Posting`), which the compiler can't follow through a generic call.
  post(database, recorded.sequence, recorded.businessDay, posting.event, posting.facts as never)
}

/** A bill is free to be paid again once its payment no longer lives; one that lives again (paid after all) takes it back, or stands beside who has it now. */
function keepLiveBills(database: Database, payment: Payment, to: PaymentState): void {
  const lived = liveStates.includes(payment.state)
  const lives = liveStates.includes(to)
  if (lived && !lives) database.prepare('DELETE FROM live_bills WHERE payment_id = ?').run(payment.id)
  if (!lived && lives) claimBill(database, payment, true)
}
