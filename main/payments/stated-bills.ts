import { limits } from '../../shared/limits.ts'
import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { wibDayEndMs } from '../../shared/zones.ts'
import { readCustomerNumber } from './bill-question.ts'
import { type BillFinder, type FoundBill, productForSale, storeBill } from './bills.ts'
import { refuseOffline, refuseUndated } from './products.ts'

/** As printed on the paper the customer holds: the amount without the counter's admin, which the catalogue knows. */
export type StatedBill = { productCode: string; customerNumber: string; period: string; amountRupiah: Rupiah }

/**
 * Takes a bill from the customer's paper while the link is down, for products whose policy is `statedAmount`. One sheet at a time. When it
 * is sent, the central inquires and pays only if the bill is exactly this; otherwise the money is owed back (`billChanged`).
 * Refuses by name in the order of `shared/refusals.ts`; `inquireInstead` while the central can be asked.
 */
export function stateBill(
  finder: Pick<BillFinder, 'database' | 'clock' | 'time' | 'ids'> & { online: boolean },
  stated: StatedBill,
): FoundBill {
  const { database, clock, ids } = finder
  const { product, catalogueVersion } = productForSale(finder, stated.productCode)
  refuseUndated(product, finder.time.view().trusted)
  const customerNumber = readCustomerNumber(product, stated.customerNumber)
  if (!/^\d{4}(?:0[1-9]|1[0-2])$/.test(stated.period)) throw new Refusal('periodMalformed')
  const nowMs = clock.nowMs()
  if (product.offline !== 'statedAmount') throw new Refusal('offlineNotAllowed', { productName: product.name })
  if (finder.online) throw new Refusal('inquireInstead', { productName: product.name })
  refuseOffline(product, nowMs)
  refuseOddAmount(stated.amountRupiah, product.adminRupiah)
  const amountRupiah = stated.amountRupiah + product.adminRupiah
  const bill: FoundBill = {
    id: ids.next(),
    productCode: product.code,
    catalogueVersion,
    customerNumber,
    customerName: '',
    source: 'customerPaper',
    inquiryReference: null,
    fields: [],
    sheets: [{ period: stated.period, amountRupiah, billRupiah: stated.amountRupiah, penaltyRupiah: 0, adminRupiah: product.adminRupiah }],
    sheetsOutstanding: 1,
    billTotalRupiah: amountRupiah,
    fetchedAtMs: nowMs,
    validUntilMs: wibDayEndMs(nowMs),
  }
  storeBill(database, bill, null)
  return bill
}

function refuseOddAmount(amountRupiah: number, adminRupiah: Rupiah): void {
  const maxRupiah = limits.paymentAmountMaxRupiah - adminRupiah
  if (!Number.isInteger(amountRupiah)) throw new Refusal('amountNotWhole')
  if (amountRupiah < 1) throw new Refusal('amountNotPositive')
  if (amountRupiah > maxRupiah) throw new Refusal('amountTooLarge', { maxRupiah })
}
