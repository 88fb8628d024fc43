import { limits } from '../../../shared/limits.ts'
import { formatRupiahDigits, parseRupiah, type Rupiah } from '../../../shared/money.ts'

/** What customers round up to. A single small note only where it covers the whole amount. */
const notesRupiah = [5_000, 10_000, 50_000, 100_000]

/** Amounts a customer is likely to hand over: exact first, then the next round ones, each once, at most `count`. Nothing where nothing is due. */
export function suggestCash(dueRupiah: Rupiah, count = 3): Rupiah[] {
  if (dueRupiah <= 0) return [0]
  const notes = notesRupiah.filter((note) => note !== 5_000 || dueRupiah < note)
  const next = notes.map((note) => dueRupiah + ((note - (dueRupiah % note)) % note))
  return [...new Set([dueRupiah, ...next])].sort((a, b) => a - b).slice(0, count)
}

/**
 * What the cash field means: empty is exact; anything that is no amount, or too large to be one, is null. Whether it is
 * enough is for the terminal to say.
 */
export function readCash(text: string, dueRupiah: Rupiah): Rupiah | null {
  if (text.trim() === '') return Math.max(0, dueRupiah)
  const amount = parseRupiah(text)
  return amount !== null && amount <= limits.cashReceivedMaxRupiah ? amount : null
}

/** "70000" as "70.000" while it is typed; anything that is no amount stays as it was typed, to be refused by name. */
export function groupCash(text: string): string {
  const amount = parseRupiah(text.replaceAll('.', ''))
  return amount === null || !/^[\d.]+$/.test(text) ? text : formatRupiahDigits(amount)
}

/** What was in the cash field before a scan typed itself into it. */
export function cashBeforeScan(text: string, scanned: string): string {
  const digits = text.replaceAll('.', '')
  return digits.endsWith(scanned) ? groupCash(digits.slice(0, -scanned.length)) : text
}
