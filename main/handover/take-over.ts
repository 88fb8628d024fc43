import { canonicalIntent } from '../../shared/intent.ts'
import type { Rupiah } from '../../shared/money.ts'
import { recordEvent } from '../ledger/events.ts'
import { post } from '../ledger/journal.ts'
import { storeBill } from '../payments/bills.ts'
import { betweenTerminals, takeBackPayment } from '../payments/hand-over.ts'
import { claimBill } from '../payments/live-bills.ts'
import type { Payment } from '../payments/payment.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { totalOf } from './human-part.ts'
import type { CarriedPayment, HandOver } from './payload.ts'

export type TakeOver = {
  handOver: HandOver
  /** The central has never seen the payment, so it starts in the queue; any other starts in doubt and the central's word is applied. */
  unseen: boolean
  /** The ledger epoch under which the central said so. */
  ledgerEpoch: string
  shiftId: string
  staffId: string
  ids: Ids
  atMs: number
}

/** Why a carried payment can't be what its file says, or null. The file is signed, but the terminal that wrote it may have been broken. */
export function whyNotWhole(carried: CarriedPayment): string | null {
  try {
    if (sha256Hex(canonicalIntent(carried.intent)) !== carried.intentHash) return 'intentHashWrong'
  } catch {
    return 'intentWrong'
  }
  return null
}

/**
 * Makes a claimed payment one of this terminal's, inside the caller's transaction: its bill, a basket of its own, the payment with the terminal
 * that took the money, its event, its lines (the other terminal owes what this one now holds), and its bill claimed.
 */
export function takeOver(database: Database, carried: CarriedPayment, by: TakeOver): void {
  const basketId = by.ids.next()
  const totalRupiah = totalOf(carried)
  const inquiryId = storeCarriedBill(database, carried, by.ids)
  database
    .prepare(
      `INSERT INTO baskets (id, state, staff_id, opened_at_ms, accepted_at_ms, total_rupiah, cash_due_rupiah, received_rupiah)
       VALUES (?, 'accepted', ?, ?, ?, ?, ?, NULL)`,
    )
    .run(basketId, by.staffId, by.atMs, carried.acceptedAtMs, totalRupiah, totalRupiah - carried.cashRoundingRupiah)
  insertPayment(database, carried, { ...by, basketId, inquiryId, totalRupiah })
  const state = by.unseen ? 'queued' : 'inDoubt'
  const event = recordEvent(database, {
    event: 'takeOver',
    paymentId: carried.paymentId,
    shiftId: by.shiftId,
    to: state,
    actor: by.staffId,
    atMs: by.atMs,
    detail: {
      handOverId: by.handOver.handOverId,
      fromTerminalId: by.handOver.terminalId,
      originTerminalId: carried.originTerminalId,
      cashRoundingRupiah: carried.cashRoundingRupiah,
      advanced: carried.advanced,
    },
  })
  const posting = betweenTerminals('takeOver', { id: carried.paymentId, totalRupiah, advanced: carried.advanced })
  // The pair is correlated by its type, which the compiler can't follow through a generic call.
  post(database, event.sequence, event.businessDay, posting.event, posting.facts as never)
  // The same bill may have been taken here too: both stand, and the central pays only one of them.
  claimBill(database, { id: carried.paymentId, intent: carried.intent, acceptedAtMs: carried.acceptedAtMs }, true)
}

/** The same for a payment that left from here before: it is in doubt until the central's word is applied. */
export function takeBack(database: Database, payment: Payment, carried: CarriedPayment, by: TakeOver): void {
  const { everSent, sentEpoch, wanted, revision, answerHash, heardEpoch } = carried
  takeBackPayment(database, payment, {
    actor: by.staffId,
    atMs: by.atMs,
    detail: { handOverId: by.handOver.handOverId, fromTerminalId: by.handOver.terminalId },
    // Never sent by anybody: the ledger that says so now is the one to believe.
    changes: { reason: 'takenOver', everSent, sentEpoch: everSent ? sentEpoch : by.ledgerEpoch, wanted, revision, answerHash, heardEpoch },
  })
  if (isHeld(carried, by)) database.prepare("UPDATE payments SET hold = 'newIncarnation' WHERE id = ?").run(payment.id)
}

/** A copy may be older than a cancellation in which the customer got the cash back: unseen by the central, a person decides. */
function isHeld(carried: CarriedPayment, by: TakeOver): boolean {
  return by.unseen && (carried.held || by.handOver.kind === 'copy')
}

function storeCarriedBill(database: Database, { bill, intent, customerName }: CarriedPayment, ids: Ids): string {
  const id = ids.next()
  // Typed from the customer's paper stays that: nobody has asked the biller, and the central has to.
  const source =
    bill.source === 'central' || bill.source === 'catalogue' || bill.source === 'customerPaper' ? bill.source : 'earlierInquiry'
  const billTotalRupiah: Rupiah = intent.totalRupiah
  const { productCode, customerNumber } = intent
  storeBill(database, { ...bill, id, source, productCode, customerNumber, customerName, billTotalRupiah }, null)
  return id
}

function insertPayment(
  database: Database,
  carried: CarriedPayment,
  by: TakeOver & { basketId: string; inquiryId: string; totalRupiah: Rupiah },
): void {
  const held = isHeld(carried, by)
  const row = {
    id: carried.paymentId,
    basketId: by.basketId,
    inquiryId: by.inquiryId,
    shiftId: by.shiftId,
    staffId: carried.staffId,
    staffName: carried.staffName,
    productCode: carried.intent.productCode,
    productName: carried.productName,
    receiptTemplate: carried.receiptTemplate,
    customerNumber: carried.intent.customerNumber,
    customerName: carried.customerName,
    intent: JSON.stringify(carried.intent),
    intentHash: carried.intentHash,
    billTotalRupiah: carried.intent.totalRupiah,
    counterFeeRupiah: carried.counterFeeRupiah,
    totalRupiah: by.totalRupiah,
    commissionRupiah: carried.commissionRupiah,
    overridesPaymentId: carried.overridesPaymentId,
    acceptedAtMs: carried.acceptedAtMs,
    originTerminalId: carried.originTerminalId,
    state: by.unseen ? 'queued' : 'inDoubt',
    reason: held ? 'heldAfterRestore' : by.unseen ? null : 'takenOver',
    wanted: carried.wanted,
    everSent: carried.everSent || !by.unseen ? 1 : 0,
    // What the central knows without having been sent it by the file's account was sent later, under its present ledger.
    sentEpoch: carried.everSent ? carried.sentEpoch : by.unseen ? null : by.ledgerEpoch,
    revision: carried.revision,
    answerHash: carried.answerHash,
    heardEpoch: carried.heardEpoch,
    advanced: carried.advanced ? 1 : 0,
    hold: held ? 'newIncarnation' : null,
  }
  database
    .prepare(
      `INSERT INTO basket_items (payment_id, basket_id, position, inquiry_id, product_name, intent, intent_hash, counter_fee_rupiah, commission_rupiah, overrides_payment_id)
       VALUES (@id, @basketId, 1, @inquiryId, @productName, @intent, @intentHash, @counterFeeRupiah, @commissionRupiah, @overridesPaymentId)`,
    )
    .run(row)
  database
    .prepare(
      `INSERT INTO payments (id, sequence, basket_id, shift_id, staff_id, staff_name, product_code, product_name, receipt_template, customer_number, customer_name,
         inquiry_id, intent, intent_hash, bill_total_rupiah, counter_fee_rupiah, total_rupiah, commission_rupiah, overrides_payment_id, accepted_at_ms,
         origin_terminal_id, state, reason, wanted, ever_sent, sent_epoch, revision, answer_hash, heard_epoch, advanced, hold)
       VALUES (@id, (SELECT coalesce(max(sequence), 0) + 1 FROM payments), @basketId, @shiftId, @staffId, @staffName, @productCode, @productName, @receiptTemplate,
         @customerNumber, @customerName, @inquiryId, @intent, @intentHash, @billTotalRupiah, @counterFeeRupiah, @totalRupiah, @commissionRupiah,
         @overridesPaymentId, @acceptedAtMs, @originTerminalId, @state, @reason, @wanted, @everSent, @sentEpoch, @revision, @answerHash, @heardEpoch, @advanced, @hold)`,
    )
    .run(row)
}
