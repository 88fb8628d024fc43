/**
 * Payments own the life of a payment: accepting a basket, moving a payment by the state table, and what a person may do to
 * one. They never talk to the network or a printer; main/sync and main/printing bring them facts.
 */
import type { Product } from '../../shared/central-api/catalogue.ts'
import type { Sheet } from '../../shared/central-api/payments.ts'
import type { PaymentIntent } from '../../shared/intent.ts'
import type { Rupiah } from '../../shared/money.ts'
import type { PaymentState } from '../../shared/payment-states.ts'
import type { Database } from '../storage/open.ts'

/** A payment as stored. What was accepted never changes; the second half moves, always with an event. */
export type Payment = {
  id: string
  sequence: number
  basketId: string
  shiftId: string
  staffId: string
  staffName: string
  productCode: string
  productName: string
  receiptTemplate: Product['receiptTemplate']
  customerNumber: string
  customerName: string
  inquiryId: string
  intent: PaymentIntent
  intentHash: string
  billTotalRupiah: Rupiah
  counterFeeRupiah: Rupiah
  totalRupiah: Rupiah
  commissionRupiah: Rupiah
  overridesPaymentId: string | null
  acceptedAtMs: number
  state: PaymentState
  /** Why it waits or failed: a refusal code of the central's, or a word of the terminal's. */
  reason: string | null
  wanted: 'pay' | 'void'
  everSent: boolean
  sentEpoch: string | null
  revision: number
  answerHash: string | null
  advanced: boolean
  attemptCount: number
  notBeforeMs: number
  paidAtMs: number | null
  reference: string | null
  /** The central's proof as JSON of `PaidProof`. */
  proof: string | null
}

const columns = `id, sequence, basket_id AS basketId, shift_id AS shiftId, staff_id AS staffId, staff_name AS staffName,
  product_code AS productCode, product_name AS productName, receipt_template AS receiptTemplate, customer_number AS customerNumber, customer_name AS customerName,
  inquiry_id AS inquiryId, intent, intent_hash AS intentHash, bill_total_rupiah AS billTotalRupiah,
  counter_fee_rupiah AS counterFeeRupiah, total_rupiah AS totalRupiah, commission_rupiah AS commissionRupiah,
  overrides_payment_id AS overridesPaymentId, accepted_at_ms AS acceptedAtMs, state, reason, wanted, ever_sent AS everSent,
  sent_epoch AS sentEpoch, revision, answer_hash AS answerHash, advanced, attempt_count AS attemptCount,
  not_before_ms AS notBeforeMs, paid_at_ms AS paidAtMs, reference, proof`

type StoredPayment = Omit<Payment, 'intent' | 'everSent' | 'advanced'> & { intent: string; everSent: number; advanced: number }

export function findPayment(database: Database, id: string): Payment | null {
  return selectPayments(database, 'WHERE id = ?', [id])[0] ?? null
}

/** Reads payments by a condition written in this folder; parameters are bound, never pasted. */
export function selectPayments(database: Database, condition: string, parameters: readonly unknown[] = []): Payment[] {
  const rows = database.prepare(`SELECT ${columns} FROM payments ${condition}`).all(...parameters) as StoredPayment[]
  return rows.map((row) => ({
    ...row,
    intent: JSON.parse(row.intent) as PaymentIntent,
    everSent: row.everSent === 1,
    advanced: row.advanced === 1,
  }))
}

/** The biller's sheets as found at inquiry, with bill, penalty and admin apart. */
export function sheetsOf(database: Database, payment: Payment): Sheet[] {
  const row = database.prepare('SELECT sheets FROM inquiries WHERE id = ?').get(payment.inquiryId) as { sheets: string }
  return JSON.parse(row.sheets) as Sheet[]
}
