import { roundCash } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { balance } from '../ledger/journal.ts'
import type { Ids } from '../platform/ids.ts'
import { queueAdvanceJob } from '../printing/jobs.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { act, type By, cashBack } from './actions.ts'
import { movePayment } from './move.ts'
import type { Payment } from './payment.ts'

/**
 * The customer wants the money back while nobody knows yet. The payment stays in doubt and its money held; from now on the central is
 * asked to void it, never to pay it. The slip that the customer signs is queued with it. Refuses `shiftRequired`, `paymentUnknown`, `paymentNotInState`, `drawerShort`, `reasonRequired`.
 */
export function advancePayment(database: Database, paymentId: string, reason: string, by: By, ids: Ids): Payment {
  return act(database, paymentId, 'advance', (payment, shift) => {
    if (payment.advanced) throw new Refusal('paymentNotInState', { state: payment.state, advanced: true })
    const returned = cashBack(database, payment, shift, by)
    // What its provider took back the customer has already; the rest waits for the central's answer.
    if (returned.totalRupiah < payment.totalRupiah) throw new Refusal('paymentNotInState', { state: payment.state, tenderReversed: true })
    if (reason.trim() === '') throw new Refusal('reasonRequired')
    const detail = { paymentId, reason, amountRupiah: returned.tillRupiah }
    audit(database, { actor: by.staff.id, action: 'advancePayment', atMs: by.atMs, detail })
    queueAdvanceJob(database, { ids, paymentId, staffName: by.staff.name, atMs: by.atMs })
    return movePayment(database, payment, 'advance', {
      actor: by.staff.id,
      atMs: by.atMs,
      shiftId: shift.id,
      detail: { reason, givenRupiah: returned.tillRupiah },
      changes: { advanced: true, wanted: 'void', notBeforeMs: 0 },
      posting: { event: 'advance', facts: { ...returned, paymentId } },
    })
  })
}

/** What the customer of an advance owes because the bill was paid after all; 0 for everybody else. */
export function owedRupiah(database: Database, paymentId: string): number {
  return balance(database, 'owedByCustomer', paymentId)
}

/** The customer brings the money of an advance whose bill was paid after all. Refuses `shiftRequired`, `paymentUnknown`, `paymentNotInState`. */
export function collectOwed(database: Database, paymentId: string, by: By): Payment {
  return act(database, paymentId, 'collectOwed', (payment, shift) => {
    const totalRupiah = requireOwed(database, payment)
    const tillRupiah = roundCash(totalRupiah, by.rounding)
    audit(database, { actor: by.staff.id, action: 'collectOwed', atMs: by.atMs, detail: { paymentId, amountRupiah: tillRupiah } })
    return movePayment(database, payment, 'collectOwed', {
      actor: by.staff.id,
      atMs: by.atMs,
      shiftId: shift.id,
      detail: { receivedRupiah: tillRupiah },
      posting: { event: 'collectOwed', facts: { paymentId, totalRupiah, till: { account: 'drawer', dimension: shift.id }, tillRupiah } },
    })
  })
}

export function requireOwed(database: Database, payment: Payment): number {
  const totalRupiah = owedRupiah(database, payment.id)
  if (totalRupiah === 0) throw new Refusal('paymentNotInState', { state: payment.state, owedRupiah: 0 })
  return totalRupiah
}

/** The central's no to an advanced payment: the customer has the money already, so nothing is owed back any more. */
export function settleAdvance(database: Database, rejected: Payment, atMs: number): void {
  refundAgainst(database, rejected, 'advances', atMs)
}

/** An advance was paid after all and then failed: what the customer owes, or what was written off for it, is the money that would go back. */
export function settleOwed(database: Database, rejected: Payment, atMs: number): void {
  if (owedRupiah(database, rejected.id) > 0) refundAgainst(database, rejected, 'owedByCustomer', atMs)
  else if (balance(database, 'writtenOff', rejected.id) > 0) refundAgainst(database, rejected, 'writtenOff', atMs)
}

function refundAgainst(database: Database, rejected: Payment, against: 'advances' | 'owedByCustomer' | 'writtenOff', atMs: number): void {
  movePayment(database, rejected, 'refund', {
    actor: 'terminal',
    atMs,
    detail: { against },
    changes: { advanced: false },
    posting: { event: 'refundAgainst', facts: { paymentId: rejected.id, against, totalRupiah: rejected.totalRupiah } },
  })
}
