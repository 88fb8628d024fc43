import { detailText } from '../bill-detail.ts'
import { formatRupiah, sumRupiah } from '../money.ts'
import { periodName } from './period-name.ts'
import type { PaidReceipt, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, paragraph, type ReceiptLine } from './receipt-lines.ts'
import { framed, outletLines, title, traceLines } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'

/** One slip per lembar, as PLN wants it: each month is a proof of its own. Counter fee and rounding of the payment stand on the last. */
export function plnPostpaidSlips(data: PaidReceipt, columns: ReceiptColumns): ReceiptLine[][] {
  if (data.proof.sheets.length === 0) refuseSlip('noSheets')
  return data.proof.sheets.map((_, index) => framed(data, columns, sheetLines(data, index, columns)))
}

function sheetLines(data: PaidReceipt, index: number, columns: ReceiptColumns): ReceiptLine[] {
  const { proof } = data
  const sheet = proof.sheets[index]
  if (sheet === undefined) throw new Error(`no sheet ${index}`)
  if (sheet.billRupiah + sheet.penaltyRupiah + sheet.adminRupiah !== sheet.amountRupiah)
    refuseSlip('sheetPartsDoNotAddUp', { period: sheet.period, amountRupiah: sheet.amountRupiah })
  const row = (label: string, value: string) => labelled(label, value, columns)
  const count = proof.sheets.length
  const paidRupiah = sumRupiah(proof.sheets.map(({ amountRupiah }) => amountRupiah))
  return [
    ...title('STRUK PEMBAYARAN TAGIHAN LISTRIK', columns),
    ...row('IDPEL', data.customerNumber),
    ...row('NAMA', proof.customerName),
    ...proof.fields.flatMap((field) => row(field.label, detailText(field))),
    ...(sheet.meterStart !== undefined && sheet.meterEnd !== undefined ? row('STAND METER', `${sheet.meterStart}-${sheet.meterEnd}`) : []),
    ...row('BL/TH', periodName(sheet.period)),
    ...(count > 1 ? row('LEMBAR', `${index + 1} dari ${count}`) : []),
    ...row('RP TAG PLN', formatRupiah(sheet.billRupiah + sheet.penaltyRupiah)),
    ...(sheet.penaltyRupiah > 0 ? row('TERMASUK DENDA', formatRupiah(sheet.penaltyRupiah)) : []),
    ...row('NO REF', sheet.reference ?? proof.reference),
    blank(),
    ...centred('PLN menyatakan struk ini sebagai bukti pembayaran yang sah', columns),
    blank(),
    ...row('ADMIN BANK', formatRupiah(sheet.adminRupiah)),
    ...row('TOTAL BAYAR', formatRupiah(sheet.amountRupiah)).map((part) => ({ ...part, bold: true })),
    ...(index === count - 1 ? outletLines(data, paidRupiah, columns) : []),
    blank(),
    // What is left after the whole payment: its sheets are paid all or none, so no slip of it calls another one of them arrears.
    ...centred(proof.sheetsRemaining > 0 ? `ANDA MASIH MEMILIKI SISA TUNGGAKAN ${proof.sheetsRemaining} BULAN` : 'TERIMA KASIH', columns),
    ...paragraph('Rincian tagihan dapat diakses di www.pln.co.id atau PLN terdekat', columns),
    ...traceLines(data, columns),
  ]
}
