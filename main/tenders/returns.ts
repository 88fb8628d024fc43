import { type CashRounding, type Rupiah, roundCash, sumRupiah } from '../../shared/money.ts'
import type { TenderPart, Till } from '../ledger/postings.ts'
import type { Payment } from '../payments/payment.ts'
import type { Database } from '../storage/open.ts'
import { type Share, type ShareFate, setFate, sharesOfPayment } from './shares.ts'
import { changeTender, requireTender } from './tenders.ts'

export type Returned = { totalRupiah: Rupiah; till: Till; tillRupiah: Rupiah; parts: TenderPart[] }

/** The customer has this part back already, or never has to be given it: the provider took it back. */
const notOurs: readonly ShareFate[] = ['reversed', 'receivable', 'writtenOff']

/**
 * Where a payment's money goes when it is given back: every part that came by a tender to that tender, the rest, rounded, out of the drawer
 * of `shiftId`. The facts of a `refund` or `cancel` posting; `totalRupiah` is less than the payment's where a provider took its part
 * back before. `movePayment` marks the parts as returned.
 */
export function returnTills(database: Database, payment: Payment, shiftId: string, rounding: CashRounding): Returned {
  const shares = sharesOfPayment(database, payment.id)
  const parts = shares
    .filter((share) => share.fate === 'spent')
    .map((share): TenderPart => ({ account: 'clearing', dimension: share.tenderId, amountRupiah: share.amountRupiah }))
  const cashRupiah = cashPart(payment, shares)
  const totalRupiah = cashRupiah + sumRupiah(parts.map((part) => part.amountRupiah))
  return { totalRupiah, till: { account: 'drawer', dimension: shiftId }, tillRupiah: roundCash(cashRupiah, rounding), parts }
}

/** What of a payment's total the agent still has from the customer: all of it, but for what a provider took back. */
export function stillWithUs(database: Database, payment: Payment): Rupiah {
  const gone = sharesOfPayment(database, payment.id).filter((share) => notOurs.includes(share.fate))
  return payment.totalRupiah - sumRupiah(gone.map((share) => share.amountRupiah))
}

/** Of the total what came in cash, at once or later for a part that was taken back. */
export function cashPart(payment: Payment, shares: readonly Share[]): Rupiah {
  const byTender = shares.filter((share) => share.fate !== 'collected')
  return payment.totalRupiah - sumRupiah(byTender.map((share) => share.amountRupiah))
}

/** The parts of a posting that went back to their tenders are with the customer now. */
export function markReturned(database: Database, paymentId: string, parts: readonly TenderPart[]): void {
  for (const part of parts.filter(({ account }) => account === 'clearing')) {
    const share = sharesOfPayment(database, paymentId).find(({ tenderId }) => tenderId === part.dimension)
    if (share?.fate !== 'spent' || share.amountRupiah !== part.amountRupiah)
      throw new Error(`payment ${paymentId} has no ${part.amountRupiah} of tender ${part.dimension} to give back`)
    setFate(database, share, 'returned')
    const tender = requireTender(database, share.tenderId)
    changeTender(database, tender, { returnedRupiah: tender.returnedRupiah + share.amountRupiah })
  }
}

/**
 * The money of a rejected payment goes on in the payment that repays it, inside that transaction: its tender parts with it, so that they
 * find their way back if that one fails too. Where the new bill costs less than the tenders paid, the customer got the difference in
 * cash: that part stays with the old payment, as the agent's.
 */
export function carryShares(database: Database, from: Payment, to: { id: string; totalRupiah: Rupiah }): void {
  const insert = database.prepare('INSERT INTO payment_tenders (payment_id, tender_id, amount_rupiah) VALUES (?, ?, ?)')
  const keep = database.prepare('UPDATE payment_tenders SET amount_rupiah = ? WHERE payment_id = ? AND tender_id = ?')
  let roomRupiah = to.totalRupiah
  for (const share of sharesOfPayment(database, from.id).filter(({ fate }) => fate === 'spent')) {
    const carriedRupiah = Math.min(share.amountRupiah, roomRupiah)
    if (carriedRupiah === 0) continue
    roomRupiah -= carriedRupiah
    insert.run(to.id, share.tenderId, carriedRupiah)
    if (carriedRupiah === share.amountRupiah) setFate(database, share, 'carried')
    else keep.run(share.amountRupiah - carriedRupiah, from.id, share.tenderId)
  }
}
