import type { Product } from '../central-api/catalogue.ts'
import type { PaidProof } from '../central-api/payments.ts'
import type { Rupiah } from '../money.ts'
import type { PaymentState } from '../payment-states.ts'
import type { Zone } from '../zones.ts'

/**
 * What a slip is made of. Only a `PaidProof`, which only the central gives, makes a `PaidReceipt`; everything else can
 * become no more than a `ProvisionalReceipt`. That an unpaid payment prints no valid receipt is therefore a type fact.
 */
export type ReceiptData = PaidReceipt | ProvisionalReceipt | AdvanceReceipt

export type ReceiptOutlet = { name: string; address: string; phone: string; zone: Zone }

/** The first valid slip is CA; each later one is CU (cetak ulang) and says which, why, by whom and when. */
export type ReceiptCopy = { kind: 'first' } | { kind: 'repeat'; number: number; reason: string; staffName: string; atMs: number }

export type PaidReceipt = {
  kind: 'paid'
  outlet: ReceiptOutlet
  terminalId: string
  staffName: string
  product: { name: string; template: Product['receiptTemplate'] }
  customerNumber: string
  proof: PaidProof
  /** The agent's own fee for the whole payment, never inside the bill. */
  counterFeeRupiah: Rupiah
  /** Cash taken less what was owed: the outlet's rounding, negative where the customer paid less. */
  cashRoundingRupiah: Rupiah
  paidAtMs: number
  copy: ReceiptCopy
  practice: boolean
}

export type ProvisionalReceipt = {
  kind: 'provisional'
  outlet: ReceiptOutlet
  terminalId: string
  staffName: string
  productName: string
  customerNumber: string
  /** Empty where nobody asked the biller. */
  customerName: string
  sheets: readonly { period: string; amountRupiah: Rupiah }[]
  /** The bill alone; the counter fee comes on top. */
  totalRupiah: Rupiah
  counterFeeRupiah: Rupiah
  cashRoundingRupiah: Rupiah
  paymentId: string
  acceptedAtMs: number
  stateWord: PaymentState
  practice: boolean
}

/** What a customer signs who gets the money of a payment in doubt. It says what was given and what may come, never what became of the bill. */
export type AdvanceReceipt = {
  kind: 'advance'
  outlet: ReceiptOutlet
  terminalId: string
  staffName: string
  productName: string
  customerNumber: string
  /** Empty where nobody asked the biller. */
  customerName: string
  paymentId: string
  /** What was given out of the drawer. */
  cashRupiah: Rupiah
  /** What went back the way it came: by card, QRIS, transfer or e-wallet. */
  nonCashRupiah: Rupiah
  givenAtMs: number
  practice: boolean
}

/** What the customer handed over for a whole basket and got back. It claims payment of nothing. */
export type BasketSummary = {
  outlet: ReceiptOutlet
  terminalId: string
  staffName: string
  items: readonly { productName: string; customerNumber: string; totalRupiah: Rupiah }[]
  totalRupiah: Rupiah
  /** Cash due minus total: what the outlet's rounding rule adds or takes off. */
  roundingRupiah: Rupiah
  receivedRupiah: Rupiah
  changeRupiah: Rupiah
  acceptedAtMs: number
  practice: boolean
}

/** 58 mm paper holds 32 characters a line, 80 mm paper 42 or 48. */
export const receiptColumns = [32, 42, 48] as const
export type ReceiptColumns = (typeof receiptColumns)[number]
