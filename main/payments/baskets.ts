import { canonicalIntent, type PaymentIntent } from '../../shared/intent.ts'
import { limits } from '../../shared/limits.ts'
import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Basket } from '../../shared/terminal-api/shapes.ts'
import { wibDayEndMs } from '../../shared/zones.ts'
import { readCatalogue, readConfig } from '../central/documents.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { type FoundBill, findStoredBill, inquirySource } from './bills.ts'
import { livePaymentsOf, refuseDuplicate } from './live-bills.ts'
import { refuseExpired, requireProduct } from './products.ts'
import { repayCreditOf } from './repay-credit.ts'

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
  /** The rejected payment whose money pays for this one. */
  repaysPaymentId: string | null
  customerName: string
  fetchedAtMs: number
  validUntilMs: number
  source: FoundBill['source']
}

export type BasketRow = {
  id: string
  state: Basket['state']
  staffId: string
  acceptedAtMs: number | null
  cashDueRupiah: number | null
  receivedRupiah: number | null
  tenderRupiah: number
}

export function openBasket(database: Database, by: { staffId: string; ids: Ids; clock: Clock }): string {
  const id = by.ids.next()
  database.prepare("INSERT INTO baskets (id, state, staff_id, opened_at_ms) VALUES (?, 'open', ?, ?)").run(id, by.staffId, by.clock.nowMs())
  return id
}

/**
 * Puts a found bill into an open basket under a new payment id. Refuses by name in the order of `shared/refusals.ts`: `duplicateBill` when the
 * bill is being paid already, here or in the same basket, unless `overridesPaymentId` names that first payment; the override is audited.
 * `repaysPaymentId`: what that rejected payment owes its customer pays for this one.
 */
export function addToBasket(
  database: Database,
  basketId: string,
  inquiryId: string,
  by: { staffId: string; overridesPaymentId: string | null; repaysPaymentId?: string | null; ids: Ids; clock: Clock },
): void {
  database
    .transaction(() => {
      const bill = findStoredBill(database, inquiryId)
      if (bill === null) throw new Refusal('inquiryUnknown')
      const nowMs = by.clock.nowMs()
      const documents = { config: readConfig(database), catalogue: readCatalogue(database) }
      const product = requireProduct(documents.catalogue, bill.productCode)
      refuseExpired(documents, nowMs)
      if (isOver(bill, nowMs)) throw new Refusal('inquiryExpired', { validUntilMs: bill.validUntilMs })
      const intent = intentOf(bill)
      const intentHash = sha256Hex(canonicalIntent(intent))
      refuseDuplicate(database, intent, by.overridesPaymentId, nowMs)
      requireOpenBasket(database, basketId)
      const items = itemsOf(database, basketId)
      const twin = items.find(
        (item) => item.intent.productCode === intent.productCode && item.intent.customerNumber === intent.customerNumber,
      )
      if (twin !== undefined) throw new Refusal('duplicateBill', { inThisBasket: true, customerNumber: intent.customerNumber })
      const repaysPaymentId = by.repaysPaymentId ?? null
      if (repaysPaymentId !== null && items.some((item) => item.repaysPaymentId === repaysPaymentId))
        throw new Refusal('creditTaken', { paymentId: repaysPaymentId })
      if (items.length >= limits.basketItemsMax) throw new Refusal('basketFull', { itemsMax: limits.basketItemsMax })
      if (repaysPaymentId !== null) repayCreditOf(database, repaysPaymentId)
      const paymentId = by.ids.next()
      // Whatever is still live here is the payment that the person named.
      const [firstPaymentId = null] = livePaymentsOf(database, intent, nowMs)
      database
        .prepare(
          `INSERT INTO basket_items (payment_id, basket_id, position, inquiry_id, product_name, intent, intent_hash, counter_fee_rupiah, commission_rupiah, overrides_payment_id,
             repays_payment_id)
           VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM basket_items WHERE basket_id = ?), ?, ?, ?, ?, ?, ?, ?, ?)`,
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
          repaysPaymentId,
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
         item.repays_payment_id AS repaysPaymentId, inquiry.customer_name AS customerName, inquiry.fetched_at_ms AS fetchedAtMs,
         inquiry.valid_until_ms AS validUntilMs, ${inquirySource} AS source
       FROM basket_items AS item JOIN inquiries AS inquiry ON inquiry.id = item.inquiry_id
       WHERE item.basket_id = ? ORDER BY item.position`,
    )
    .all(basketId) as (Omit<BasketItem, 'intent'> & { intent: string })[]
  return rows.map((row) => ({ ...row, intent: JSON.parse(row.intent) as PaymentIntent }))
}

/** A biller pays only on the (WIB) day of the inquiry, whatever the answer's own validity says. */
export function isOver(bill: { fetchedAtMs: number; validUntilMs: number }, nowMs: number): boolean {
  return bill.validUntilMs <= nowMs || wibDayEndMs(bill.fetchedAtMs) <= nowMs
}

export function itemTotal(item: BasketItem): Rupiah {
  return item.intent.totalRupiah + item.counterFeeRupiah
}

export function findBasket(database: Database, basketId: string): BasketRow {
  const row = database
    .prepare(
      `SELECT id, state, staff_id AS staffId, accepted_at_ms AS acceptedAtMs, cash_due_rupiah AS cashDueRupiah, received_rupiah AS receivedRupiah,
         tender_rupiah AS tenderRupiah
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
