import { formatRupiah } from '../money.ts'
import { slipTime } from '../zones.ts'
import { plainText } from './plain-text.ts'
import type { PaidReceipt, ReceiptColumns, ReceiptOutlet } from './receipt-data.ts'
import { blank, centred, labelled, paragraph, type ReceiptLine, rule } from './receipt-lines.ts'

/** What stands around every slip: outlet and cashier above, trace line and copy mark below, LATIHAN at both ends. */
export function framed(
  data: { outlet: ReceiptOutlet; staffName: string; practice: boolean },
  columns: ReceiptColumns,
  body: ReceiptLine[],
): ReceiptLine[] {
  const { outlet } = data
  const mark = data.practice ? centred('*** LATIHAN ***', columns, { bold: true }) : []
  return [
    ...mark,
    ...centred(outlet.name, columns, { bold: true }),
    ...(plainText(outlet.address) === '' ? [] : centred(outlet.address, columns)),
    ...(plainText(outlet.phone) === '' ? [] : centred(`Telp ${outlet.phone}`, columns)),
    ...labelled('Kasir', data.staffName, columns),
    rule(columns),
    ...body,
    ...(data.practice ? centred('*** LATIHAN - UANG TIDAK SUNGGUHAN ***', columns, { bold: true }) : []),
  ]
}

/** "[TERMINAL-(dd/mm/yyyy hh:mm:ss)-CA]" in the outlet's zone, and for a repeat the line that says what it is. */
export function traceLines(data: PaidReceipt, columns: ReceiptColumns): ReceiptLine[] {
  const { copy, outlet } = data
  const trace = `[${data.terminalId}-(${slipTime(data.paidAtMs, outlet.zone)})-${copy.kind === 'first' ? 'CA' : 'CU'}]`
  if (copy.kind === 'first') return paragraph(trace, columns)
  const mark = `CETAK ULANG ke-${copy.number} · ${copy.reason} · ${copy.staffName} · ${slipTime(copy.atMs, outlet.zone)} ${outlet.zone}`
  return [...paragraph(trace, columns), ...paragraph(mark, columns).map((part) => ({ ...part, bold: true }))]
}

/** What the outlet itself adds, each a line of its own outside the biller's total, with the cash the customer paid altogether. */
export function outletLines(data: PaidReceipt, paidRupiah: number, columns: ReceiptColumns): ReceiptLine[] {
  const { counterFeeRupiah, cashRoundingRupiah } = data
  if (counterFeeRupiah === 0 && cashRoundingRupiah === 0) return []
  return [
    ...(counterFeeRupiah === 0 ? [] : labelled('Adm Loket', formatRupiah(counterFeeRupiah), columns)),
    ...(cashRoundingRupiah === 0 ? [] : labelled('Pembulatan', formatRupiah(cashRoundingRupiah), columns)),
    ...labelled('Jumlah Dibayar', formatRupiah(paidRupiah + counterFeeRupiah + cashRoundingRupiah), columns),
  ]
}

export function title(text: string, columns: ReceiptColumns): ReceiptLine[] {
  return [...centred(text, columns, { bold: true }), blank()]
}
