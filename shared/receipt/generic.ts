import { detailText } from '../bill-detail.ts'
import { formatRupiah, sumRupiah } from '../money.ts'
import { slipTime } from '../zones.ts'
import { periodName } from './period-name.ts'
import type { PaidReceipt, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, type ReceiptLine } from './receipt-lines.ts'
import { framed, outletLines, title, traceLines } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'
import { energyText, tokenLines } from './token-lines.ts'

/** The slip of a product the terminal knows by its data alone: the biller's lines in the biller's order, its words around them. */
export function genericSlips(data: PaidReceipt, columns: ReceiptColumns): ReceiptLine[][] {
  const { proof, outlet } = data
  if (proof.sheets.length === 0) refuseSlip('noSheets')
  const paidRupiah = sumRupiah(proof.sheets.map(({ amountRupiah }) => amountRupiah))
  const adminRupiah = sumRupiah(proof.sheets.map((sheet) => sheet.adminRupiah))
  const slip: NonNullable<typeof proof.slip> = proof.slip ?? { title: 'STRUK PEMBAYARAN', numberLabel: 'NO PELANGGAN' }
  const row = (label: string, value: string) => labelled(label, value, columns)
  const body = [
    ...title(slip.title, columns),
    ...row('TANGGAL', `${slipTime(data.paidAtMs, outlet.zone)} ${outlet.zone}`),
    ...row('PRODUK', data.product.name),
    ...row(slip.numberLabel, data.customerNumber),
    ...(proof.customerName === '' ? [] : row('NAMA', proof.customerName)),
    ...proof.fields.flatMap((detail) => row(detail.label, detailText(detail))),
    ...proof.sheets.flatMap((sheet) => sheetLines(sheet, slip.periodLabel ?? 'PERIODE', columns)),
    ...(proof.serialNumber === undefined ? [] : row('SN', proof.serialNumber)),
    ...row('NO REF', proof.reference),
    ...(proof.energyCentiKwh === undefined ? [] : row('JML KWH', energyText(proof.energyCentiKwh))),
    ...(proof.token === undefined ? [] : tokenLines(proof.token, columns)),
    ...centredOrNothing(slip.sentence, columns),
    ...(adminRupiah === 0 ? [] : row('ADMIN', formatRupiah(adminRupiah))),
    ...row('TOTAL BAYAR', formatRupiah(paidRupiah)).map((part) => ({ ...part, bold: true })),
    ...outletLines(data, paidRupiah, columns),
    blank(),
    ...(proof.sheetsRemaining > 0 ? centred(`ANDA MASIH MEMILIKI SISA ${proof.sheetsRemaining} TAGIHAN`, columns) : []),
    ...(slip.closing ?? ['Simpan struk ini sebagai bukti pembayaran Anda', 'TERIMA KASIH']).flatMap((text) => centred(text, columns)),
    ...traceLines(data, columns),
  ]
  return [framed(data, columns, body)]
}

/** A denomination has no period: what it cost is the total below. */
function sheetLines(sheet: PaidReceipt['proof']['sheets'][number], periodLabel: string, columns: ReceiptColumns): ReceiptLine[] {
  const { period, amountRupiah, billRupiah, penaltyRupiah, adminRupiah, meterStart, meterEnd, lines = [] } = sheet
  if (billRupiah + penaltyRupiah + adminRupiah !== amountRupiah) refuseSlip('sheetPartsDoNotAddUp', { period, amountRupiah })
  const row = (label: string, value: string) => labelled(label, value, columns)
  return [
    ...(period === '' ? [] : row(periodLabel, periodName(period))),
    ...(meterStart !== undefined && meterEnd !== undefined ? row('STAND METER', `${meterStart}-${meterEnd}`) : []),
    ...lines.flatMap((detail) => row(detail.label, detailText(detail))),
    ...row(period === '' ? 'NOMINAL' : 'TAGIHAN', formatRupiah(billRupiah)),
    ...(penaltyRupiah > 0 ? row('DENDA', formatRupiah(penaltyRupiah)) : []),
  ]
}

function centredOrNothing(text: string | undefined, columns: ReceiptColumns): ReceiptLine[] {
  return text === undefined ? [] : [blank(), ...centred(text, columns)]
}
