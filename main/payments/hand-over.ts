import type { PaymentState } from '../../shared/payment-states.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { EventDetail } from '../ledger/events.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { type Changes, movePayment, type Posting } from './move.ts'
import { findPayment, type Payment } from './payment.ts'
import { raiseAlarm } from './set-aside.ts'

/** The money went back to the customer here, or is about to. */
const moneyBackStates: readonly PaymentState[] = ['cancelled', 'rejected', 'refunded']

/** A person may hand over what waits; where the customer has the money already, it is brought home here. */
export function mayHandOver(payment: Payment): boolean {
  return (payment.state === 'queued' || payment.state === 'inDoubt') && !payment.advanced
}

/**
 * Another terminal brings it home from now on: Dr held / Cr inter-terminal, or Cr advances for one that was advanced. One on its way goes by `pending`, because what becomes of its
 * request is the other one's to find out. Inside the caller's transaction; refuses `paymentNotInState`.
 */
export function handOverPayment(
  database: Database,
  payment: Payment,
  by: { actor: string; atMs: number; detail?: EventDetail; reason?: string },
): Payment {
  if (!database.inTransaction) throw new Error('a hand-over needs the transaction that records it')
  const { actor, atMs } = by
  let waiting = payment
  if (payment.state === 'sending') waiting = movePayment(database, payment, 'pending', { actor, atMs, changes: { reason: 'pending' } })
  if (waiting.state !== 'queued' && waiting.state !== 'inDoubt') throw new Refusal('paymentNotInState', { state: payment.state })
  if (payment.advanced && actor !== 'central') throw new Refusal('paymentNotInState', { state: payment.state, advanced: true })
  return movePayment(database, waiting, 'handOver', {
    actor,
    atMs,
    ...(by.detail === undefined ? {} : { detail: by.detail }),
    changes: { reason: by.reason ?? 'handedOver' },
    posting: betweenTerminals('handOver', payment),
  })
}

/**
 * It comes back from the terminal that had taken it over, with all that happened there; what the central says about it is applied
 * next. Inside the caller's transaction.
 */
export function takeBackPayment(
  database: Database,
  payment: Payment,
  by: { actor: string; atMs: number; detail: EventDetail; changes: Changes },
): Payment {
  return movePayment(database, payment, 'takeBack', { ...by, posting: betweenTerminals('takeOver', payment) })
}

/** Money that is held goes between the terminals; where the customer has it already, what goes along is the advance. */
export function betweenTerminals(
  way: 'handOver' | 'takeOver',
  { id: paymentId, totalRupiah, advanced }: Pick<Payment, 'id' | 'totalRupiah' | 'advanced'>,
): Posting {
  return advanced ? { event: `${way}Advanced`, facts: { paymentId, totalRupiah } } : { event: way, facts: { totalRupiah } }
}

/**
 * The central says that another terminal claimed it (an answer `notOwner`, or the feed's `claimed`). What is settled here already stays as it
 * is, and where its money goes back here a person is told; a payment that was advanced is handed over all the same, and a person is told that its customer has the money from here.
 */
export function claimedElsewhere(
  database: Database,
  paymentId: string,
  byTerminalId: string | null,
  by: { ids: Ids; atMs: number; ledgerEpoch: string },
): 'moved' | 'notApplicable' | 'alarm' {
  return database
    .transaction(() => {
      const about = { status: 200, headers: {}, body: JSON.stringify({ claimed: paymentId, byTerminalId }) }
      const payment = findPayment(database, paymentId)
      if (payment === null) {
        raiseAlarm(database, paymentId, 'notOurPayment', about, by)
        return 'alarm'
      }
      // Another terminal works from a copy made before: it may pay the bill, or give the money back once more.
      if (moneyBackStates.includes(payment.state)) raiseAlarm(database, paymentId, 'claimedAfterMoneyBack', about, by)
      if (!['queued', 'sending', 'inDoubt'].includes(payment.state)) return 'notApplicable'
      // A restored central may only have forgotten: it is claimed again first (main/handover/claim-again.ts).
      if (takenUnderAnother(database, paymentId, by.ledgerEpoch)) return 'notApplicable'
      handOverPayment(database, payment, { actor: 'central', atMs: by.atMs, detail: { byTerminalId }, reason: 'notOwner' })
      if (payment.advanced) raiseAlarm(database, paymentId, 'handedOverAdvanced', about, by)
      return 'moved'
    })
    .immediate()
}

/** Whether this terminal took it over under another life of the central's ledger, and has not claimed it under the present one. */
function takenUnderAnother(database: Database, paymentId: string, ledgerEpoch: string): boolean {
  const newest = database
    .prepare(
      `SELECT claimed_epoch AS epoch FROM hand_over_payments JOIN hand_overs ON hand_overs.id = hand_over_id
       WHERE payment_id = ? AND direction = 'in' AND state = 'claimed' ORDER BY at_ms DESC LIMIT 1`,
    )
    .get(paymentId) as { epoch: string | null } | undefined
  return newest?.epoch != null && newest.epoch !== ledgerEpoch
}
