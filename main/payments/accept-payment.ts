import type { Shift } from '../cash/shifts.ts'
import { recordEvent } from '../ledger/events.ts'
import { post } from '../ledger/journal.ts'
import { queueReceiptJob } from '../printing/jobs.ts'
import { carryShares } from '../tenders/returns.ts'
import { spendShares } from '../tenders/shares.ts'
import type { Acceptance, AcceptedItem } from './accept.ts'
import type { PaidPart } from './basket-money.ts'
import { itemTotal } from './baskets.ts'
import { claimBill } from './live-bills.ts'
import { spendOverrides } from './overrides.ts'
import { repayPayment } from './repay.ts'

type Accepted = {
  basketId: string
  staff: { id: string; name: string }
  shift: Shift
  accepted: AcceptedItem
  part: PaidPart
  nowMs: number
}

/** Writes one payment of a basket that is being accepted, inside that transaction; everything was checked before. */
export function acceptPayment({ database, ids, answerPatienceMs }: Acceptance, by: Accepted): void {
  const { shift, staff, part, nowMs } = by
  const { item, product, lifted } = by.accepted
  const { paymentId, intent } = item
  database
    .prepare(
      `INSERT INTO payments (id, sequence, basket_id, shift_id, staff_id, staff_name, product_code, product_name, receipt_template, customer_number, customer_name,
         inquiry_id, intent, intent_hash, bill_total_rupiah, counter_fee_rupiah, total_rupiah, commission_rupiah, overrides_payment_id, repays_payment_id,
         accepted_at_ms, state)
       VALUES (@id, (SELECT coalesce(max(sequence), 0) + 1 FROM payments), @basketId, @shiftId, @staffId, @staffName, @productCode, @productName, @receiptTemplate, @customerNumber,
         @customerName, @inquiryId, @intent, @intentHash, @billTotalRupiah, @counterFeeRupiah, @totalRupiah, @commissionRupiah, @overridesPaymentId, @repaysPaymentId,
         @nowMs, 'queued')`,
    )
    .run({
      id: paymentId,
      basketId: by.basketId,
      shiftId: shift.id,
      staffId: staff.id,
      staffName: staff.name,
      productCode: intent.productCode,
      productName: item.productName,
      receiptTemplate: product.receiptTemplate,
      customerNumber: intent.customerNumber,
      customerName: item.customerName,
      inquiryId: item.inquiryId,
      intent: JSON.stringify(intent),
      intentHash: item.intentHash,
      billTotalRupiah: intent.totalRupiah,
      counterFeeRupiah: item.counterFeeRupiah,
      totalRupiah: itemTotal(item),
      commissionRupiah: item.commissionRupiah,
      overridesPaymentId: item.overridesPaymentId,
      repaysPaymentId: item.repaysPaymentId,
      nowMs,
    })
  if (item.repaysPaymentId !== null) {
    const repaid = repayPayment(database, item.repaysPaymentId, paymentId, { actor: staff.id, atMs: nowMs, shiftId: shift.id })
    carryShares(database, repaid, { id: paymentId, totalRupiah: itemTotal(item) })
  }
  const event = recordEvent(database, {
    event: 'accept',
    paymentId,
    shiftId: shift.id,
    to: 'queued',
    actor: staff.id,
    atMs: nowMs,
    detail: {
      ...(lifted.size === 0 ? {} : { lifted: [...lifted].sort().join(' ') }),
      ...(item.repaysPaymentId === null ? {} : { repaysPaymentId: item.repaysPaymentId }),
    },
  })
  // What the old payment's money covers was moved by `repay`; here only what is beyond it.
  post(database, event.sequence, event.businessDay, 'accept', {
    totalRupiah: part.owedRupiah,
    till: { account: 'drawer', dimension: shift.id },
    tillRupiah: part.tillRupiah,
    parts: part.parts,
  })
  spendShares(database, paymentId, part.parts)
  if (lifted.size > 0) spendOverrides(database, paymentId, nowMs)
  claimBill(database, { id: paymentId, intent, acceptedAtMs: nowMs }, item.overridesPaymentId !== null)
  queueReceiptJob(database, { ids, paymentId, staffName: staff.name, atMs: nowMs, decideByMs: nowMs + answerPatienceMs })
}
