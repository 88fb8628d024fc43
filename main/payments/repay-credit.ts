import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Database } from '../storage/open.ts'
import { stillWithUs } from '../tenders/returns.ts'
import { requirePayment } from './payment.ts'

/**
 * What a rejected payment still owes its customer and may pay for another bill with.
 * Refuses `paymentUnknown`, and `paymentNotInState` once the money went another way.
 */
export function repayCreditOf(database: Database, repaysPaymentId: string): Rupiah {
  const payment = requirePayment(database, repaysPaymentId)
  if (payment.state !== 'rejected') throw new Refusal('paymentNotInState', { state: payment.state, paymentId: payment.id })
  return stillWithUs(database, payment)
}
