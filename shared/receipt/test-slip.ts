import { plainCharacters } from './plain-text.ts'
import type { ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, paragraph, type ReceiptLine, rule, wrap } from './receipt-lines.ts'

/** What a person looks at when a printer is set up: nothing cut off at the right, centred, bold, double, every character. */
export function layoutTestSlip(printer: { model: string; address: string }, columns: ReceiptColumns): ReceiptLine[] {
  const text = (part: string): ReceiptLine => ({ text: part, bold: false, double: false })
  return [
    ...centred('UJI CETAK', columns, { bold: true, double: true }),
    ...labelled('Printer', printer.model, columns),
    ...labelled('Alamat', printer.address, columns),
    ...labelled('Kolom', String(columns), columns),
    rule(columns),
    text(tens(columns)),
    text('1234567890'.repeat(5).slice(0, columns)),
    text(`|${' '.repeat(columns - 2)}|`),
    ...paragraph('Garis di atas harus penuh dari tepi kiri ke tepi kanan, tanpa pindah baris.', columns),
    blank(),
    ...centred('TENGAH', columns),
    ...centred('TEBAL', columns, { bold: true }),
    ...centred('0123 4567', columns, { bold: true, double: true }),
    blank(),
    ...wrap(plainCharacters.trim().replaceAll(' ', ''), columns).map(text),
    rule(columns),
    ...centred('Bukan struk', columns),
  ]
}

/** "         1         2…": the tens above the digits of the ruler. */
function tens(columns: ReceiptColumns): string {
  return Array.from({ length: Math.floor(columns / 10) }, (_, index) => String(index + 1).padStart(10)).join('')
}
