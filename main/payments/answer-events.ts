import { assertNever } from '../../shared/assert-never.ts'
import type { PaymentAnswer } from '../../shared/central-api/payments.ts'
import type { PaymentEvent } from '../../shared/payment-states.ts'
import type { Payment } from './payment.ts'

/** On its way or in doubt: only what the central signs moves it. */
export function isWaiting(payment: Payment): boolean {
  return payment.state === 'sending' || payment.state === 'inDoubt'
}

/** Under this id nothing will ever be paid. `alreadyPaid` is the opposite, said to a void. */
export function isFinalNo(answer: PaymentAnswer): boolean {
  return answer.status === 'voided' || (answer.status === 'refused' && answer.retry === 'never' && answer.code !== 'alreadyPaid')
}

/** Which event of the state table an answer is, given what we already believe; null where it says nothing new. */
export function eventFor(answer: PaymentAnswer, payment: Payment): PaymentEvent | null {
  const waiting = isWaiting(payment)
  switch (answer.status) {
    case 'paid':
      if (waiting) return 'paid'
      if (payment.state === 'rejected') return 'paidAfterAll'
      return payment.state === 'refunded' || payment.state === 'cancelled' ? 'paidAfterRefund' : null
    case 'pending':
      return waiting ? 'pending' : null
    case 'voided':
      return waiting ? 'voided' : null
    case 'unknown':
      return payment.state === 'inDoubt' && isOfTheSend(answer, payment) ? 'unknownToCentral' : null
    case 'refused':
      if (!isFinalNo(answer)) return waiting ? notYet(answer, payment) : null
      if (payment.state === 'paid') return 'failedAtReconciliation'
      return waiting ? 'refusedFinal' : null
    default:
      return assertNever(answer)
  }
}

/** "Nothing was created" frees a payment on its way; one in doubt only under the ledger that it was sent to. */
function notYet(answer: Extract<PaymentAnswer, { status: 'refused' }>, payment: Payment): PaymentEvent | null {
  if (answer.retry !== 'later') return 'pending'
  if (answer.created) return null
  return payment.state === 'sending' || isOfTheSend(answer, payment) ? 'refusedForNow' : null
}

/** Under another ledger epoch the central may have been restored from before our send: "I have nothing" proves nothing then. */
function isOfTheSend(answer: PaymentAnswer, payment: Payment): boolean {
  return answer.ledgerEpoch === payment.sentEpoch
}

/** A void is answered "voided", a payment under that id afterwards "voided before": one fact, and no rupiah was ever taken for it. */
function isBurnt(answer: PaymentAnswer): boolean {
  return answer.status === 'voided' || (answer.status === 'refused' && answer.code === 'idVoided')
}

/** What must be equal under an equal revision: everything but the reply's own time. */
export function contentOf(answer: PaymentAnswer): unknown {
  const float = answer.floatTakenRupiah ?? null
  if (answer.status === 'paid') return [answer.status, answer.proof, float]
  if (isBurnt(answer)) return ['voided', float ?? 0]
  if (answer.status === 'refused') return [answer.status, answer.code, answer.created, float]
  return [answer.status, float]
}
