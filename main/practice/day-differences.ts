import type { ReconciliationLine } from '../../shared/central-api/reconciliation.ts'

/**
 * How a published day may differ from what the terminals know: a payment nobody here made, one that is left out, another amount, and one that
 * stands there twice.
 */
export const dayDifferences = ['extraLine', 'missingLine', 'otherAmount', 'doubleLine'] as const
export type DayDifference = { kind: (typeof dayDifferences)[number]; paymentId: string }

const shiftRupiah = 1_000

/** The lines as published, in the order of their ids. */
export function withDifference(
  lines: readonly ReconciliationLine[],
  { kind, paymentId }: DayDifference,
  endsAtMs: number,
): ReconciliationLine[] {
  const isIt = (line: ReconciliationLine) => line.paymentId === paymentId
  switch (kind) {
    case 'missingLine':
      return lines.filter((line) => !isIt(line))
    case 'doubleLine':
      return lines.flatMap((line) => (isIt(line) ? [line, { ...line, reference: `${line.reference}-2`.slice(0, 64) }] : [line]))
    case 'otherAmount':
      return lines.map((line) =>
        isIt(line) ? { ...line, totalRupiah: line.totalRupiah + shiftRupiah, floatTakenRupiah: line.floatTakenRupiah + shiftRupiah } : line,
      )
    case 'extraLine': {
      const extra: ReconciliationLine = {
        kind: 'paid',
        paymentId,
        terminalId: lines[0]?.terminalId ?? 'LTH001',
        productCode: 'PLN',
        customerNumber: '530000000099',
        reference: 'TIDAK-DIKENAL',
        at: new Date(endsAtMs - 1).toISOString(),
        totalRupiah: 50_000,
        floatTakenRupiah: 49_000,
      }
      return [...lines, extra].sort((a, b) => (a.paymentId < b.paymentId ? -1 : 1))
    }
  }
}
