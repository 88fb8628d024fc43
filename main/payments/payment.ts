/**
 * Payments own the life of a payment: accepting a basket, moving a payment by the state table, and what a person may do to
 * one. They never talk to the network or a printer; main/sync and main/printing bring them facts.
 */
import type { Product } from '../../shared/central-api/catalogue.ts'
import type { Sheet } from '../../shared/central-api/payments.ts'
import { canonicalIntent, type PaymentIntent } from '../../shared/intent.ts'
import type { Rupiah } from '../../shared/money.ts'
import { type PaymentState, paymentStates } from '../../shared/payment-states.ts'
import { Refusal } from '../../shared/refusals.ts'
import { sha256Hex } from '../platform/crypto.ts'
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
  /** The ledger epoch under which `revision` was heard. */
  heardEpoch: string | null
  /** What it has taken from the float by the central's last word; null when that did not say. */
  floatTakenRupiah: Rupiah | null
  /** The rejected payment whose money this one took over. */
  repaysPaymentId: string | null
  /** The terminal that took the money, when it was not this one. */
  originTerminalId: string | null
  hold: 'newIncarnation' | null
  /** The valid slip that may have gone out counts no more. */
  receiptVoided: boolean
  /** Cancelled here, and the central will never pay it any more. */
  burnt: boolean
}

const columns = `id, sequence, basket_id AS basketId, shift_id AS shiftId, staff_id AS staffId, staff_name AS staffName,
  product_code AS productCode, product_name AS productName, receipt_template AS receiptTemplate, customer_number AS customerNumber, customer_name AS customerName,
  inquiry_id AS inquiryId, intent, intent_hash AS intentHash, bill_total_rupiah AS billTotalRupiah,
  counter_fee_rupiah AS counterFeeRupiah, total_rupiah AS totalRupiah, commission_rupiah AS commissionRupiah,
  overrides_payment_id AS overridesPaymentId, accepted_at_ms AS acceptedAtMs, state, reason, wanted, ever_sent AS everSent,
  sent_epoch AS sentEpoch, revision, answer_hash AS answerHash, advanced, attempt_count AS attemptCount,
  not_before_ms AS notBeforeMs, paid_at_ms AS paidAtMs, reference, proof, heard_epoch AS heardEpoch, float_taken_rupiah AS floatTakenRupiah, repays_payment_id AS repaysPaymentId,
  origin_terminal_id AS originTerminalId, hold, receipt_voided AS receiptVoided, burnt`

type Flag = 'everSent' | 'advanced' | 'receiptVoided' | 'burnt'
type StoredPayment = Omit<Payment, 'intent' | Flag> & { intent: string } & Record<Flag, number>

/** Null where there is none; refuses `paymentUnreadable` where there is one that can't be read. */
export function findPayment(database: Database, id: string): Payment | null {
  const { payments, unreadable } = readPayments(database, 'WHERE id = ?', [id])
  const damaged = unreadable[0]
  if (damaged !== undefined) throw new Refusal('paymentUnreadable', { paymentId: damaged.id, why: damaged.why })
  return payments[0] ?? null
}

export function requirePayment(database: Database, id: string): Payment {
  const payment = findPayment(database, id)
  if (payment === null) throw new Refusal('paymentUnknown')
  return payment
}

/** Those that can be read; what can't is shown by `unreadablePayments` and never takes the others down with it. */
export function selectPayments(database: Database, condition: string, parameters: readonly unknown[] = []): Payment[] {
  return readPayments(database, condition, parameters).payments
}

export type UnreadablePayment = { id: string; sequence: number; acceptedAtMs: number; why: string }

/** Reads payments by a condition written in this folder; parameters are bound, never pasted. */
export function readPayments(
  database: Database,
  condition: string,
  parameters: readonly unknown[] = [],
): { payments: Payment[]; unreadable: UnreadablePayment[] } {
  const rows = database.prepare(`SELECT ${columns} FROM payments ${condition}`).all(...parameters) as StoredPayment[]
  const payments: Payment[] = []
  const unreadable: UnreadablePayment[] = []
  for (const row of rows) {
    const read = readIntent(row)
    if (typeof read === 'string') unreadable.push({ id: row.id, sequence: row.sequence, acceptedAtMs: row.acceptedAtMs, why: read })
    else
      payments.push({
        ...row,
        intent: read,
        everSent: row.everSent === 1,
        advanced: row.advanced === 1,
        receiptVoided: row.receiptVoided === 1,
        burnt: row.burnt === 1,
      })
  }
  return { payments, unreadable }
}

/** The intent, or a word for why the row can't be believed: what is sent must be what was accepted, to the last rupiah. */
function readIntent(row: StoredPayment): PaymentIntent | string {
  if (!paymentStates.includes(row.state)) return 'stateUnknown'
  let intent: PaymentIntent
  let hash: string
  try {
    intent = JSON.parse(row.intent) as PaymentIntent
    hash = sha256Hex(canonicalIntent(intent))
  } catch {
    return 'intentUnreadable'
  }
  if (hash !== row.intentHash) return 'intentHashDiffers'
  const asAccepted = intent.productCode === row.productCode && intent.customerNumber === row.customerNumber
  return asAccepted && intent.totalRupiah === row.billTotalRupiah ? intent : 'intentDiffersFromRow'
}

/** The biller's sheets as found at inquiry, with bill, penalty and admin apart. */
export function sheetsOf(database: Database, payment: Payment): Sheet[] {
  const row = database.prepare('SELECT sheets FROM inquiries WHERE id = ?').get(payment.inquiryId) as { sheets: string }
  return JSON.parse(row.sheets) as Sheet[]
}
