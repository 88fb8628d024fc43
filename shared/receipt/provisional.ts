import { formatRupiah } from '../money.ts'
import type { PaymentState } from '../payment-states.ts'
import { slipTime } from '../zones.ts'
import { claimingNothing } from './no-claim.ts'
import { periodName } from './period-name.ts'
import type { ProvisionalReceipt, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, type ReceiptLine, rule } from './receipt-lines.ts'
import { framed, title } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'

/** What the customer is told while the central has not spoken; null: no provisional slip exists for that state. */
const stateSentences: Record<PaymentState, string | null> = {
  queued: 'BELUM LUNAS - menunggu dikirim ke biller',
  sending: 'BELUM LUNAS - menunggu jawaban',
  inDoubt: 'BELUM LUNAS - menunggu jawaban',
  paid: null,
  rejected: null,
  refunded: null,
  cancelled: null,
  disputed: null,
  handedOver: null,
}

/**
 * The tanda terima sementara: what was handed over and for what, in the terminal's own words. No text of the biller's
 * answer is on it.
 */
export function provisionalSlip(data: ProvisionalReceipt, columns: ReceiptColumns): ReceiptLine[] {
  return claimingNothing(data, (safe) => provisionalLines(safe, columns))
}

function provisionalLines(data: ProvisionalReceipt, columns: ReceiptColumns): ReceiptLine[] {
  const sentence = stateSentences[data.stateWord]
  if (sentence === null) refuseSlip('notProvisional', { state: data.stateWord })
  const row = (label: string, value: string) => labelled(label, value, columns)
  return framed(data, columns, [
    ...title('TANDA TERIMA SEMENTARA', columns),
    ...row('WAKTU', `${slipTime(data.acceptedAtMs, data.outlet.zone)} ${data.outlet.zone}`),
    ...row('PRODUK', data.productName),
    ...row('NO PELANGGAN', data.customerNumber),
    ...(data.customerName === '' ? [] : row('NAMA', data.customerName)),
    ...data.sheets
      .filter(({ period }) => period !== '')
      .flatMap((sheet) => row(periodName(sheet.period), formatRupiah(sheet.amountRupiah))),
    ...row('TAGIHAN', formatRupiah(data.totalRupiah)),
    ...(data.counterFeeRupiah > 0 ? row('Adm Loket', formatRupiah(data.counterFeeRupiah)) : []),
    ...(data.cashRoundingRupiah === 0 ? [] : row('Pembulatan', formatRupiah(data.cashRoundingRupiah))),
    ...row('UANG DITERIMA', formatRupiah(data.totalRupiah + data.counterFeeRupiah + data.cashRoundingRupiah)).map((part) => ({
      ...part,
      bold: true,
    })),
    ...row('KODE', shortCode(data.paymentId)),
    rule(columns),
    ...centred(sentence, columns, { bold: true }),
    blank(),
    ...centred('INI BUKAN BUKTI PEMBAYARAN TAGIHAN', columns, { bold: true }),
    ...centred('Uang Anda kami simpan. Struk asli diberikan setelah biller menjawab, atau uang kembali bila ditolak.', columns),
    ...centred('Bawa tanda terima ini ke loket kami.', columns),
    ...centred(`[${data.terminalId}]`, columns),
  ])
}

/** The last eight characters of the payment id: random ones, so two slips of one day can't be mixed up. */
export function shortCode(paymentId: string): string {
  return paymentId.replaceAll('-', '').slice(-8).toUpperCase()
}
