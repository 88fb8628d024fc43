import type { Rupiah } from '../../shared/money.ts'
import { balance } from '../ledger/journal.ts'
import type { TenderPart } from '../ledger/postings.ts'
import type { Database } from '../storage/open.ts'
import { selectTenders } from './tenders.ts'

/** Confirmed money that may pay for a basket. `dimension` is the tender's in `unallocated` and `clearing`. */
export type ConfirmedShare = { tenderId: string; dimension: string; amountRupiah: Rupiah }

/**
 * The confirmed money that belongs to a basket and is not spent: already in the books as Dr clearing / Cr unallocated by tender, so accepting
 * posts Dr unallocated / Cr held for it and never Dr clearing. It may be more than the basket needs (a bill was taken out again):
 * spend what is due, the rest stays unallocated and is shown. Inside the accept transaction:
 * `divideShares(confirmedShares(database, basketId), totals)` says per payment what is spent and what is left to pay in cash; the `accept`
 * posting gets it as `parts`, with `tillRupiah` for the cash alone, and `spendShares` records it after the payment's row exists.
 */
export function confirmedShares(database: Database, basketId: string): ConfirmedShare[] {
  return selectTenders(database, 'WHERE allocated_basket_id = ? ORDER BY confirmed_at_ms, id', [basketId])
    .map(({ id }) => ({ tenderId: id, dimension: id, amountRupiah: 0 - balance(database, 'unallocated', id) }))
    .filter((share) => share.amountRupiah > 0)
}

/** Spends the shares on the payments in their order, whole bills first: `cashRupiah` is what of each total is left for cash, not rounded yet. */
export function divideShares(
  shares: readonly ConfirmedShare[],
  totalsRupiah: readonly Rupiah[],
): { parts: TenderPart[]; cashRupiah: Rupiah }[] {
  const left = shares.map((share) => ({ ...share }))
  return totalsRupiah.map((totalRupiah) => {
    const parts: TenderPart[] = []
    let cashRupiah = totalRupiah
    for (const share of left) {
      const amountRupiah = Math.min(share.amountRupiah, cashRupiah)
      if (amountRupiah === 0) continue
      parts.push({ account: 'unallocated', dimension: share.dimension, amountRupiah })
      share.amountRupiah -= amountRupiah
      cashRupiah -= amountRupiah
    }
    return { parts, cashRupiah }
  })
}

/** Remembers which money paid for a payment, inside the accept transaction. */
export function spendShares(database: Database, paymentId: string, parts: readonly TenderPart[]): void {
  // A part of the same tender may have come with the money of the payment it repays.
  const insert = database.prepare(
    `INSERT INTO payment_tenders (payment_id, tender_id, amount_rupiah) VALUES (?, ?, ?)
     ON CONFLICT (payment_id, tender_id) DO UPDATE SET amount_rupiah = amount_rupiah + excluded.amount_rupiah`,
  )
  for (const part of parts) insert.run(paymentId, part.dimension, part.amountRupiah)
}

/** What became of the part of a tender that paid for a payment. */
export type ShareFate =
  /** In the payment, or in whatever the payment became. */
  | 'spent'
  /** Back with the customer through its tender, by a person here. */
  | 'returned'
  /** The payment ended because another part of its money was taken back: unallocated again. */
  | 'released'
  /** Taken back by the provider, and the customer owes nothing for it. */
  | 'reversed'
  /** Taken back by the provider though the payment went on. */
  | 'receivable'
  /** The customer paid for it again, in cash. */
  | 'collected'
  /** Nobody will pay for it. */
  | 'writtenOff'
  /** Moved to the payment that took this one's money over. */
  | 'carried'

export type Share = { paymentId: string; tenderId: string; amountRupiah: Rupiah; fate: ShareFate }

const shareColumns = 'payment_id AS paymentId, tender_id AS tenderId, amount_rupiah AS amountRupiah, fate'

export function sharesOfPayment(database: Database, paymentId: string): Share[] {
  return database.prepare(`SELECT ${shareColumns} FROM payment_tenders WHERE payment_id = ? ORDER BY tender_id`).all(paymentId) as Share[]
}

export function sharesOfTender(database: Database, tenderId: string): Share[] {
  return database.prepare(`SELECT ${shareColumns} FROM payment_tenders WHERE tender_id = ? ORDER BY payment_id`).all(tenderId) as Share[]
}

export function setFate(database: Database, share: Share, fate: ShareFate): void {
  const changed = database
    .prepare('UPDATE payment_tenders SET fate = ? WHERE payment_id = ? AND tender_id = ? AND fate = ?')
    .run(fate, share.paymentId, share.tenderId, share.fate)
  if (changed.changes !== 1)
    throw new Error(`the share of payment ${share.paymentId} in tender ${share.tenderId} is no longer ${share.fate}`)
}
