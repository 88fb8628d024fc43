import { type CashRounding, type Rupiah, roundCash, sumRupiah } from '../../shared/money.ts'
import type { TenderPart } from '../ledger/postings.ts'
import { type ConfirmedShare, divideShares } from '../tenders/shares.ts'

/** What one bill of a basket costs, and how much of that a rejected payment's money pays. */
export type Priced = { totalRupiah: Rupiah; creditRupiah: Rupiah }

/** One bill's part of everything the customer gave: `parts` by tenders, `tillRupiah` in cash, below zero where cash goes back. */
export type PaidPart = { owedRupiah: Rupiah; parts: TenderPart[]; tillRupiah: Rupiah }

export type BasketMoney = {
  totalRupiah: Rupiah
  creditRupiah: Rupiah
  /** Of the confirmed tenders what this basket needs; they give no change. */
  tenderRupiah: Rupiah
  /** In cash, rounded by the outlet's rule; below zero it is given back. */
  cashDueRupiah: Rupiah
  roundingRupiah: Rupiah
  items: PaidPart[]
}

/**
 * Divides what a customer gives over the bills of a basket, always the same way: money of rejected payments first, each to the bill it was put on;
 * then the confirmed tenders, bill by bill in their order; the rest is cash, rounded once, the difference on the bill that takes most of it.
 */
export function divideMoney(priced: readonly Priced[], shares: readonly ConfirmedShare[], rounding: CashRounding): BasketMoney {
  const totalRupiah = sumRupiah(priced.map((item) => item.totalRupiah))
  const creditRupiah = sumRupiah(priced.map((item) => item.creditRupiah))
  const owed = priced.map((item) => item.totalRupiah - item.creditRupiah)
  const dueRupiah = totalRupiah - creditRupiah
  const divided = divideShares(
    capped(shares, Math.max(0, dueRupiah)),
    owed.map((owedRupiah) => Math.max(0, owedRupiah)),
  )
  const tenderRupiah = sumRupiah(divided.flatMap(({ parts }) => parts.map((part) => part.amountRupiah)))
  const cashRupiah = dueRupiah - tenderRupiah
  const cashDueRupiah = roundEitherWay(cashRupiah, rounding)
  const cash = divided.map((item, index) => Math.min(0, owed[index] ?? 0) + item.cashRupiah)
  const most = cash.reduce((soFar, rupiah, index) => (Math.abs(rupiah) > Math.abs(cash[soFar] ?? 0) ? index : soFar), 0)
  return {
    totalRupiah,
    creditRupiah,
    tenderRupiah,
    cashDueRupiah,
    roundingRupiah: cashDueRupiah - cashRupiah,
    items: divided.map(({ parts }, index) => ({
      owedRupiah: owed[index] ?? 0,
      parts,
      tillRupiah: (cash[index] ?? 0) + (index === most ? cashDueRupiah - cashRupiah : 0),
    })),
  }
}

/** Cash given back is rounded as it would be when taken. */
function roundEitherWay(amountRupiah: Rupiah, rounding: CashRounding): Rupiah {
  // Adding zero, because a minus in front of nothing is still a minus.
  return amountRupiah < 0 ? 0 - roundCash(-amountRupiah, rounding) : roundCash(amountRupiah, rounding)
}

/** A basket never takes more of a tender than is due; what is left over stays unallocated and is shown. */
function capped(shares: readonly ConfirmedShare[], dueRupiah: Rupiah): ConfirmedShare[] {
  let leftRupiah = dueRupiah
  return shares.map((share) => {
    const amountRupiah = Math.min(share.amountRupiah, leftRupiah)
    leftRupiah -= amountRupiah
    return { ...share, amountRupiah }
  })
}
