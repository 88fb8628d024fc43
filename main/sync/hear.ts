import type { PaymentOutcome, SignedReply } from '../central/outcome.ts'
import { type AnswerEffect, applyAnswer } from '../payments/answers.ts'
import { type Attempt, endAttempt, postpone, postponeBecause, recordSilence } from '../payments/attempts.ts'
import { findPayment } from '../payments/payment.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { type Backoff, backoffMs } from './backoff.ts'
import { longestDelayMs } from './work.ts'

export type Hearing = {
  ids: Ids
  atMs: number
  /** One draw for all that came in one reply, so that they come due together again. */
  draw: number
  payBackoff: Backoff
  askBackoff: Backoff
}

type Answered = Extract<PaymentOutcome, { kind: 'answer' }>

const shortestAskMs = 500

/** Writes down what the central signed about one payment, in one transaction: the attempt's end, what it moves, when to look again. */
export function hearAnswer(database: Database, attempt: Attempt, outcome: Answered, by: Hearing & { reply: SignedReply }): AnswerEffect {
  const { answer } = outcome
  const { id } = attempt.payment
  return database
    .transaction(() => {
      endAttempt(database, attempt, outcome, by)
      const retryAtMs = by.atMs + retryAfterMs(attempt, answer, by)
      const effect = applyAnswer(database, id, answer, by.reply, { ids: by.ids, atMs: by.atMs, retryAtMs })
      const payment = findPayment(database, id)
      if (payment === null) throw new Error(`payment ${id} is gone`)
      // Whatever the answer was, a payment never stays `sending` once its attempt is over.
      if (payment.state === 'sending') recordSilence(database, id, 'noAnswer', { atMs: by.atMs, retryAtMs, why: effect })
      else if (answer.status === 'unknown' && payment.hold !== null && payment.state === 'queued')
        postponeBecause(database, id, 'heldAfterRestore', 0)
      else if (answer.status === 'unknown' && payment.state === 'inDoubt' && answer.ledgerEpoch !== payment.sentEpoch)
        postponeBecause(database, id, 'epochChanged', retryAtMs)
      else if (effect !== 'moved' || answer.status === 'refused') postpone(database, id, retryAtMs)
      // An answer to "pay" clears a payment of suspicion; that it is unknown only says that nobody has tried again.
      if (answer.status !== 'unknown') database.prepare('UPDATE payments SET silence_count = 0 WHERE id = ? AND silence_count > 0').run(id)
      return effect
    })
    .immediate()
}

/** No sooner than the central says, and never longer than a day, whatever it says. */
function retryAfterMs(attempt: Attempt, answer: Answered['answer'], by: Hearing): number {
  const ownMs = Math.max(shortestAskMs, backoffMs(by.askBackoff, attempt.payment.attemptCount, by.draw))
  const saidMs = answer.status === 'pending' ? (answer.askAfterMs ?? 0) : answer.status === 'refused' ? (answer.retryAfterMs ?? 0) : 0
  return Math.min(longestDelayMs, Math.max(ownMs, saidMs))
}

/** Writes down that nothing was heard about these, in one transaction. What one reply said about all of them is set aside once. */
export function hearSilence(
  database: Database,
  silences: readonly { attempt: Attempt; outcome: Exclude<PaymentOutcome, Answered> }[],
  by: Hearing,
): void {
  const kept = new Set<PaymentOutcome>()
  database
    .transaction(() => {
      for (const { attempt, outcome } of silences) {
        endAttempt(database, attempt, outcome, { ...by, keepReply: !kept.has(outcome) })
        kept.add(outcome)
        // Whoever was asked to wait waits for that; a backoff that grows beside it would only make some wait far longer than others.
        const isAskedToWait = outcome.kind === 'noAnswer' && outcome.retryAfterMs !== undefined
        const retryAtMs = by.atMs + backoffMs(by.payBackoff, isAskedToWait ? 1 : attempt.payment.attemptCount, by.draw)
        // A question that was never heard says nothing about the payment itself.
        recordSilence(database, attempt.payment.id, outcome.kind, {
          atMs: by.atMs,
          retryAtMs,
          why: outcome.why,
        })
      }
    })
    .immediate()
}

/** A reply about many payments is stored once; what goes with each payment names it. */
export function keepReply(database: Database, reply: SignedReply, by: { ids: Ids; atMs: number }): SignedReply {
  const keptAs = by.ids.next()
  database.prepare('INSERT INTO signed_replies (id, reply, at_ms) VALUES (?, ?, ?)').run(keptAs, JSON.stringify(reply), by.atMs)
  return { status: reply.status, headers: {}, body: '', keptAs }
}
