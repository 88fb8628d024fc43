import { Refusal } from '../../shared/refusals.ts'
import type { Database } from '../storage/open.ts'
import { stillWithUs } from '../tenders/returns.ts'
import { movePayment } from './move.ts'
import { type Payment, requirePayment } from './payment.ts'

/**
 * Moves what a rejected payment owes its customer into a new payment, inside the transaction that accepts the new one:
 * Dr refunds due / Cr held for the old total. The new payment's own accept posts only what is beyond that (held for the difference,
 * which is negative when the new bill is smaller). Refuses `paymentUnknown`, `paymentNotInState`.
 */
export function repayPayment(
  database: Database,
  rejectedPaymentId: string,
  newPaymentId: string,
  by: { actor: string; atMs: number; shiftId?: string },
): Payment {
  if (!database.inTransaction) throw new Error('a payment is paid anew in the transaction that accepts the new one')
  const rejected = requirePayment(database, rejectedPaymentId)
  if (rejected.state !== 'rejected') throw new Refusal('paymentNotInState', { state: rejected.state })
  return movePayment(database, rejected, 'repay', {
    ...by,
    detail: { newPaymentId },
    posting: { event: 'repay', facts: { totalRupiah: stillWithUs(database, rejected) } },
  })
}
