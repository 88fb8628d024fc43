import { detailText } from '../bill-detail.ts'
import { formatRupiah, sumRupiah } from '../money.ts'
import type { PaidReceipt, ReceiptColumns } from './receipt-data.ts'
import { centred, labelled, paragraph, type ReceiptLine } from './receipt-lines.ts'
import { framed, outletLines, title, traceLines } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'
import { energyText, tokenLines } from './token-lines.ts'

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
    ...proof.fields.filter((field) => !isIdentity(field)).flatMap((field) => row(field.label, detailText(field))),
    ...row('NO REF', proof.reference),
    ...row('RP BAYAR', formatRupiah(paidRupiah)),
    ...priceParts(data, paidRupiah, columns),
    ...(proof.energyCentiKwh === undefined ? [] : row('JML KWH', energyText(proof.energyCentiKwh))),
    ...tokenLines(proof.token, columns),
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
