import type { ReceiptLine } from '../../../shared/receipt/receipt-lines.ts'

const pointsPerLine = 12
const fontSize = 10
/** Courier's letters are all 600 thousandths wide. */
const letterWidth = 0.6
const margin = 24

/** A page for each slip, as wide as its paper: the same lines, letter for letter. The same lines and time give the same pages. */
export async function receiptPdf(
  slips: readonly ReceiptLine[][],
  about: { title: string; columns: number; madeAtMs: number },
): Promise<Uint8Array> {
  // Loaded when somebody wants a PDF: most starts never do.
  const { PDFDocument, StandardFonts } = await import('@cantoo/pdf-lib')
  const document = await PDFDocument.create()
  const plain = await document.embedFont(StandardFonts.Courier)
  const bold = await document.embedFont(StandardFonts.CourierBold)
  const madeAt = new Date(about.madeAtMs)
  document.setTitle(about.title)
  document.setLanguage('id-ID')
  document.setProducer('Loket')
  document.setCreator('Loket')
  document.setCreationDate(madeAt)
  document.setModificationDate(madeAt)
  for (const slip of slips) {
    const height = slip.reduce((sum, line) => sum + heightOf(line), 0) + 2 * margin
    const page = document.addPage([about.columns * fontSize * letterWidth + 2 * margin, height])
    let y = height - margin
    for (const line of slip) {
      y -= heightOf(line)
      const size = line.double ? fontSize * 2 : fontSize
      page.drawText(inWinAnsi(line.text), { x: margin, y, size, font: line.bold ? bold : plain })
    }
  }
  return document.save()
}

function heightOf(line: ReceiptLine): number {
  return line.double ? pointsPerLine * 2 : pointsPerLine
}

/** Slips hold nothing else; should one ever, a question mark is better than no receipt. */
function inWinAnsi(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, '?')
}
