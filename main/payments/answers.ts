import type { PaymentAnswer, PaymentStatement, SignedMembers } from '../../shared/central-api/payments.ts'
import { sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { SignedReply } from '../central/outcome.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Database } from '../storage/open.ts'
import { type AnswerContext, applyEvent, correctPaid, isSame, proofOf, remember } from './answer-effects.ts'
import { contentOf, eventFor, isFinalNo, isWaiting } from './answer-events.ts'
import { bookedFloatRupiah, followFloat } from './float-taken.ts'
import { claimedElsewhere } from './hand-over.ts'
import { movePayment } from './move.ts'
import { findPayment, type Payment } from './payment.ts'
import { raiseAlarm } from './set-aside.ts'

export type { AnswerContext }
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
  context: AnswerContext,
): AnswerEffect {
  return database
    .transaction((): AnswerEffect => {
      const payment = findPayment(database, paymentId)
      if (payment === null) throw new Error(`an answer came for payment ${paymentId}, which is not ours`)
      if (answer.intentHash !== payment.intentHash) throw new Error('the client lets no answer with another intent hash through')
      return hear(database, payment, answer, reply, context)
    })
    .immediate()
}

/**
 * The same for what the central says unasked (its change feed). It may be about anything, so nothing in it throws: a payment that is not
 * ours is set aside and shown. Words without a revision are no news: they may be older than what is on its way now.
 */
export function applyStatement(
  database: Database,
  statement: PaymentStatement,
  signed: SignedMembers,
  reply: SignedReply,
  context: AnswerContext,
): AnswerEffect {
  return database
    .transaction((): AnswerEffect => {
      const alarm = (why: string): AnswerEffect => {
        raiseAlarm(database, statement.paymentId, why, reply, context)
        return 'alarm'
      }
      let payment: Payment | null
      try {
        payment = findPayment(database, statement.paymentId)
      } catch (error) {
        if (error instanceof Refusal) return alarm('heardAboutUnreadable')
        throw error
      }
      if (payment === null) return alarm('notOurPayment')
      if (statement.intentHash !== payment.intentHash) return alarm('intentHashDiffers')
      if (statement.revision === 0) return 'notApplicable'
      return hear(database, payment, { ...signed, ...statement }, reply, context)
    })
    .immediate()
}

function hear(database: Database, before: Payment, answer: PaymentAnswer, reply: SignedReply, context: AnswerContext): AnswerEffect {
  const alarm = (why: string): AnswerEffect => {
    raiseAlarm(database, before.id, why, reply, context)
    return 'alarm'
  }
  if (answer.status === 'refused' && answer.code === 'intentMismatch') return alarm('intentMismatch')
  // Whoever owns it now brings it home; a no of ours would give the cash back while the other terminal pays.
  if (answer.status === 'refused' && answer.code === 'notOwner') {
    const { ledgerEpoch } = answer
    return claimedElsewhere(database, before.id, null, { ...context, ledgerEpoch })
  }
  const content = sha256Hex(JSON.stringify(contentOf(answer)))
  const known = compare(before, answer, content)
  if (known === 'older') return 'older'
  if (answer.revision === 0 && answer.status !== 'unknown' && answer.status !== 'refused') return alarm('revisionMissing')
  if (known === 'contradicts') return alarm('sameRevisionOtherContent')
  if (known === 'otherLedger') return alarm('otherEpochOtherContent')
  if (known === 'same') return 'nothingNew'

  const payment = sentElsewhere(database, before, answer, reply, context)
  if (answer.status === 'paid' && amountDiffers(payment, answer.proof.sheets)) {
    if (isWaiting(payment) && payment.reason !== 'amountDiffers') {
      const changes = { reason: 'amountDiffers', notBeforeMs: context.retryAtMs }
      movePayment(database, payment, 'pending', { actor: 'central', atMs: context.atMs, detail: { why: 'amountDiffers' }, changes })
    }
    return alarm('amountDiffers')
  }
  const effect = follow(database, payment, answer, { ...context, reply, content })
  if (effect === 'notApplicable') return 'notApplicable'
  return followFloat(database, payment.id, context.atMs) ? 'moved' : effect
}

/** What the central says the payment is. What it says about the float comes after it. */
function follow(
  database: Database,
  payment: Payment,
  answer: PaymentAnswer,
  heard: AnswerContext & { reply: SignedReply; content: string },
): AnswerEffect {
  const event = disputedBefore(database, payment, answer)
    ? null
    : failsInDispute(database, payment, answer)
      ? 'failedAtReconciliation'
      : isPaidAnewInDispute(database, payment, answer)
        ? 'paidAfterRefund'
        : eventFor(answer, payment)
  if (event !== null) {
    applyEvent(database, payment, event, answer, heard)
    return 'moved'
  }
  if (payment.state === 'handedOver' || answer.revision === 0) return 'notApplicable'
  if (payment.state === 'paid' && answer.status === 'paid') {
    if (heard.content === payment.answerHash) return 'nothingNew'
    const isCorrected = !isSame(proofOf(payment), answer.proof)
    const changed = correctPaid(database, payment, answer, heard)
    if (changed) raiseAlarm(database, payment.id, 'paidFactsChanged', heard.reply, heard)
    return isCorrected ? 'moved' : 'nothingNew'
  }
  if (saysTheSame(payment, answer)) {
    remember(database, payment, answer, heard.content)
    if (payment.state === 'cancelled') database.prepare('UPDATE payments SET burnt = 1 WHERE id = ?').run(payment.id)
    return payment.state === 'cancelled' && !payment.burnt ? 'moved' : 'nothingNew'
  }
  raiseAlarm(database, payment.id, `no way from ${payment.state} by ${answer.status}`, heard.reply, heard)
  return 'notApplicable'
}

/**
 * Revisions are numbers of one ledger epoch. A central that was restored counts anew, so while a payment waits any word of the new
 * epoch is news; once it is settled here, another word under a lower number is for a person to look at.
 */
function compare(payment: Payment, answer: PaymentAnswer, content: string): 'newer' | 'same' | 'older' | 'contradicts' | 'otherLedger' {
  const sameLedger = payment.heardEpoch === null || payment.heardEpoch === answer.ledgerEpoch
  if (!sameLedger && (isWaiting(payment) || payment.state === 'queued')) return 'newer'
  if (answer.revision > payment.revision || answer.revision + payment.revision === 0) return 'newer'
  if (!sameLedger && answer.revision > 0) {
    if (content === payment.answerHash) return 'same'
    // The float that is gone for money which went back here is disputed whatever the number: an alarm alone would move no rupiah.
    return answer.status === 'paid' && (payment.state === 'refunded' || payment.state === 'cancelled') ? 'newer' : 'otherLedger'
  }
  if (answer.revision < payment.revision) return 'older'
  return content === payment.answerHash ? 'same' : 'contradicts'
}

/**
 * A queued payment about which the central stores something was sent, whatever this ledger remembers: a late request arrived after all, or a
 * copy of this ledger sent it. It takes the step to `sending` now, and the answer takes it on.
 */
function sentElsewhere(database: Database, payment: Payment, answer: PaymentAnswer, reply: SignedReply, context: AnswerContext): Payment {
  if (payment.state !== 'queued' || answer.revision === 0) return payment
  if (!payment.everSent && payment.hold === null) raiseAlarm(database, payment.id, 'heardBeforeSent', reply, context)
  return movePayment(database, payment, 'send', {
    actor: 'central',
    atMs: context.atMs,
    detail: { heard: answer.status },
    changes: { everSent: true, sentEpoch: answer.ledgerEpoch },
  })
}

/** Some billers give no sheets; where they do, they must add up to what the customer paid. */
function amountDiffers(payment: Payment, sheets: readonly { amountRupiah: number }[]): boolean {
  return sheets.length > 0 && sumRupiah(sheets.map(({ amountRupiah }) => amountRupiah)) !== payment.intent.totalRupiah
}

/** A no that we have already, or a paid that we dispute, under a higher number: taken back and paid again unheard, it has another proof. */
function saysTheSame(payment: Payment, answer: PaymentAnswer): boolean {
  if (payment.state === 'disputed') return isFinalNo(answer) || answer.status === 'paid'
  if (payment.state === 'refunded' && answer.status === 'paid') return true
  return ['rejected', 'refunded', 'cancelled'].includes(payment.state) && isFinalNo(answer)
}

/**
 * A dispute that was credited or written off is over: the central's "paid" stands, and only what it takes from the float can be news. It is
 * disputed anew when the central takes it anew.
 */
function disputedBefore(database: Database, payment: Payment, answer: PaymentAnswer): boolean {
  if (answer.status !== 'paid' || answer.floatTakenRupiah === undefined) return false
  if (payment.proof === null || !isSame(proofOf(payment), answer.proof)) return false
  return wasDisputed(database, payment.id) && answer.floatTakenRupiah <= bookedFloatRupiah(database, payment.id)
}

/** The biller takes back what was paid after the refund: the central owes the float, and the bill is free. */
function failsInDispute(database: Database, payment: Payment, answer: PaymentAnswer): boolean {
  const isThere = payment.state === 'disputed' || payment.state === 'refunded'
  return isThere && answer.status === 'refused' && isFinalNo(answer) && wasDisputed(database, payment.id)
}

/** It failed in the dispute, and now it is paid once more: the bill stands in the biller's book again, and the float follows what is said beside. */
function isPaidAnewInDispute(database: Database, payment: Payment, answer: PaymentAnswer): boolean {
  return payment.state === 'disputed' && answer.status === 'paid' && !wasDisputed(database, payment.id)
}

/** Whether the last that was heard of it, once its money had gone back, is that it is paid. */
function wasDisputed(database: Database, paymentId: string): boolean {
  const newest = database
    .prepare(
      "SELECT event FROM events WHERE payment_id = ? AND event IN ('paidAfterRefund', 'failedAtReconciliation') ORDER BY sequence DESC LIMIT 1",
    )
    .get(paymentId) as { event: string } | undefined
  return newest?.event === 'paidAfterRefund'
}
