import type { Rupiah } from '../../shared/money.ts'
import type { PaymentState } from '../../shared/payment-states.ts'
import { balance } from '../ledger/journal.ts'
import type { Database } from '../storage/open.ts'
import { movePayment, type Posting } from './move.ts'
import { findPayment, type Payment } from './payment.ts'

/** Before these nothing of the float is booked; a payment that another terminal has is in that one's books. */
const settledStates: readonly PaymentState[] = ['paid', 'rejected', 'refunded', 'cancelled', 'disputed']

/**
 * Makes the float used by a settled payment what the central last said it has taken for it, inside the caller's transaction: what came
 * back closes a claim or a dispute, what it took more is claimed back, and what fits neither goes by name to central difference. It
 * compares amounts, not messages, so it may be called at any time and changes nothing twice. True when something moved.
 */
export function followFloat(database: Database, paymentId: string, atMs: number): boolean {
  const payment = findPayment(database, paymentId)
  if (payment === null || payment.floatTakenRupiah === null || !settledStates.includes(payment.state)) return false
  const cameBackRupiah = bookedFloatRupiah(database, paymentId) - payment.floatTakenRupiah
  if (cameBackRupiah > 0) credit(database, payment, cameBackRupiah, atMs)
  if (cameBackRupiah < 0) takeMore(database, payment, -cameBackRupiah, atMs)
  return cameBackRupiah !== 0
}

/** What this ledger has booked as taken from the float for one payment. */
export function bookedFloatRupiah(database: Database, paymentId: string): Rupiah {
  const { booked } = database
    .prepare(
      `SELECT coalesce(-sum(line.amount_rupiah), 0) AS booked FROM events JOIN journal_lines AS line ON line.event_sequence = events.sequence
       WHERE events.payment_id = ? AND line.account = 'floatUsed'`,
    )
    .get(paymentId) as { booked: Rupiah }
  return booked
}

function credit(database: Database, payment: Payment, creditedRupiah: Rupiah, atMs: number): void {
  const { id: paymentId, state } = payment
  const isDispute = state === 'disputed'
  const openRupiah = balance(database, isDispute ? 'disputed' : 'claimOnCentral', paymentId)
  // A part of it closes a part; what is left stays open until the central or a person ends it.
  const closedRupiah = Math.min(openRupiah, creditedRupiah)
  const isOver = state === 'refunded' ? openRupiah === 0 : isDispute && closedRupiah === openRupiah
  const facts = { paymentId, creditedRupiah, openRupiah: closedRupiah }
  movePayment(database, payment, isOver ? 'centralCredits' : 'claimCredited', {
    actor: 'central',
    atMs,
    detail: { amountRupiah: creditedRupiah, ...differenceOf(closedRupiah - creditedRupiah) },
    posting: isDispute ? { event: 'centralCredits', facts } : { event: 'claimCredited', facts },
  })
}

function takeMore(database: Database, payment: Payment, takenRupiah: Rupiah, atMs: number): void {
  const as = payment.state === 'paid' ? 'centralDifference' : payment.state === 'disputed' ? 'disputed' : 'claimOnCentral'
  const posting: Posting = { event: 'centralTakes', facts: { paymentId: payment.id, takenRupiah, as } }
  const detail = { amountRupiah: takenRupiah, ...differenceOf(as === 'centralDifference' ? takenRupiah : 0) }
  movePayment(database, payment, 'centralTakes', { actor: 'central', atMs, detail, posting })
}

function differenceOf(centralDifferenceRupiah: Rupiah): { centralDifferenceRupiah?: Rupiah } {
  return centralDifferenceRupiah === 0 ? {} : { centralDifferenceRupiah }
}
