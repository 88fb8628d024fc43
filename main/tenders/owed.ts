import { type CashRounding, type Rupiah, roundCash, sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { drawerRupiah, openShift } from '../cash/shifts.ts'
import { recordEvent } from '../ledger/events.ts'
import { balance, post } from '../ledger/journal.ts'
import { type Payment, requirePayment } from '../payments/payment.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { setFate, sharesOfTender } from './shares.ts'
import { recordTender, requireTender, type Tender } from './tenders.ts'

// What a reversed tender left behind: cash owed to the customer of a payment it ended, and what the customer of one that went on owes us.

type By = { actor: string; atMs: number }

/** The cash part of a payment that ended because its tender was reversed, not given back yet. */
export function cashOwedRupiah(database: Database, paymentId: string): Rupiah {
  return 0 - balance(database, 'refundsDue', paymentId)
}

/** Gives that cash out of the open drawer. Refuses `shiftRequired`, `paymentUnknown`, `paymentNotInState` (nothing owed), `drawerShort`. */
export function giveCashOwed(database: Database, paymentId: string, rounding: CashRounding, by: By): Payment {
  return database
    .transaction(() => {
      const shift = openShift(database)
      if (shift === null) throw new Refusal('shiftRequired')
      const payment = requirePayment(database, paymentId)
      const totalRupiah = cashOwedRupiah(database, payment.id)
      if (totalRupiah <= 0) throw new Refusal('paymentNotInState', { state: payment.state })
      const tillRupiah = roundCash(totalRupiah, rounding)
      const inDrawer = drawerRupiah(database, shift.id)
      if (inDrawer < tillRupiah) throw new Refusal('drawerShort', { drawerRupiah: inDrawer, neededRupiah: tillRupiah })
      audit(database, { ...by, action: 'refundPayment', detail: { paymentId: payment.id, amountRupiah: tillRupiah } })
      const event = { event: 'cashOwedGiven', paymentId: payment.id, shiftId: shift.id, ...by, detail: { givenRupiah: tillRupiah } }
      const { sequence, businessDay } = recordEvent(database, event)
      const till = { account: 'drawer', dimension: shift.id } as const
      post(database, sequence, businessDay, 'cashOwedGiven', { paymentId: payment.id, totalRupiah, till, tillRupiah })
      return payment
    })
    .immediate()
}

export function receivableRupiah(database: Database, tenderId: string): Rupiah {
  return balance(database, 'receivable', tenderId)
}

/** The customer pays in cash for what their provider took back. Refuses `shiftRequired`, `tenderUnknown`, `tenderMoneyGone` (nothing is owed). */
export function collectReceivable(database: Database, tenderId: string, rounding: CashRounding, by: By): Tender {
  return database
    .transaction(() => {
      const shift = openShift(database)
      if (shift === null) throw new Refusal('shiftRequired')
      const tender = requireTender(database, tenderId)
      const totalRupiah = endReceivable(database, tender, 'collected')
      const tillRupiah = roundCash(totalRupiah, rounding)
      audit(database, { ...by, action: 'collectReceivable', detail: { tenderId, amountRupiah: tillRupiah } })
      const facts = { tender: tenderId, totalRupiah, till: { account: 'drawer', dimension: shift.id } as const, tillRupiah }
      recordTender(database, tender, 'receivableCollected', { ...by, detail: { tillRupiah } }, { event: 'receivableCollected', facts })
      return tender
    })
    .immediate()
}

/** Nobody will pay for what the provider took back: a loss, with a name under it. Refuses `tenderUnknown`, `tenderMoneyGone`, `reasonRequired`. */
export function writeOffReceivable(database: Database, tenderId: string, reason: string, by: By): Tender {
  return database
    .transaction(() => {
      const tender = requireTender(database, tenderId)
      const amountRupiah = endReceivable(database, tender, 'writtenOff')
      if (reason.trim() === '') throw new Refusal('reasonRequired')
      audit(database, { ...by, action: 'writeOffReceivable', detail: { tenderId, amountRupiah, reason } })
      const facts = { tender: tenderId, amountRupiah }
      recordTender(database, tender, 'receivableWrittenOff', { ...by, detail: { reason } }, { event: 'receivableWrittenOff', facts })
      return tender
    })
    .immediate()
}

function endReceivable(database: Database, tender: Tender, fate: 'collected' | 'writtenOff'): Rupiah {
  const owed = sharesOfTender(database, tender.id).filter((share) => share.fate === 'receivable')
  if (owed.length === 0) throw new Refusal('tenderMoneyGone', { state: tender.state })
  for (const share of owed) setFate(database, share, fate)
  return sumRupiah(owed.map((share) => share.amountRupiah))
}
