import type { PaidProof } from '../../shared/central-api/payments.ts'
import { type Rupiah, sumRupiah } from '../../shared/money.ts'
import type { PaymentState } from '../../shared/payment-states.ts'
import type { AdvanceReceipt, PaidReceipt, ProvisionalReceipt } from '../../shared/receipt/receipt-data.ts'
import { readConfig } from '../central/documents.ts'
import { linesOf } from '../ledger/journal.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { findPayment, type Payment } from './payment.ts'

/** What may be printed about a payment right now: the valid receipt only with the central's proof. */
export type ReceiptFacts = {
  state: PaymentState
  paid: PaidReceipt | null
  provisional: ProvisionalReceipt
  advance: AdvanceReceipt | null
}

export function receiptFacts(database: Database, paymentId: string, practice: boolean): ReceiptFacts {
  const payment = findPayment(database, paymentId)
  if (payment === null) throw new Error(`no payment ${paymentId} to print`)
  const { outlet } = readConfig(database)
  const common = {
    outlet: { name: outlet.name, address: outlet.address, phone: outlet.phone, zone: outlet.zone },
    terminalId: readSetting(database, 'terminal')?.terminalId ?? '',
    staffName: payment.staffName,
    customerNumber: payment.customerNumber,
    counterFeeRupiah: payment.counterFeeRupiah,
    cashRoundingRupiah: cashRounding(database, paymentId),
    practice,
  }
  const provisional: ProvisionalReceipt = {
    ...common,
    kind: 'provisional',
    productName: payment.productName,
    customerName: payment.customerName,
    sheets: payment.intent.sheets,
    totalRupiah: payment.billTotalRupiah,
    paymentId: payment.id,
    acceptedAtMs: payment.acceptedAtMs,
    stateWord: payment.state,
  }
  return {
    state: payment.state,
    paid: payment.state === 'paid' ? paidReceipt(payment, common) : null,
    provisional,
    advance: advanceReceipt(database, payment, common),
  }
}

/** What the lines of the advance say was given; money is advanced at most once in the life of a payment. */
function advanceReceipt(
  database: Database,
  payment: Payment,
  { outlet, terminalId, customerNumber, practice }: Pick<AdvanceReceipt, 'outlet' | 'terminalId' | 'customerNumber' | 'practice'>,
): AdvanceReceipt | null {
  const given = database
    .prepare<[string], { sequence: number; atMs: number; actor: string }>(
      "SELECT sequence, at_ms AS atMs, actor FROM events WHERE payment_id = ? AND event = 'advance' ORDER BY sequence DESC",
    )
    .get(payment.id)
  if (given === undefined) return null
  const lines = linesOf(database, given.sequence)
  const outOf = (account: string) => 0 - sumRupiah(lines.filter((line) => line.account === account).map(({ amountRupiah }) => amountRupiah))
  return {
    kind: 'advance',
    outlet,
    terminalId,
    staffName: readConfig(database).staff.find(({ id }) => id === given.actor)?.name ?? given.actor,
    customerNumber,
    practice,
    productName: payment.productName,
    customerName: payment.customerName,
    paymentId: payment.id,
    cashRupiah: outOf('drawer'),
    nonCashRupiah: outOf('clearing'),
    givenAtMs: given.atMs,
  }
}

function paidReceipt(payment: Payment, common: Omit<PaidReceipt, 'kind' | 'product' | 'proof' | 'paidAtMs' | 'copy'>): PaidReceipt | null {
  if (payment.proof === null || payment.paidAtMs === null) return null
  return {
    ...common,
    kind: 'paid',
    product: { name: payment.productName, template: payment.receiptTemplate },
    proof: JSON.parse(payment.proof) as PaidProof,
    paidAtMs: payment.paidAtMs,
    copy: { kind: 'first' },
  }
}

/** This payment's share of the basket's rounding, as it was posted when the money was taken; another terminal's books come with the hand-over. */
export function cashRounding(database: Database, paymentId: string): Rupiah {
  const takenOver = database.prepare("SELECT detail FROM events WHERE payment_id = ? AND event = 'takeOver'").pluck().get(paymentId)
  if (typeof takenOver === 'string') return (JSON.parse(takenOver) as { cashRoundingRupiah: Rupiah }).cashRoundingRupiah
  const accepted = database.prepare("SELECT sequence FROM events WHERE payment_id = ? AND event = 'accept'").all(paymentId) as {
    sequence: number
  }[]
  const rounding = accepted.flatMap(({ sequence }) => linesOf(database, sequence)).filter((line) => line.account === 'cashRounding')
  return 0 - sumRupiah(rounding.map((line) => line.amountRupiah))
}
