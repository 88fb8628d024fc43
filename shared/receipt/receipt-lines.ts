import type { z } from 'zod'
import type { receiptLineSchema } from '../terminal-api/shapes.ts'
import { plainText } from './plain-text.ts'
import type { ReceiptColumns } from './receipt-data.ts'

/** One line of paper: what the preview shows, the plain text says and the printer prints. Centring is blanks in the text. */
export type ReceiptLine = z.infer<typeof receiptLineSchema>

/** "NO REF 32 characters" breaks into 16 + 16 behind this label on 58 mm paper and fits on one line at 48 columns. */
const labelWidth = 14

export function line(text: string): ReceiptLine {
  return { text: text.trimEnd(), bold: false, double: false }
}

export function blank(): ReceiptLine {
  return line('')
}

export function rule(columns: ReceiptColumns): ReceiptLine {
  return line('-'.repeat(columns))
}

/** Plain text over as many lines as it needs. */
export function paragraph(text: string, columns: ReceiptColumns): ReceiptLine[] {
  return wrap(plainText(text), columns).map(line)
}

export function centred(text: string, columns: ReceiptColumns, style: { bold?: boolean; double?: boolean } = {}): ReceiptLine[] {
  const width = style.double ? Math.floor(columns / 2) : columns
  return wrap(plainText(text), width).map((part) => ({
    text: ' '.repeat(Math.floor((width - part.length) / 2)) + part,
    bold: style.bold ?? false,
    double: style.double ?? false,
  }))
}

/** "LABEL         : value", a long value continuing under itself, a long label standing on lines of its own. */
export function labelled(label: string, value: string, columns: ReceiptColumns): ReceiptLine[] {
  const cleanLabel = plainText(label)
  const values = wrap(plainText(value), columns - labelWidth - 2)
  const fits = cleanLabel.length <= labelWidth
  const above = fits ? [] : wrap(cleanLabel, columns).map(line)
  return [
    ...above,
    ...values.map((part, index) =>
      line(`${(index === 0 && fits ? cleanLabel : '').padEnd(labelWidth)}${index === 0 ? ': ' : '  '}${part}`),
    ),
  ]
}

/** A label at the left edge and an amount at the right, as on a shop's till slip. */
export function leftRight(left: string, right: string, columns: ReceiptColumns): ReceiptLine[] {
  const rightText = plainText(right)
  const lefts = wrap(plainText(left), columns - rightText.length - 1)
  const last = lefts.pop() ?? ''
  return [...lefts.map(line), line(last + rightText.padStart(columns - last.length))]
}

/** Greedy wrap at blanks; a word longer than the line is broken where the line ends. Always at least one line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let rest = text
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width)
    const end = at > 0 ? at : width
    lines.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return [...lines, rest]
}
