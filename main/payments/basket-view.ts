import { type CashRounding, type Rupiah, sumRupiah } from '../../shared/money.ts'
import type { Basket } from '../../shared/terminal-api/shapes.ts'
import type { Database } from '../storage/open.ts'
import { stillWithUs } from '../tenders/returns.ts'
import { confirmedShares } from '../tenders/shares.ts'
import { divideMoney } from './basket-money.ts'
import { type BasketItem, findBasket, itemsOf, itemTotal } from './baskets.ts'
import { requirePayment } from './payment.ts'

/** The basket as the page shows it; after acceptance with each payment's state. */
export function viewBasket(database: Database, basketId: string, rounding: CashRounding): Basket {
  const basket = findBasket(database, basketId)
  const items = itemsOf(database, basketId)
  const priced = pricedItems(database, items)
  const money = divideMoney(priced, basket.state === 'open' ? confirmedShares(database, basketId) : [], rounding)
  const tenderRupiah = basket.state === 'open' ? money.tenderRupiah : basket.tenderRupiah
  // What was asked in cash stays what it was, though the outlet may round otherwise by now.
  const cashDueRupiah = basket.cashDueRupiah ?? money.cashDueRupiah
  const stateOf = database.prepare('SELECT state FROM payments WHERE id = ?')
  return {
    id: basket.id,
    state: basket.state,
    items: items.map((item, index) => ({
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
      repaysPaymentId: item.repaysPaymentId,
      creditRupiah: priced[index]?.creditRupiah ?? 0,
      state: (stateOf.get(item.paymentId) as { state: Basket['items'][number]['state'] } | undefined)?.state ?? null,
    })),
    totalRupiah: money.totalRupiah,
    creditRupiah: money.creditRupiah,
    tenderRupiah,
    cashDueRupiah,
    roundingRupiah: cashDueRupiah - (money.totalRupiah - money.creditRupiah - tenderRupiah),
    receivedRupiah: basket.receivedRupiah,
    changeRupiah: basket.receivedRupiah === null ? null : basket.receivedRupiah - cashDueRupiah,
    acceptedAtMs: basket.acceptedAtMs,
  }
}

/** What a basket costs beyond the money of rejected payments put on it: what cash and tenders have to pay. */
export function dueRupiahOf(database: Database, basketId: string): Rupiah {
  const priced = pricedItems(database, itemsOf(database, basketId))
  return sumRupiah(priced.map((item) => item.totalRupiah - item.creditRupiah))
}

/** Whether the old money is still there is asked at accept; until then the view shows what the person put in. */
function pricedItems(database: Database, items: readonly BasketItem[]) {
  return items.map((item) => ({
    totalRupiah: itemTotal(item),
    creditRupiah: item.repaysPaymentId === null ? 0 : stillWithUs(database, requirePayment(database, item.repaysPaymentId)),
  }))
}
