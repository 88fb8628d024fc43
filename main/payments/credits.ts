import { nextState, type PaymentEvent } from '../../shared/payment-states.ts'
import { balance } from '../ledger/journal.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { movePayment } from './move.ts'
import { findPayment, type Payment } from './payment.ts'
import { raiseAlarm } from './set-aside.ts'

type By = { ids: Ids; actor: string; atMs: number }
export type CreditEffect = 'moved' | 'alarm'

/**
 * The central gave the float back for a payment that failed after it was paid: the claim is closed, and what differs goes by name to
 * central difference. Nothing in it throws: what does not fit our books is set aside.
 */
export function creditClaim(database: Database, paymentId: string, amountRupiah: number, by: By): CreditEffect {
  return credit(database, paymentId, 'claimCredited', amountRupiah, by, (payment) => {
    const openRupiah = balance(database, 'claimOnCentral', paymentId)
    // It deducted and gave back in between without our hearing of either: nothing of it was ever booked here.
    if (payment.proof === null) return { creditedRupiah: 0, openRupiah }
    const countedRupiah = Math.min(amountRupiah, creditsCountedAhead(database, paymentId))
    return { creditedRupiah: amountRupiah - countedRupiah, openRupiah, countedRupiah }
  })
}

/** The central gave the float back for a payment that it took although the money had gone back: the dispute is won. */
export function creditDispute(database: Database, paymentId: string, amountRupiah: number, by: By): CreditEffect {
  return credit(database, paymentId, 'centralCredits', amountRupiah, by, (payment) => ({
    creditedRupiah: payment.proof === null ? 0 : amountRupiah,
    openRupiah: balance(database, 'disputed', paymentId),
  }))
}

type Credited = { creditedRupiah: number; openRupiah: number; countedRupiah?: number }

function credit(
  database: Database,
  paymentId: string,
  event: PaymentEvent & ('claimCredited' | 'centralCredits'),
  amountRupiah: number,
  by: By,
  judge: (payment: Payment) => Credited,
): CreditEffect {
  return database
    .transaction((): CreditEffect => {
      const payment = findPayment(database, paymentId)
      if (payment === null || nextState(payment.state, event) === null) {
        const why = payment === null ? 'notOurPayment' : `no way from ${payment.state} by ${event}`
        raiseAlarm(database, paymentId, why, { status: 200, headers: {}, body: JSON.stringify({ event, amountRupiah }) }, by)
        return 'alarm'
      }
      const { creditedRupiah, openRupiah, countedRupiah = 0 } = judge(payment)
      const differenceRupiah = openRupiah - creditedRupiah
      movePayment(database, payment, event, {
        actor: by.actor,
        atMs: by.atMs,
        detail: {
          amountRupiah,
          ...(countedRupiah === 0 ? {} : { countedRupiah }),
          ...(differenceRupiah === 0 ? {} : { centralDifferenceRupiah: differenceRupiah }),
        },
        posting: { event, facts: { paymentId, creditedRupiah, openRupiah } },
      })
      return 'moved'
    })
    .immediate()
}

/**
 * A claim that was open when the payment turned out paid after all was closed then, as if credited. A credit that is reported later is that
 * one, and must not count again.
 */
function creditsCountedAhead(database: Database, paymentId: string): number {
  const { amount } = database
    .prepare(
      `SELECT coalesce(sum(coalesce(json_extract(detail, '$.claimClosedRupiah'), 0) - coalesce(json_extract(detail, '$.countedRupiah'), 0)), 0) AS amount
       FROM events WHERE payment_id = ? AND event IN ('paidAfterAll', 'paidAfterRefund', 'claimCredited')`,
    )
    .get(paymentId) as { amount: number }
  return amount
}
