import { formatRupiah, sumRupiah } from '../money.ts'
import { slipTime } from '../zones.ts'
import type { BasketSummary, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, leftRight, paragraph, type ReceiptLine, rule } from './receipt-lines.ts'
import { framed, title } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'

/** Items, total, rounding, cash and change of one customer's visit. It proves cash handed over, never a bill paid. */
export function layoutBasketSummary(data: BasketSummary, columns: ReceiptColumns): ReceiptLine[] {
  const itemsRupiah = sumRupiah(data.items.map(({ totalRupiah }) => totalRupiah))
  const spentRupiah = data.receivedRupiah - data.changeRupiah
  if (itemsRupiah !== data.totalRupiah || data.totalRupiah + data.roundingRupiah !== spentRupiah)
    refuseSlip('summaryDoesNotAddUp', { itemsRupiah, totalRupiah: data.totalRupiah, spentRupiah })
  const money = (left: string, amountRupiah: number) => leftRight(left, formatRupiah(amountRupiah), columns)
  return framed(data, columns, [
    ...title('RINGKASAN UANG TUNAI', columns),
    ...labelled('WAKTU', `${slipTime(data.acceptedAtMs, data.outlet.zone)} ${data.outlet.zone}`, columns),
    blank(),
    ...data.items.flatMap((item) => [...paragraph(item.productName, columns), ...money(`  ${item.customerNumber}`, item.totalRupiah)]),
    rule(columns),
    ...money('TOTAL', data.totalRupiah),
    ...(data.roundingRupiah === 0 ? [] : money('PEMBULATAN', data.roundingRupiah)),
    ...money('TUNAI', data.receivedRupiah),
    ...money('KEMBALI', data.changeRupiah).map((part) => ({ ...part, bold: true })),
    blank(),
    ...centred('Bukan bukti pembayaran tagihan. Setiap tagihan punya struk sendiri.', columns),
    ...paragraph(`[${data.terminalId}]`, columns),
  ])
}
