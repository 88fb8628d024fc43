import type { Product } from '../../shared/central-api/catalogue.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import type { IntentSheet } from '../../shared/intent.ts'
import type { BillerInquiry } from './biller.ts'

/** Null when the bill still is what the customer was told: the same sheets with the same amounts. Paying is all or nothing. */
export function judgeBill(inquiry: BillerInquiry, product: Product, sheets: readonly IntentSheet[]): CentralRefusalCode | null {
  if (inquiry.kind === 'notFound') return 'billNotFound'
  if (inquiry.kind === 'alreadyPaid') return 'billAlreadyPaid'
  const open = new Map(inquiry.sheets.map((sheet) => [sheet.period, sheet.amountRupiah]))
  // None of them is open any more, but newer ones are.
  if (product.kind === 'postpaid' && sheets.every((sheet) => !open.has(sheet.period))) return 'billAlreadyPaid'
  const same = sheets.length === inquiry.sheets.length && sheets.every((sheet) => open.get(sheet.period) === sheet.amountRupiah)
  return same ? null : 'billChanged'
}
