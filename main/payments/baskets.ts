import { canonicalIntent, type PaymentIntent } from '../../shared/intent.ts'
import { limits } from '../../shared/limits.ts'
import { type CashRounding, type Rupiah, roundCash, sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Basket } from '../../shared/terminal-api/shapes.ts'
import { readCatalogue } from '../central/documents.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { type FoundBill, findStoredBill } from './bills.ts'
import { livePaymentsOf, refuseDuplicate } from './live-bills.ts'
import { refuseExpiredCatalogue, requireProduct } from './products.ts'

/** A bill in a basket: the payment's id and intent, durable before any money is taken. */
export type BasketItem = {
  paymentId: string
  inquiryId: string
  productName: string
  intent: PaymentIntent
  intentHash: string
  counterFeeRupiah: Rupiah
  commissionRupiah: Rupiah
  overridesPaymentId: string | null
  customerName: string
  validUntilMs: number
  source: FoundBill['source']
}

type BasketRow = {
  id: string
  state: Basket['state']
  staffId: string
  acceptedAtMs: number | null
  cashDueRupiah: number | null
  receivedRupiah: number | null
}

export function openBasket(database: Database, by: { staffId: string; ids: Ids; clock: Clock }): string {
  const id = by.ids.next()
  database.prepare("INSERT INTO baskets (id, state, staff_id, opened_at_ms) VALUES (?, 'open', ?, ?)").run(id, by.staffId, by.clock.nowMs())
  return id
}

/**
 * Puts a found bill into an open basket under a new payment id. Refuses by name in the order of `shared/refusals.ts`: `duplicateBill` when the
 * bill is being paid already, here or in the same basket, unless `overridesPaymentId` names that first payment; the override is audited.
 */
export function addToBasket(
  database: Database,
  basketId: string,
  inquiryId: string,
  by: { staffId: string; overridesPaymentId: string | null; ids: Ids; clock: Clock },
): void {
  database
    .transaction(() => {
      const bill = findStoredBill(database, inquiryId)
      if (bill === null) throw new Refusal('inquiryUnknown')
      const nowMs = by.clock.nowMs()
      const catalogue = readCatalogue(database)
      const product = requireProduct(catalogue, bill.productCode)
      refuseExpiredCatalogue(catalogue, nowMs)
      if (bill.validUntilMs <= nowMs) throw new Refusal('inquiryExpired', { validUntilMs: bill.validUntilMs })
      const intent = intentOf(bill)
      const intentHash = sha256Hex(canonicalIntent(intent))
      refuseDuplicate(database, intent, by.overridesPaymentId, nowMs)
      requireOpenBasket(database, basketId)
      const items = itemsOf(database, basketId)
      const twin = items.find(
        (item) => item.intent.productCode === intent.productCode && item.intent.customerNumber === intent.customerNumber,
      )
      if (twin !== undefined) throw new Refusal('duplicateBill', { inThisBasket: true, customerNumber: intent.customerNumber })
      if (items.length >= limits.basketItemsMax) throw new Refusal('basketFull', { itemsMax: limits.basketItemsMax })
      const paymentId = by.ids.next()
      // Whatever is still live here is the payment that the person named.
      const [firstPaymentId = null] = livePaymentsOf(database, intent, nowMs)
      database
        .prepare(
          `INSERT INTO basket_items (payment_id, basket_id, position, inquiry_id, product_name, intent, intent_hash, counter_fee_rupiah, commission_rupiah, overrides_payment_id)
           VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM basket_items WHERE basket_id = ?), ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          paymentId,
          basketId,
          basketId,
          inquiryId,
          product.name,
          JSON.stringify(intent),
          intentHash,
          product.counterFeeRupiah,
          product.commissionRupiah * bill.sheets.length,
          firstPaymentId,
        )
      if (firstPaymentId !== null)
        audit(database, { actor: by.staffId, action: 'payDuplicate', atMs: nowMs, detail: { paymentId, firstPaymentId } })
    })
    .immediate()
}

export function removeFromBasket(database: Database, basketId: string, paymentId: string): void {
  database
    .transaction(() => {
      requireOpenBasket(database, basketId)
      const removed = database.prepare('DELETE FROM basket_items WHERE basket_id = ? AND payment_id = ?').run(basketId, paymentId)
      if (removed.changes === 0) throw new Refusal('basketItemUnknown')
    })
    .immediate()
}

export function requireOpenBasket(database: Database, basketId: string): BasketRow {
  const basket = findBasket(database, basketId)
  if (basket.state !== 'open') throw new Refusal('basketAlreadyAccepted', { basketId })
  return basket
}

export function itemsOf(database: Database, basketId: string): BasketItem[] {
  const rows = database
    .prepare(
      `SELECT item.payment_id AS paymentId, item.inquiry_id AS inquiryId, item.product_name AS productName, item.intent, item.intent_hash AS intentHash,
         item.counter_fee_rupiah AS counterFeeRupiah, item.commission_rupiah AS commissionRupiah, item.overrides_payment_id AS overridesPaymentId,
         inquiry.customer_name AS customerName, inquiry.valid_until_ms AS validUntilMs, inquiry.source
       FROM basket_items AS item JOIN inquiries AS inquiry ON inquiry.id = item.inquiry_id
       WHERE item.basket_id = ? ORDER BY item.position`,
    )
    .all(basketId) as (Omit<BasketItem, 'intent'> & { intent: string })[]
  return rows.map((row) => ({ ...row, intent: JSON.parse(row.intent) as PaymentIntent }))
}

export function itemTotal(item: BasketItem): Rupiah {
  return item.intent.totalRupiah + item.counterFeeRupiah
}

/** The basket as the page shows it; after acceptance with each payment's state. */
export function viewBasket(database: Database, basketId: string, rounding: CashRounding): Basket {
  const basket = findBasket(database, basketId)
  const items = itemsOf(database, basketId)
  const totalRupiah = sumRupiah(items.map(itemTotal))
  // What was asked in cash stays what it was, though the outlet may round otherwise by now.
  const cashDueRupiah = basket.cashDueRupiah ?? roundCash(totalRupiah, rounding)
  const stateOf = database.prepare('SELECT state FROM payments WHERE id = ?')
  return {
    id: basket.id,
    state: basket.state,
    items: items.map((item) => ({
      paymentId: item.paymentId,
      inquiryId: item.inquiryId,
      productCode: item.intent.productCode,
      productName: item.productName,
      customerNumber: item.intent.customerNumber,
      customerName: item.customerName,
      sheetCount: item.intent.sheets.length,
      billTotalRupiah: item.intent.totalRupiah,
      counterFeeRupiah: item.counterFeeRupiah,
      totalRupiah: itemTotal(item),
      state: (stateOf.get(item.paymentId) as { state: Basket['items'][number]['state'] } | undefined)?.state ?? null,
    })),
    totalRupiah,
    cashDueRupiah,
    roundingRupiah: cashDueRupiah - totalRupiah,
    receivedRupiah: basket.receivedRupiah,
    changeRupiah: basket.receivedRupiah === null ? null : basket.receivedRupiah - cashDueRupiah,
    acceptedAtMs: basket.acceptedAtMs,
  }
}

function findBasket(database: Database, basketId: string): BasketRow {
  const row = database
    .prepare(
      `SELECT id, state, staff_id AS staffId, accepted_at_ms AS acceptedAtMs, cash_due_rupiah AS cashDueRupiah, received_rupiah AS receivedRupiah
       FROM baskets WHERE id = ?`,
    )
    .get(basketId) as BasketRow | undefined
  if (row === undefined) throw new Refusal('basketUnknown')
  return row
}

function intentOf(bill: FoundBill): PaymentIntent {
  return {
    productCode: bill.productCode,
    customerNumber: bill.customerNumber,
    sheets: bill.sheets.map((sheet) => ({ period: sheet.period, amountRupiah: sheet.amountRupiah })),
    totalRupiah: bill.billTotalRupiah,
  }
}
