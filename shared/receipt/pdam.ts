import { detailText } from '../bill-detail.ts'
import { formatRupiah, sumRupiah } from '../money.ts'
import { periodName } from './period-name.ts'
import type { PaidReceipt, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, type ReceiptLine } from './receipt-lines.ts'
import { framed, outletLines, title, traceLines } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'

/** One slip for the whole water bill, its months one under the other. */
export function pdamSlips(data: PaidReceipt, columns: ReceiptColumns): ReceiptLine[][] {
  const { proof } = data
  if (proof.sheets.length === 0) refuseSlip('noSheets')
  const paidRupiah = sumRupiah(proof.sheets.map(({ amountRupiah }) => amountRupiah))
  const row = (label: string, value: string) => labelled(label, value, columns)
  const body = [
    ...title('STRUK PEMBAYARAN AIR', columns),
    ...row('PRODUK', data.product.name),
    ...row('NO SAMBUNGAN', data.customerNumber),
    ...row('NAMA', proof.customerName),
    ...proof.fields.flatMap((field) => row(field.label, detailText(field))),
    ...proof.sheets.flatMap((sheet) => monthLines(sheet, columns)),
    ...row('NO REF', proof.reference),
    blank(),
    ...row('TOTAL BAYAR', formatRupiah(paidRupiah)).map((part) => ({ ...part, bold: true })),
    ...outletLines(data, paidRupiah, columns),
    blank(),
    ...centred('Simpan struk ini sebagai bukti pembayaran yang sah', columns),
    ...centred('TERIMA KASIH', columns),
    ...traceLines(data, columns),
  ]
  return [framed(data, columns, body)]
}

function monthLines(sheet: PaidReceipt['proof']['sheets'][number], columns: ReceiptColumns): ReceiptLine[] {
  const { period, amountRupiah, billRupiah, penaltyRupiah, adminRupiah, meterStart, meterEnd } = sheet
  if (billRupiah + penaltyRupiah + adminRupiah !== amountRupiah) refuseSlip('sheetPartsDoNotAddUp', { period, amountRupiah })
  const row = (label: string, value: string) => labelled(label, value, columns)
  return [
    ...row('BULAN', periodName(period)),
    ...(meterStart !== undefined && meterEnd !== undefined ? row('STAND METER', `${meterStart}-${meterEnd} m3`) : []),
    ...row('TAGIHAN AIR', formatRupiah(billRupiah)),
    ...(penaltyRupiah > 0 ? row('DENDA', formatRupiah(penaltyRupiah)) : []),
    ...row('ADMIN', formatRupiah(adminRupiah)),
  ]
}
