import { assertRupiah, type Rupiah, sumRupiah } from './money.ts'

/** One month (or instalment) of a bill. `period` is the biller's own word for it, "202608"; empty for prepaid. */
export type IntentSheet = { period: string; amountRupiah: Rupiah }

/**
 * What a payment means to the biller. Terminal, key, inquiry reference and time are not part of it, so the same bill paid
 * from another terminal has the same intent. The agent's own counter fee is not the biller's business and not in it either.
 */
export type PaymentIntent = {
  productCode: string
  customerNumber: string
  sheets: readonly IntentSheet[]
  totalRupiah: Rupiah
}

/**
 * The one canonical text of an intent; its SHA-256 in lower-case hex is the intent hash that terminal and central compare.
 * Sheets are sorted by period, members stand in this order, no white space, numbers as decimal integers. Version prefix
 * included so that a later form can never collide with this one.
 */
export function canonicalIntent(intent: PaymentIntent): string {
  for (const sheet of intent.sheets) assertRupiah(sheet.amountRupiah, 'sheet amount')
  const total = sumRupiah(intent.sheets.map((sheet) => sheet.amountRupiah))
  if (total !== intent.totalRupiah) throw new Error(`intent total ${intent.totalRupiah} is not the sum of its sheets ${total}`)
  const sheets = [...intent.sheets].sort((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : a.amountRupiah - b.amountRupiah))
  return JSON.stringify([
    'loket-intent-1',
    intent.productCode,
    intent.customerNumber,
    sheets.map((sheet) => [sheet.period, sheet.amountRupiah]),
    intent.totalRupiah,
  ])
}

/**
 * The keys under which a bill may have at most one live payment, here and at the central: one per sheet for a bill
 * with periods, one per WIB day for a prepaid product.
 */
export function billKeys(intent: PaymentIntent, wibDay: string): string[] {
  const base = `${intent.productCode}|${intent.customerNumber}`
  return intent.sheets.map((sheet) => (sheet.period === '' ? `${base}|day:${wibDay}` : `${base}|period:${sheet.period}`))
}
