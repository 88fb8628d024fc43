import { findStoredBill } from '../payments/bills.ts'
import { type Payment, readPayments } from '../payments/payment.ts'
import { cashRounding } from '../payments/receipts.ts'
import type { Database } from '../storage/open.ts'
import type { CarriedPayment } from './payload.ts'

export type OpenQueue = {
  carried: CarriedPayment[]
  /** Rows that can't be read: left where they are, named for a person. */
  unreadable: string[]
}

/** What was found out about a payment when it was accepted and never changes: whoever looks often keeps it. */
export type KeptFacts = Map<string, Pick<CarriedPayment, 'bill' | 'cashRoundingRupiah'>>

/** The queue as another terminal would need it, in the order it was accepted; a row that can't be read doesn't hold up the rest. */
export function openQueue(database: Database, terminalId: string, kept: KeptFacts = new Map()): OpenQueue {
  const { payments, unreadable } = readPayments(database, "WHERE state IN ('queued', 'sending', 'inDoubt') ORDER BY sequence")
  const queue: OpenQueue = { carried: [], unreadable: unreadable.map(({ id }) => id) }
  for (const payment of payments) {
    const facts = kept.get(payment.id) ?? readFacts(database, payment)
    if (facts === null) queue.unreadable.push(payment.id)
    else {
      kept.set(payment.id, facts)
      queue.carried.push(carry(payment, facts, terminalId))
    }
  }
  const open = new Set(payments.map(({ id }) => id))
  for (const id of kept.keys()) if (!open.has(id)) kept.delete(id)
  return queue
}

function carry(payment: Payment, facts: NonNullable<ReturnType<typeof readFacts>>, terminalId: string): CarriedPayment {
  return {
    paymentId: payment.id,
    intent: { ...payment.intent, sheets: [...payment.intent.sheets] },
    intentHash: payment.intentHash,
    productName: payment.productName,
    receiptTemplate: payment.receiptTemplate,
    customerName: payment.customerName,
    ...facts,
    counterFeeRupiah: payment.counterFeeRupiah,
    commissionRupiah: payment.commissionRupiah,
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

/** Null where a part of it is damaged. */
function readFacts(database: Database, payment: Payment): Pick<CarriedPayment, 'bill' | 'cashRoundingRupiah'> | null {
  try {
    const bill = findStoredBill(database, payment.inquiryId)
    if (bill === null) return null
    const { catalogueVersion, source, inquiryReference, fields, sheets, sheetsOutstanding, fetchedAtMs, validUntilMs } = bill
    return {
      bill: { catalogueVersion, source, inquiryReference, fields, sheets, sheetsOutstanding, fetchedAtMs, validUntilMs },
      cashRoundingRupiah: cashRounding(database, payment.id),
    }
  } catch {
    return null
  }
}
