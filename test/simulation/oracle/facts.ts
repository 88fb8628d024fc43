/**
 * The oracle owns its own idea of the world: banknotes, bills, float and paper. It imports nothing of the program it judges; all it ever
 * learns are these plain facts, read from the books by SELECT and from what people did with their hands.
 */

/** One thing a customer owes somebody: product, number and period, or for prepaid the WIB day it was bought. */
export type Bill = string

/** A line of a terminal's journal: debit positive. */
export type LineFact = { event: number; account: string; dimension: string; amountRupiah: number }
/** A payment as a terminal's ledger holds it when it first appears. */
export type PaymentFact = { id: string; bills: Bill[]; feeRupiah: number; totalRupiah: number; commissionRupiah: number }
/** `event` is the number its lines carry. */
export type MoveFact = { sequence: number; paymentId: string; event: string; from: string | null; to: string | null }
export type LedgerFacts = { terminal: string; lines: LineFact[]; payments: PaymentFact[]; moves: MoveFact[] }

/** A line of the biller's book; the same `entry` again when its status changed. */
export type BillerFact = {
  entry: number
  bills: Bill[]
  status: string
  /** Every reference it may be printed under: its own and one a sheet. */
  references: string[]
  customerNumber: string
  /** Paid by somebody who is not this outlet. */
  elsewhere: boolean
}

/** A line of the central's float. */
export type FloatFact = {
  kind: string
  paymentId: string | null
  amountRupiah: number
  balanceBeforeRupiah: number
  balanceAfterRupiah: number
  reservedBeforeRupiah: number
  reservedAfterRupiah: number
}

/** What the central took from the float for a payment. */
export type PriceFact = { paymentId: string; deductedRupiah: number }

/** What the central's book has said of a payment at some time: also a restored central has said it. */
export type WordFact = { paymentId: string; status: string }

/** What came out of a printer, as text; half a slip is paper too. */
export type PaperFact = { terminal: string; text: string; whole: boolean }

/** What screens and rows say in the end. */
export type EndFacts = {
  /** Payments that a screen names, with the reason. */
  shown: ReadonlyMap<string, string>
  /** Payments whose valid slip the terminal has declared void. */
  slipsVoided: ReadonlySet<string>
}
