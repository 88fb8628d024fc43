import { detailText } from '../bill-detail.ts'
import { formatRupiah, sumRupiah } from '../money.ts'
import { slipTime } from '../zones.ts'
import type { PaidReceipt, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, type ReceiptLine } from './receipt-lines.ts'
import { framed, outletLines, title, traceLines } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'

export function pulsaSlips(data: PaidReceipt, columns: ReceiptColumns): ReceiptLine[][] {
  const { proof, outlet } = data
  if (proof.sheets.length === 0) refuseSlip('noSheets')
  const paidRupiah = sumRupiah(proof.sheets.map(({ amountRupiah }) => amountRupiah))
  const row = (label: string, value: string) => labelled(label, value, columns)
  const body = [
    ...title('STRUK PEMBELIAN PULSA', columns),
    ...row('TANGGAL', `${slipTime(data.paidAtMs, outlet.zone)} ${outlet.zone}`),
    ...row('NO HP', data.customerNumber),
    ...row('PRODUK', data.product.name),
    ...proof.fields.flatMap((field) => row(field.label, detailText(field))),
    ...row('SN', proof.serialNumber ?? '-'),
    ...row('STATUS', 'BERHASIL'),
    ...row('NO REF', proof.reference),
    blank(),
    ...row('TOTAL BAYAR', formatRupiah(paidRupiah)).map((part) => ({ ...part, bold: true })),
    ...outletLines(data, paidRupiah, columns),
    blank(),
    ...centred('Simpan struk ini sebagai bukti pembayaran Anda', columns),
    ...centred('TERIMA KASIH', columns),
    ...traceLines(data, columns),
  ]
  return [framed(data, columns, body)]
}
