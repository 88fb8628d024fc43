import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { receiptPdf } from '../../main/practice/confirmation/receipt-pdf.ts'
import type { ReceiptLine } from '../../shared/receipt/receipt-lines.ts'

const about = { title: 'Struk', columns: 42, madeAtMs: Date.UTC(2026, 10, 23, 3, 42) }
const line = (text: string, style: Partial<ReceiptLine> = {}): ReceiptLine => ({ text, bold: false, double: false, ...style })

/** What each page shows, in the order it is drawn. */
function linesIn(pdf: Uint8Array): string[][] {
  const bytes = Buffer.from(pdf)
  const pages: string[][] = []
  for (let from = bytes.indexOf('stream\n'); from !== -1; from = bytes.indexOf('stream\n', from + 1)) {
    const end = bytes.indexOf('endstream', from)
    const content = inflated(bytes.subarray(from + 'stream\n'.length, end))
    const shown = [...content.matchAll(/<([0-9A-F]*)> Tj/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
    if (shown.length > 0) pages.push(shown)
  }
  return pages
}

function inflated(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1')
  } catch {
    return ''
  }
}

describe('the PDF of a receipt', () => {
  test('holds a page for each slip with its lines, letter for letter', async () => {
    const slips = [
      [line('STRUK PEMBAYARAN', { bold: true }), line('NAMA          : ANDRÉ (O/D)'), line('5042 4799', { double: true })],
      [line('LEMBAR 2 dari 2')],
    ]
    const shown = linesIn(await receiptPdf(slips, about))
    expect(shown).toEqual(slips.map((slip) => slip.map(({ text }) => text)))
  })

  test('is the same, byte for byte, for the same lines and time', async () => {
    const slips = [[line('TERIMA KASIH')]]
    expect(await receiptPdf(slips, about)).toEqual(await receiptPdf(slips, about))
  })

  test('has a question mark where its letters end, and is made all the same', async () => {
    expect(linesIn(await receiptPdf([[line('NAMA : 王 Ω')]], about))).toEqual([['NAMA : ? ?']])
  })
})
