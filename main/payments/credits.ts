import { nextState, type PaymentEvent } from '../../shared/payment-states.ts'
import { balance } from '../ledger/journal.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { movePayment } from './move.ts'
import { findPayment, type Payment } from './payment.ts'
import { raiseAlarm } from './set-aside.ts'

/** `epoch`: the life of the central's ledger whose feed said it; without one it is taken as said for the first time. */
type By = { ids: Ids; actor: string; atMs: number; epoch?: string }
export type CreditEffect = 'moved' | 'nothingNew' | 'alarm'
type CreditEvent = PaymentEvent & ('claimCredited' | 'centralCredits')

/**
 * The central gave the float back for a payment that failed after it was paid: the claim is closed, and what differs goes by name to
 * central difference. Nothing in it throws: what does not fit our books is set aside.
 */
export function creditClaim(database: Database, paymentId: string, amountRupiah: number, by: By): CreditEffect {
  return credit(database, paymentId, ['claimCredited', 'centralCredits'], amountRupiah, by)
}

/** The central gave the float back for a payment that it took although the money had gone back: the dispute is won. */
export function creditDispute(database: Database, paymentId: string, amountRupiah: number, by: By): CreditEffect {
  return credit(database, paymentId, ['centralCredits', 'claimCredited'], amountRupiah, by)
}

/** Which of the two a credit is, a later life of the central's ledger may say otherwise: what the payment is here decides, its word where both could be. */
function credit(
  database: Database,
  paymentId: string,
  either: readonly [CreditEvent, CreditEvent],
  amountRupiah: number,
  by: By,
): CreditEffect {
  return database
    .transaction((): CreditEffect => {
      const payment = findPayment(database, paymentId)
      const alarm = (why: string): CreditEffect => {
        raiseAlarm(database, paymentId, why, { status: 200, headers: {}, body: JSON.stringify({ said: either[0], amountRupiah }) }, by)
        return 'alarm'
      }
      if (payment === null) return alarm('notOurPayment')
      const event = either.find((one) => nextState(payment.state, one) !== null)
      if (event === undefined) return alarm(`no way from ${payment.state} by ${either[0]}`)
      const freshRupiah = amountRupiah - toldAgain(database, paymentId, amountRupiah, by.epoch)
      if (freshRupiah === 0 && amountRupiah > 0) return 'nothingNew'
      const { creditedRupiah, openRupiah, countedRupiah } = judge(database, payment, event, freshRupiah)
      const differenceRupiah = openRupiah - creditedRupiah
      movePayment(database, payment, event, {
        actor: by.actor,
        atMs: by.atMs,
        detail: {
          amountRupiah: freshRupiah,
          ...(countedRupiah === 0 ? {} : { countedRupiah }),
          ...(differenceRupiah === 0 ? {} : { centralDifferenceRupiah: differenceRupiah }),
        },
        posting: { event, facts: { paymentId, creditedRupiah, openRupiah } },
      })
      return 'moved'
    })
    .immediate()
}

type Credited = { creditedRupiah: number; openRupiah: number; countedRupiah: number }

function judge(database: Database, payment: Payment, event: CreditEvent, amountRupiah: number): Credited {
  const openRupiah = balance(database, event === 'claimCredited' ? 'claimOnCentral' : 'disputed', payment.id)
  // It deducted and gave back in between without our hearing of either: nothing of it was ever booked here.
  if (payment.proof === null || (event === 'claimCredited' && !wasClaimed(database, payment.id)))
    return { creditedRupiah: 0, openRupiah, countedRupiah: 0 }
  const countedRupiah = event === 'claimCredited' ? Math.min(amountRupiah, countedAhead(database, payment.id)) : 0
  return { creditedRupiah: amountRupiah - countedRupiah, openRupiah, countedRupiah }
}

/** Whether the deduction that comes back was ever booked here: only a failure that was heard made a claim of it. */
function wasClaimed(database: Database, paymentId: string): boolean {
  return (
    database.prepare("SELECT 1 FROM events WHERE payment_id = ? AND event = 'failedAtReconciliation' LIMIT 1").get(paymentId) !== undefined
  )
}

/**
 * A claim that was open when the payment turned out paid after all was closed then, as if credited. A credit that is reported later is that
 * one, and must not count again.
 */
function countedAhead(database: Database, paymentId: string): number {
  const { amount } = database
    .prepare(
      `SELECT coalesce(sum(coalesce(json_extract(detail, '$.claimClosedRupiah'), 0) - coalesce(json_extract(detail, '$.countedRupiah'), 0)), 0) AS amount
       FROM events WHERE payment_id = ? AND event IN ('paidAfterAll', 'paidAfterRefund', 'claimCredited')`,
    )
    .get(paymentId) as { amount: number }
  return amount
}

/** A new life of the central's ledger tells all credits from the start: what of this one was heard in an earlier life. */
function toldAgain(database: Database, paymentId: string, amountRupiah: number, epoch: string | undefined): number {
  if (epoch === undefined) return 0
  const { heard } = database
    .prepare(
      `SELECT coalesce(sum(json_extract(detail, '$.amountRupiah')), 0) AS heard FROM events
       WHERE payment_id = ? AND event IN ('claimCredited', 'centralCredits')`,
    )
    .get(paymentId) as { heard: number }
  const { told } = database
    .prepare(
      `SELECT coalesce(sum(json_extract(body, '$.amountRupiah')), 0) AS told FROM feed_items
       WHERE payment_id = ? AND epoch = ? AND kind IN ('claimCredited', 'disputeCredited')`,
    )
    .get(paymentId, epoch) as { told: number }
  return Math.min(amountRupiah, Math.max(0, heard - told))
}
