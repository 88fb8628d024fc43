import type { CashRounding } from '../../shared/money.ts'
import { nextState, type PaymentEvent } from '../../shared/payment-states.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { PaymentStory } from '../../shared/terminal-api/shapes.ts'
import { drawerRupiah, openShift, type Shift } from '../cash/shifts.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { cashOwedRupiah, giveCashOwed } from '../tenders/owed.ts'
import { type Returned, returnTills } from '../tenders/returns.ts'
import { movePayment } from './move.ts'
import { type Payment, requirePayment } from './payment.ts'

/** Who acts, when, and how the outlet rounds cash. */
export type By = { staff: { id: string; name: string }; atMs: number; rounding: CashRounding }

export type Action = PaymentStory['actions'][number]

/** What a person could do to a payment by what it is; permissions are checked by the API. `owedRupiah`: what its customer owes. */
export function actionsFor(payment: Payment, receiptPrinted: boolean, owedRupiah = 0): Action[] {
  const actions: Action[] = []
  if (payment.state === 'paid') actions.push(receiptPrinted ? 'reprint' : 'printReceipt')
  if (payment.state === 'paid' && owedRupiah > 0) actions.push('collectOwed', 'writeOffOwed')
  if (payment.state === 'queued' && !payment.everSent) actions.push('cancel')
  if ((payment.state === 'queued' && payment.everSent) || payment.state === 'inDoubt') actions.push('void')
  if (payment.state === 'inDoubt' && !payment.advanced) actions.push('advance')
  if (payment.state === 'rejected') actions.push('refund', 'repay')
  if (payment.state === 'disputed') actions.push('writeOff')
  return actions
}

/** Gives the money of a payment back that never left the terminal. Once sent, cancelling is a question: `requestVoid`. */
export function cancelPayment(database: Database, paymentId: string, reason: string, by: By): Payment {
  return act(database, paymentId, 'cancel', (payment, shift) => {
    if (payment.everSent) throw new Refusal('paymentNotInState', { state: payment.state, everSent: true })
    const returned = cashBack(database, payment, shift, by)
    if (reason.trim() === '') throw new Refusal('reasonRequired')
    audit(database, { actor: by.staff.id, action: 'cancelPayment', atMs: by.atMs, detail: { paymentId, reason } })
    return movePayment(database, payment, 'cancel', {
      actor: by.staff.id,
      atMs: by.atMs,
      shiftId: returned.till.dimension,
      detail: { reason },
      changes: { reason: 'cancelled' },
      posting: { event: 'cancel', facts: returned },
    })
  })
}

/** Gives back what the central finally refused, or the cash of a payment that ended with its tender. */
export function refundPayment(database: Database, paymentId: string, by: By): Payment {
  if (cashOwedRupiah(database, paymentId) > 0) return giveCashOwed(database, paymentId, by.rounding, { actor: by.staff.id, atMs: by.atMs })
  return act(database, paymentId, 'refund', (payment, shift) => {
    const returned = cashBack(database, payment, shift, by)
    audit(database, {
      actor: by.staff.id,
      action: 'refundPayment',
      atMs: by.atMs,
      detail: { paymentId, amountRupiah: returned.tillRupiah },
    })
    return movePayment(database, payment, 'refund', {
      actor: by.staff.id,
      atMs: by.atMs,
      shiftId: returned.till.dimension,
      detail: { givenRupiah: returned.tillRupiah },
      posting: { event: 'refund', facts: returned },
    })
  })
}

/** From now on the sync loop asks the central to burn this id instead of paying it; only a signed "voided" makes the money owed back. */
export function requestVoid(database: Database, paymentId: string, reason: string, by: By): Payment {
  return database
    .transaction(() => {
      const payment = requirePayment(database, paymentId)
      if (!actionsFor(payment, true).includes('void')) throw new Refusal('paymentNotInState', { state: payment.state })
      if (reason.trim() === '') throw new Refusal('reasonRequired')
      database.prepare("UPDATE payments SET wanted = 'void', not_before_ms = 0 WHERE id = ?").run(paymentId)
      audit(database, { actor: by.staff.id, action: 'voidPayment', atMs: by.atMs, detail: { paymentId, reason } })
      return requirePayment(database, paymentId)
    })
    .immediate()
}

/** A step that gives cash back: it needs a drawer to give it from, and a payment that the table lets go there. */
export function act(
  database: Database,
  paymentId: string,
  event: PaymentEvent,
  step: (payment: Payment, shift: Shift) => Payment,
): Payment {
  return database
    .transaction(() => {
      const shift = openShift(database)
      if (shift === null) throw new Refusal('shiftRequired')
      const payment = requirePayment(database, paymentId)
      if (nextState(payment.state, event) === null) throw new Refusal('paymentNotInState', { state: payment.state })
      return step(payment, shift)
    })
    .immediate()
}

/** Each part of the money goes back the way it came; only what came in cash needs the drawer. */
export function cashBack(database: Database, payment: Payment, shift: Shift, by: By): Returned {
  const returned = returnTills(database, payment, shift.id, by.rounding)
  const { tillRupiah } = returned
  const inDrawer = drawerRupiah(database, shift.id)
  if (inDrawer < tillRupiah) throw new Refusal('drawerShort', { drawerRupiah: inDrawer, neededRupiah: tillRupiah })
  return returned
}
