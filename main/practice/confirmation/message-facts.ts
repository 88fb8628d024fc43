import { assertNever } from '../../../shared/assert-never.ts'
import type { Product } from '../../../shared/central-api/catalogue.ts'
import type { ConfirmationRequest } from '../../../shared/central-api/confirmations.ts'
import type { PaidProof } from '../../../shared/central-api/payments.ts'
import type { IntentSheet } from '../../../shared/intent.ts'
import type { ReceiptOutlet } from '../../../shared/receipt/receipt-data.ts'
import type { PaymentRow } from '../payment-rows.ts'
import type { MessageFacts } from './messages.ts'

export type Told = MessageFacts['kind'] | null

/**
 * What a customer is to hear about a payment as it stands, or null when they know. Only a proof makes a receipt. Told once a kind: a paid payment
 * whose float is corrected later is no news to them.
 */
export function newsOf(
  row: PaymentRow,
  told: Told,
  counter: ConfirmationRequest['counter'],
  from: { outlet: ReceiptOutlet; productOf: (code: string) => Product | null },
): MessageFacts | null {
  const kind = kindOf(row.status)
  // A payment that is pending after all (a restored ledger) was told about before.
  if (kind === told || (kind === 'provisional' && told !== null)) return null
  const product = from.productOf(row.product_code ?? '')
  const productName = product?.name ?? row.product_code ?? ''
  const common = {
    outlet: from.outlet,
    terminalId: row.terminal_id,
    staffName: counter.staffName,
    customerNumber: row.customer_number ?? '',
    counterFeeRupiah: counter.counterFeeRupiah,
    cashRoundingRupiah: counter.cashRoundingRupiah,
    practice: true,
  }
  const totalRupiah = row.total_rupiah ?? 0
  switch (kind) {
    case 'receipt': {
      if (row.proof === null) throw new Error(`payment ${row.payment_id} is paid without a proof`)
      const proof = JSON.parse(row.proof) as PaidProof
      const shown = { name: productName, template: product?.receiptTemplate ?? 'generic' }
      const paidAtMs = Date.parse(proof.paidAt)
      return { kind, facts: { ...common, kind: 'paid', product: shown, proof, paidAtMs, copy: { kind: 'first' } } }
    }
    case 'provisional': {
      const sheets = JSON.parse(row.sheets ?? '[]') as IntentSheet[]
      const about = { productName, customerName: '', sheets, totalRupiah, paymentId: row.payment_id }
      return { kind, facts: { ...common, ...about, kind: 'provisional', acceptedAtMs: row.created_at_ms, stateWord: 'inDoubt' } }
    }
    case 'failed': {
      const { outlet, customerNumber } = common
      const about = { outlet, productName, customerNumber, totalRupiah, paymentId: row.payment_id }
      return { kind, facts: { ...about, afterReceipt: told === 'receipt' } }
    }
    default:
      return assertNever(kind)
  }
}

function kindOf(status: PaymentRow['status']) {
  switch (status) {
    case 'paid':
      return 'receipt'
    case 'pending':
      return 'provisional'
    case 'refused':
    case 'voided':
      return 'failed'
    default:
      return assertNever(status)
  }
}
