import { findStoredBill } from '../payments/bills.ts'
import { findPayment, type Payment } from '../payments/payment.ts'
import { cashRounding } from '../payments/receipts.ts'
import type { Database } from '../storage/open.ts'
import type { CarriedPayment } from './payload.ts'

export type OpenQueue = {
  carried: CarriedPayment[]
  /** Rows that can't be read: left where they are, named for a person. */
  unreadable: string[]
}

/** The queue as another terminal would need it, in the order it was accepted; a row that can't be read doesn't hold up the rest. */
export function openQueue(database: Database, terminalId: string): OpenQueue {
  const ids = database
    .prepare("SELECT id FROM payments WHERE state IN ('queued', 'sending', 'inDoubt') ORDER BY sequence")
    .pluck()
    .all() as string[]
  const queue: OpenQueue = { carried: [], unreadable: [] }
  for (const id of ids) {
    const carried = readOr(() => carryPayment(database, id, terminalId))
    if (carried === null) queue.unreadable.push(id)
    else queue.carried.push(carried)
  }
  return queue
}

function carryPayment(database: Database, paymentId: string, terminalId: string): CarriedPayment | null {
  const payment = findPayment(database, paymentId)
  const bill = payment === null ? null : findStoredBill(database, payment.inquiryId)
  if (payment === null || bill === null) return null
  const { catalogueVersion, source, inquiryReference, fields, sheets, sheetsOutstanding, fetchedAtMs, validUntilMs } = bill
  return {
    paymentId: payment.id,
    intent: { ...payment.intent, sheets: [...payment.intent.sheets] },
    intentHash: payment.intentHash,
    productName: payment.productName,
    receiptTemplate: payment.receiptTemplate,
    customerName: payment.customerName,
    bill: { catalogueVersion, source, inquiryReference, fields, sheets, sheetsOutstanding, fetchedAtMs, validUntilMs },
    counterFeeRupiah: payment.counterFeeRupiah,
    commissionRupiah: payment.commissionRupiah,
    cashRoundingRupiah: cashRounding(database, payment.id),
    overridesPaymentId: payment.overridesPaymentId,
    acceptedAtMs: payment.acceptedAtMs,
    staffId: payment.staffId,
    staffName: payment.staffName,
    originTerminalId: payment.originTerminalId ?? terminalId,
    state: openState(payment),
    reason: payment.reason,
    wanted: payment.wanted,
    everSent: payment.everSent,
    sentEpoch: payment.sentEpoch,
    revision: payment.revision,
    answerHash: payment.answerHash,
    heardEpoch: payment.heardEpoch,
    advanced: payment.advanced,
    held: payment.hold !== null,
  }
}

function openState({ state }: Payment): CarriedPayment['state'] {
  if (state === 'queued' || state === 'sending' || state === 'inDoubt') return state
  throw new Error(`a ${state} payment is not in the queue`)
}

function readOr<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}
