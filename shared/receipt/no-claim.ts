import type { Rupiah } from '../money.ts'
import type { ReceiptOutlet } from './receipt-data.ts'
import type { ReceiptLine } from './receipt-lines.ts'

/** The one sentence a slip without proof may never hold, as bare letters: breaking it over lines or dots hides nothing. */
const validityWords = 'buktipembayaranyangsah'

type ForeignWords = {
  outlet: ReceiptOutlet
  terminalId: string
  staffName: string
  productName: string
  customerNumber: string
  customerName: string
  paymentId: string
  sheets?: readonly { period: string; amountRupiah: Rupiah }[]
}

/** Lays out a slip that proves no payment. Should names from outside spell the sentence in any way, it is laid out again without a word that is not ours. */
export function claimingNothing<T extends ForeignWords>(data: T, layout: (data: T) => ReceiptLine[]): ReceiptLine[] {
  const slip = layout(data)
  return claimsValidity(slip) ? layout(withoutForeignWords(data)) : slip
}

function digits(text: string): string {
  return text.replace(/\D/g, '') || '-'
}

function claimsValidity(slip: ReceiptLine[]): boolean {
  const letters = slip
    .map(({ text }) => text)
    .join('')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  return letters.includes(validityWords)
}

function withoutForeignWords<T extends ForeignWords>(data: T): T {
  return {
    ...data,
    outlet: { ...data.outlet, name: 'LOKET', address: '', phone: '' },
    terminalId: digits(data.terminalId),
    staffName: '-',
    productName: '-',
    customerNumber: digits(data.customerNumber),
    customerName: '',
    paymentId: digits(data.paymentId),
    ...(data.sheets === undefined ? {} : { sheets: data.sheets.map((sheet) => ({ ...sheet, period: digits(sheet.period) })) }),
  }
}
