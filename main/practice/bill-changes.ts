import type { Sheet } from '../../shared/central-api/payments.ts'
import { monthAfter } from './periods.ts'

/**
 * How a bill may differ from what a customer was told: the same total cut into other sheets, another total, or the same amounts for the
 * next period (the quoted month was settled elsewhere and a new one came).
 */
export const billChanges = ['otherSheets', 'otherTotal', 'nextPeriod'] as const
export type BillChange = (typeof billChanges)[number]

const shiftRupiah = 1_000

/** A customer's open sheets after a change; oldest first, as before. */
export function changedSheets(sheets: readonly Sheet[], change: BillChange): Sheet[] {
  const [first, ...rest] = sheets
  if (first === undefined) return []
  if (change === 'otherTotal') return [dearer(first, shiftRupiah), ...rest]
  if (change === 'nextPeriod') return sheets.map((sheet) => ({ ...sheet, period: periodAfter(sheet.period, 1) }))
  const [second, ...others] = rest
  if (second !== undefined) return [dearer(first, shiftRupiah), dearer(second, -shiftRupiah), ...others]
  // One month becomes two that sum up to it; the older one has no admin of its own.
  const older = { ...first, period: periodAfter(first.period, -1), amountRupiah: shiftRupiah, billRupiah: shiftRupiah, penaltyRupiah: 0 }
  return [{ ...older, adminRupiah: 0 }, dearer(first, -shiftRupiah)]
}

function dearer(sheet: Sheet, byRupiah: number): Sheet {
  return { ...sheet, amountRupiah: sheet.amountRupiah + byRupiah, billRupiah: sheet.billRupiah + byRupiah }
}

/** The period that comes `count` after one: a month, a year, or what else a biller numbers its bills by. */
function periodAfter(period: string, count: number): string {
  if (/^\d{6}$/.test(period)) return monthAfter(period, count)
  return /^\d{4}$/.test(period) ? String(Number(period) + count) : `${period.slice(0, 10)} (${count})`
}
