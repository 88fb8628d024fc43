import { formatRupiah, sumRupiah } from '../money.ts'
import type { PaidReceipt, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, paragraph, type ReceiptLine } from './receipt-lines.ts'
import { framed, outletLines, title, traceLines } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'

/** The token is the goods: twice as large, in groups of four, and never on a slip whose parts don't add up to the price. */
export function plnPrepaidSlips(data: PaidReceipt, columns: ReceiptColumns): ReceiptLine[][] {
  const { proof } = data
  if (proof.sheets.length === 0) refuseSlip('noSheets')
  if (proof.token === undefined || !/^\d{20}$/.test(proof.token)) refuseSlip('tokenMissing')
  const paidRupiah = sumRupiah(proof.sheets.map(({ amountRupiah }) => amountRupiah))
  const row = (label: string, value: string) => labelled(label, value, columns)
  // PLN's meters have 11 digits, its customer numbers 12.
  const numberLabel = data.customerNumber.length === 11 ? 'NO METER' : 'IDPEL'
  const body = [
    ...title('STRUK PEMBELIAN LISTRIK PRABAYAR', columns),
    ...row(numberLabel, data.customerNumber),
    ...proof.fields.filter(isIdentity).flatMap(({ label, value }) => (label === numberLabel ? [] : row(label, value))),
    ...row('NAMA', proof.customerName),
    ...proof.fields.filter((field) => !isIdentity(field)).flatMap(({ label, value }) => row(label, value)),
    ...row('NO REF', proof.reference),
    ...row('RP BAYAR', formatRupiah(paidRupiah)),
    ...priceParts(data, paidRupiah, columns),
    ...(proof.energyCentiKwh === undefined ? [] : row('JML KWH', energy(proof.energyCentiKwh))),
    blank(),
    ...centred('STROOM/TOKEN', columns),
    ...centred(groupsOfFour(proof.token), columns, { bold: true, double: true }),
    blank(),
    ...outletLines(data, paidRupiah, columns),
    ...centred('TERIMA KASIH', columns),
    ...paragraph('Informasi Hubungi Call Center 123 Atau hubungi PLN Terdekat', columns),
    ...traceLines(data, columns),
  ]
  return [framed(data, columns, body)]
}

/** RP BAYAR = METERAI + PPN + PBJT-TL + ANGSURAN + RP STROOM + ADMIN, checked before a line of it is laid out. */
function priceParts(data: PaidReceipt, paidRupiah: number, columns: ReceiptColumns): ReceiptLine[] {
  const parts = data.proof.taxes
  if (parts === undefined) return []
  const total = sumRupiah(Object.values(parts))
  if (total !== paidRupiah) refuseSlip('tokenPartsDoNotAddUp', { partsRupiah: total, paidRupiah })
  return [
    ...labelled('METERAI', formatRupiah(parts.stampRupiah), columns),
    ...labelled('PPN', formatRupiah(parts.vatRupiah), columns),
    ...labelled('PBJT-TL', formatRupiah(parts.streetLightingTaxRupiah), columns),
    ...labelled('ANGSURAN', formatRupiah(parts.instalmentRupiah), columns),
    ...labelled('RP STROOM', formatRupiah(parts.powerPurchaseRupiah), columns),
    ...labelled('ADMIN BANK', formatRupiah(parts.adminRupiah), columns),
  ]
}

function isIdentity(field: { label: string }): boolean {
  return field.label === 'NO METER' || field.label === 'IDPEL'
}

/** 1260 hundredths as "12,6": a decimal comma and at least one decimal, as PLN prints it. */
function energy(centiKwh: number): string {
  const hundredths = String(centiKwh % 100).padStart(2, '0')
  return `${Math.floor(centiKwh / 100)},${hundredths.endsWith('0') ? hundredths.slice(0, 1) : hundredths}`
}

function groupsOfFour(token: string): string {
  return token.match(/\d{4}/g)?.join(' ') ?? token
}
