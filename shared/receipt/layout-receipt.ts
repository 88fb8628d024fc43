import { assertNever } from '../assert-never.ts'
import { advanceSlip } from './advance-slip.ts'
import { genericSlips } from './generic.ts'
import { pdamSlips } from './pdam.ts'
import { plnPostpaidSlips } from './pln-postpaid.ts'
import { plnPrepaidSlips } from './pln-prepaid.ts'
import { provisionalSlip } from './provisional.ts'
import { pulsaSlips } from './pulsa.ts'
import type { ReceiptColumns, ReceiptData } from './receipt-data.ts'
import type { ReceiptLine } from './receipt-lines.ts'

/**
 * Receipt data to lines, the one way: preview, plain text and paper all come from here. One slip per lembar. Throws the
 * refusal `receiptNotAvailable` with the fault's name where the data can't make an honest slip.
 */
export function layoutReceipt(data: ReceiptData, columns: ReceiptColumns): ReceiptLine[][] {
  if (data.kind === 'provisional') return [provisionalSlip(data, columns)]
  if (data.kind === 'advance') return [advanceSlip(data, columns)]
  const { template } = data.product
  switch (template) {
    case 'pln-postpaid':
      return plnPostpaidSlips(data, columns)
    case 'pln-prepaid':
      return plnPrepaidSlips(data, columns)
    case 'pdam':
      return pdamSlips(data, columns)
    case 'pulsa':
      return pulsaSlips(data, columns)
    case 'generic':
      return genericSlips(data, columns)
    default:
      return assertNever(template)
  }
}
