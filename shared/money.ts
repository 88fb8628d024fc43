/** Whole rupiah in a safe integer. Only this file parses, formats or divides money; everywhere else it is opaque. */
export type Rupiah = number

/** Largest amount the product ever handles: far above any bill, far below the point where sums lose precision. */
export const rupiahMax = 1_000_000_000_000

/** True for a whole, safe amount; negative amounts are legal only in journal lines. */
export function isRupiah(value: unknown): value is Rupiah {
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) <= rupiahMax
}

/** Throws in production too: a stopped counter is recoverable, a wrong balance is not. */
export function assertRupiah(value: unknown, what: string): asserts value is Rupiah {
  if (!isRupiah(value)) throw new Error(`${what} is not a whole rupiah amount: ${String(value)}`)
}

export function sumRupiah(amounts: Iterable<Rupiah>): Rupiah {
  let total = 0
  for (const amount of amounts) {
    assertRupiah(amount, 'summand')
    total += amount
  }
  assertRupiah(total, 'sum')
  return total
}

/** "Rp 66.500", with a minus in front of the sign for what is owed the other way. */
export function formatRupiah(amountRupiah: Rupiah): string {
  const sign = amountRupiah < 0 ? '-' : ''
  return `${sign}Rp ${formatRupiahDigits(Math.abs(amountRupiah))}`
}

/** "66.500": the digits alone, grouped the Indonesian way. */
export function formatRupiahDigits(amountRupiah: Rupiah): string {
  assertRupiah(amountRupiah, 'amount to show')
  return String(amountRupiah).replace(/\B(?=(\d{3})+(?!\d))/g, '.')
}

/**
 * Reads what a cashier types: digits, optionally grouped with dots ("70.000") and prefixed by "Rp".
 * Returns null for anything else: a fraction, a sign, letters or an amount above `rupiahMax`.
 */
export function parseRupiah(text: string): Rupiah | null {
  const match = /^(?:rp\.?\s*)?(\d{1,15}|\d{1,3}(?:\.\d{3}){1,4})$/i.exec(text.trim())
  const digits = match?.[1]
  if (digits === undefined) return null
  const amount = Number(digits.replaceAll('.', ''))
  return isRupiah(amount) ? amount : null
}

/** How an outlet rounds cash, because the smallest coin in use is Rp 100 and PLN bills end in odd rupiah. */
export type CashRounding = { unitRupiah: Rupiah; direction: 'nearest' | 'up' | 'down' }

/** What is asked in cash for a total; the difference to the total is a line of its own on the slip and in the journal. */
export function roundCash(totalRupiah: Rupiah, rounding: CashRounding): Rupiah {
  assertRupiah(totalRupiah, 'total to round')
  const remainder = totalRupiah % rounding.unitRupiah
  if (remainder === 0) return totalRupiah
  const down = totalRupiah - remainder
  const up = down + rounding.unitRupiah
  if (rounding.direction === 'up') return up
  if (rounding.direction === 'down') return down
  return remainder * 2 >= rounding.unitRupiah ? up : down
}
