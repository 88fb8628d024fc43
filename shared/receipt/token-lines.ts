import type { ReceiptColumns } from './receipt-data.ts'
import { blank, centred, type ReceiptLine } from './receipt-lines.ts'

/** The goods themselves: twice as large, in groups of four. */
export function tokenLines(token: string, columns: ReceiptColumns): ReceiptLine[] {
  const grouped = token.match(/\d{4}/g)?.join(' ') ?? token
  return [blank(), ...centred('STROOM/TOKEN', columns), ...centred(grouped, columns, { bold: true, double: true }), blank()]
}

/** 1260 hundredths as "12,6": a decimal comma and at least one decimal, as PLN prints it. */
export function energyText(centiKwh: number): string {
  const hundredths = String(centiKwh % 100).padStart(2, '0')
  return `${Math.floor(centiKwh / 100)},${hundredths.endsWith('0') ? hundredths.slice(0, 1) : hundredths}`
}
