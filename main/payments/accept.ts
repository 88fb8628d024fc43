import type { Catalogue, Product } from '../../shared/central-api/catalogue.ts'
import type { Config } from '../../shared/central-api/config.ts'
import { limits } from '../../shared/limits.ts'
import { type Rupiah, sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { LiftableRefusal } from '../../shared/terminal-api/shapes.ts'
import { refuseOddCash } from '../cash/amounts.ts'
import { drawerRupiah, openShift, type Shift } from '../cash/shifts.ts'
import { readCatalogue } from '../central/documents.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { confirmedShares } from '../tenders/shares.ts'
import { acceptPayment } from './accept-payment.ts'
import { type BasketMoney, divideMoney } from './basket-money.ts'
import { type BasketItem, isOver, itemsOf, itemTotal, requireOpenBasket } from './baskets.ts'
import { findStoredBill } from './bills.ts'
import { refuseDuplicate } from './live-bills.ts'
import { liftedIn } from './overrides.ts'
import { refuseExpired, refuseOffline, refuseUndated, requireProduct } from './products.ts'
import { queueFacts, refuseOverLimits } from './queue.ts'
import { repayCreditOf } from './repay-credit.ts'

export type Acceptance = {
  database: Database
  clock: Clock
  ids: Ids
  config: Config
  /** The link is not known to be up: offline policies and the float known here decide. */
  offline: boolean
  /** Somebody vouches for the date (main/platform/trusted-time.ts). */
  timeTrusted: boolean
  /** How long the slip waits for the central's answer; 0 when the link is known to be down. */
  answerPatienceMs: number
  /** What the float should still cover, or null when it was never heard. */
  floatAvailableRupiah: Rupiah | null
}

export type AcceptRequest = {
  basketId: string
  /** What the bills cost together; what of it is due in cash follows from credits and tenders. */
  expectedTotalRupiah: Rupiah
  cashReceivedRupiah: Rupiah
  staff: { id: string; name: string }
}

/** A bill of the basket with everything acceptance needs to know about it, read once. */
export type AcceptedItem = { item: BasketItem; product: Product; lifted: ReadonlySet<LiftableRefusal> }

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
      const catalogue = readCatalogue(database)
      const items = knownItems(database, request.basketId, catalogue, nowMs)
      refuseStale(acceptance, catalogue, items, nowMs)
      const money = moneyOf(acceptance, request.basketId, items)
      refuseOddMoney(request, items, money)
      refuseOverLimits(
        queueFacts(database, nowMs),
        config.limits,
        items.map(({ item, lifted }) => ({ totalRupiah: itemTotal(item), lifted })),
      )
      refuseOverFloat(acceptance, items)
      refuseShortDrawer(database, shift, money)
      items.forEach((accepted, index) => {
        const part = money.items[index]
        if (part === undefined) throw new Error(`payment ${accepted.item.paymentId} has no part of the money`)
        acceptPayment(acceptance, { basketId: request.basketId, staff: request.staff, shift, accepted, part, nowMs })
      })
      database
        .prepare(
          `UPDATE baskets SET state = 'accepted', accepted_at_ms = ?, total_rupiah = ?, cash_due_rupiah = ?, received_rupiah = ?, tender_rupiah = ?
           WHERE id = ?`,
        )
        .run(nowMs, money.totalRupiah, money.cashDueRupiah, request.cashReceivedRupiah, money.tenderRupiah, request.basketId)
    })
    .immediate()
}

function knownItems(database: Database, basketId: string, catalogue: Catalogue, nowMs: number): AcceptedItem[] {
  const items = itemsOf(database, basketId)
  if (items.length === 0) throw new Refusal('basketEmpty')
  const lifted = liftedIn(database, basketId, nowMs)
  return items.map((item) => ({
    item,
    product: requireProduct(catalogue, item.intent.productCode),
    lifted: lifted.get(item.paymentId) ?? new Set(),
  }))
}

/** What was true when the bills were found may not be any more: the day is over, the link is gone or back, a bill is being paid. */
function refuseStale(acceptance: Acceptance, catalogue: Catalogue, items: readonly AcceptedItem[], nowMs: number): void {
  const { database, config, offline, timeTrusted } = acceptance
  refuseExpired({ config, catalogue }, nowMs)
  for (const { product } of items) refuseUndated(product, timeTrusted)
  if (offline) for (const { product } of items) refuseOffline(product, nowMs)
  const stated = items.find(({ item }) => item.source === 'customerPaper')
  if (!offline && stated !== undefined) throw new Refusal('inquireInstead', { productName: stated.product.name })
  for (const { item, product } of items) {
    const { customerNumber, totalRupiah } = item.intent
    // A newer catalogue may have another price: the central would refuse the old one with the money taken.
    const repriced = item.source === 'catalogue' && priceNow(database, item, product) !== totalRupiah
    if (isOver(item, nowMs) || repriced) throw new Refusal('inquiryExpired', { customerNumber, validUntilMs: item.validUntilMs })
  }
  for (const { item } of items) refuseDuplicate(database, item.intent, item.overridesPaymentId, nowMs)
}

/** What was bought by the catalogue costs today: the price of a denomination, or the amount the customer chose and the admin. */
function priceNow(database: Database, { inquiryId }: BasketItem, product: Product): Rupiah | null {
  if (product.priceRupiah !== null) return product.priceRupiah
  const [sheet] = findStoredBill(database, inquiryId)?.sheets ?? []
  return sheet === undefined ? null : sheet.billRupiah + product.adminRupiah
}

/** Read inside the transaction: money of a rejected payment, or of a tender, may have gone another way since the page showed it. */
function moneyOf({ database, config }: Acceptance, basketId: string, items: readonly AcceptedItem[]): BasketMoney {
  const priced = items.map(({ item }) => ({
    totalRupiah: itemTotal(item),
    creditRupiah: item.repaysPaymentId === null ? 0 : repayCreditOf(database, item.repaysPaymentId),
  }))
  return divideMoney(priced, confirmedShares(database, basketId), config.outlet.cashRounding)
}

function refuseOddMoney(request: AcceptRequest, items: readonly AcceptedItem[], money: BasketMoney): void {
  const { totalRupiah, cashDueRupiah } = money
  if (request.expectedTotalRupiah !== totalRupiah) throw new Refusal('totalChanged', { totalRupiah })
  // Where tenders or credits pay for everything no cash is a fine amount of it.
  refuseOddCash(request.cashReceivedRupiah, cashDueRupiah > 0 ? 1 : 0)
  if (items.some(({ item }) => itemTotal(item) > limits.paymentAmountMaxRupiah))
    throw new Refusal('amountTooLarge', { maxRupiah: limits.paymentAmountMaxRupiah })
  if (request.cashReceivedRupiah < cashDueRupiah)
    throw new Refusal('cashLessThanTotal', { dueRupiah: cashDueRupiah, shortRupiah: cashDueRupiah - request.cashReceivedRupiah })
}

/** Both ways: offline the central can't say no, and online it only would after the customer has handed over the money. */
function refuseOverFloat(acceptance: Acceptance, items: readonly AcceptedItem[]): void {
  const neededRupiah = sumRupiah(items.map(({ item }) => item.intent.totalRupiah - item.commissionRupiah))
  const available = acceptance.floatAvailableRupiah
  if (available !== null && neededRupiah > available) throw new Refusal('floatLimit', { availableRupiah: available, neededRupiah })
  if (available === null && acceptance.offline) throw new Refusal('floatLimit', { availableRupiah: 0, neededRupiah })
}

function refuseShortDrawer(database: Database, shift: Shift, { cashDueRupiah }: BasketMoney): void {
  if (cashDueRupiah >= 0) return
  const inDrawerRupiah = drawerRupiah(database, shift.id)
  if (inDrawerRupiah < -cashDueRupiah) throw new Refusal('drawerShort', { drawerRupiah: inDrawerRupiah, neededRupiah: -cashDueRupiah })
}
