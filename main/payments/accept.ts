import type { Config } from '../../shared/central-api/config.ts'
import { limits } from '../../shared/limits.ts'
import { type Rupiah, roundCash, sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { refuseOddCash } from '../cash/amounts.ts'
import { openShift, type Shift } from '../cash/shifts.ts'
import { readCatalogue } from '../central/documents.ts'
import { recordEvent } from '../ledger/events.ts'
import { post } from '../ledger/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { queueReceiptJob } from '../printing/jobs.ts'
import type { Database } from '../storage/open.ts'
import { type BasketItem, itemsOf, itemTotal, requireOpenBasket } from './baskets.ts'
import { claimBill, refuseDuplicate } from './live-bills.ts'
import { refuseExpiredCatalogue, requireProduct } from './products.ts'
import { queueFacts, refuseOverLimits } from './queue.ts'

export type Acceptance = {
  database: Database
  clock: Clock
  ids: Ids
  config: Config
  /** The link is not known to be up: offline policies and the float known here decide. */
  offline: boolean
  /** How long the slip waits for the central's answer; 0 when the link is known to be down. */
  answerPatienceMs: number
  /** What the float should still cover, or null when it was never heard. */
  floatAvailableRupiah: Rupiah | null
}

export type AcceptRequest = {
  basketId: string
  expectedTotalRupiah: Rupiah
  cashReceivedRupiah: Rupiah
  staff: { id: string; name: string }
}

/**
 * Takes the money: every bill of the basket becomes a queued payment with its event, its journal lines, its bill claimed and
 * its print job, all in one synchronous transaction. When this returns, the plug can be pulled. Refuses by name, in the
 * order of `shared/refusals.ts` as far as the checks are independent (a basket that was accepted already says so before anything about
 * its bills), and then nothing at all is written.
 */
export function acceptBasket(acceptance: Acceptance, request: AcceptRequest): void {
  const { database, clock, config } = acceptance
  database
    .transaction(() => {
      const nowMs = clock.nowMs()
      const shift = openShift(database)
      if (shift === null) throw new Refusal('shiftRequired')
      if (shift.staffId !== request.staff.id) throw new Refusal('shiftOfOther', { staffName: shift.staffName })
      requireOpenBasket(database, request.basketId)
      const items = itemsOf(database, request.basketId)
      if (items.length === 0) throw new Refusal('basketEmpty')
      refuseStale(acceptance, items, nowMs)
      const totalRupiah = sumRupiah(items.map(itemTotal))
      if (request.expectedTotalRupiah !== totalRupiah) throw new Refusal('totalChanged', { totalRupiah })
      const cashDueRupiah = roundCash(totalRupiah, config.outlet.cashRounding)
      refuseOddCash(request.cashReceivedRupiah, 1)
      refuseHugePayment(items)
      if (request.cashReceivedRupiah < cashDueRupiah)
        throw new Refusal('cashLessThanTotal', { dueRupiah: cashDueRupiah, shortRupiah: cashDueRupiah - request.cashReceivedRupiah })
      refuseOverLimits(
        queueFacts(database, nowMs),
        config.limits,
        items.map((item) => ({ totalRupiah: itemTotal(item) })),
      )
      refuseOverFloat(acceptance, items)
      // The whole basket is rounded once; its largest bill carries the difference, so that no small one falls below zero.
      const largest = items.reduce((soFar, item) => (itemTotal(item) > itemTotal(soFar) ? item : soFar))
      for (const item of items) {
        const roundingRupiah = item === largest ? totalRupiah - cashDueRupiah : 0
        acceptItem(acceptance, request, item, shift, itemTotal(item) - roundingRupiah, nowMs)
      }
      database
        .prepare(
          "UPDATE baskets SET state = 'accepted', accepted_at_ms = ?, total_rupiah = ?, cash_due_rupiah = ?, received_rupiah = ? WHERE id = ?",
        )
        .run(nowMs, totalRupiah, cashDueRupiah, request.cashReceivedRupiah, request.basketId)
    })
    .immediate()
}

/** What was true when the bills were found may not be any more: the day is over, the link is gone, a bill is being paid. */
function refuseStale({ database, offline }: Acceptance, items: readonly BasketItem[], nowMs: number): void {
  const catalogue = readCatalogue(database)
  const products = items.map((item) => requireProduct(catalogue, item.intent.productCode))
  refuseExpiredCatalogue(catalogue, nowMs)
  const neverOffline = products.find((product) => product.offline === 'never')
  if (offline && neverOffline !== undefined) throw new Refusal('offlineNotAllowed', { productName: neverOffline.name })
  for (const { intent, validUntilMs } of items) {
    if (validUntilMs <= nowMs) throw new Refusal('inquiryExpired', { customerNumber: intent.customerNumber, validUntilMs })
  }
  for (const { intent, overridesPaymentId } of items) refuseDuplicate(database, intent, overridesPaymentId, nowMs)
}

function refuseHugePayment(items: readonly BasketItem[]): void {
  if (items.some((item) => itemTotal(item) > limits.paymentAmountMaxRupiah))
    throw new Refusal('amountTooLarge', { maxRupiah: limits.paymentAmountMaxRupiah })
}

/** Both ways: offline the central can't say no, and online it only would after the customer has handed over the money. */
function refuseOverFloat(acceptance: Acceptance, items: readonly BasketItem[]): void {
  const neededRupiah = sumRupiah(items.map((item) => item.intent.totalRupiah - item.commissionRupiah))
  const available = acceptance.floatAvailableRupiah
  if (available !== null && neededRupiah > available) throw new Refusal('floatLimit', { availableRupiah: available, neededRupiah })
  if (available === null && acceptance.offline) throw new Refusal('floatLimit', { availableRupiah: 0, neededRupiah })
}

function acceptItem(
  acceptance: Acceptance,
  request: AcceptRequest,
  item: BasketItem,
  shift: Shift,
  tillRupiah: Rupiah,
  nowMs: number,
): void {
  const { database } = acceptance
  const product = requireProduct(readCatalogue(database), item.intent.productCode)
  database
    .prepare(
      `INSERT INTO payments (id, sequence, basket_id, shift_id, staff_id, staff_name, product_code, product_name, receipt_template, customer_number, customer_name,
         inquiry_id, intent, intent_hash, bill_total_rupiah, counter_fee_rupiah, total_rupiah, commission_rupiah, overrides_payment_id, accepted_at_ms, state)
       VALUES (@id, (SELECT coalesce(max(sequence), 0) + 1 FROM payments), @basketId, @shiftId, @staffId, @staffName, @productCode, @productName, @receiptTemplate, @customerNumber,
         @customerName, @inquiryId, @intent, @intentHash, @billTotalRupiah, @counterFeeRupiah, @totalRupiah, @commissionRupiah, @overridesPaymentId, @nowMs, 'queued')`,
    )
    .run({
      id: item.paymentId,
      basketId: request.basketId,
      shiftId: shift.id,
      staffId: request.staff.id,
      staffName: request.staff.name,
      productCode: item.intent.productCode,
      productName: item.productName,
      receiptTemplate: product.receiptTemplate,
      customerNumber: item.intent.customerNumber,
      customerName: item.customerName,
      inquiryId: item.inquiryId,
      intent: JSON.stringify(item.intent),
      intentHash: item.intentHash,
      billTotalRupiah: item.intent.totalRupiah,
      counterFeeRupiah: item.counterFeeRupiah,
      totalRupiah: itemTotal(item),
      commissionRupiah: item.commissionRupiah,
      overridesPaymentId: item.overridesPaymentId,
      nowMs,
    })
  const event = recordEvent(database, {
    event: 'accept',
    paymentId: item.paymentId,
    shiftId: shift.id,
    to: 'queued',
    actor: request.staff.id,
    atMs: nowMs,
  })
  post(database, event.sequence, event.businessDay, 'accept', {
    totalRupiah: itemTotal(item),
    till: { account: 'drawer', dimension: shift.id },
    tillRupiah,
  })
  claimBill(database, { id: item.paymentId, intent: item.intent, acceptedAtMs: nowMs }, item.overridesPaymentId !== null)
  queueReceiptJob(database, {
    ids: acceptance.ids,
    paymentId: item.paymentId,
    staffName: request.staff.name,
    atMs: nowMs,
    decideByMs: nowMs + acceptance.answerPatienceMs,
  })
}
