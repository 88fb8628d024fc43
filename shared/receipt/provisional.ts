import { formatRupiah } from '../money.ts'
import type { PaymentState } from '../payment-states.ts'
import { slipTime } from '../zones.ts'
import { periodName } from './period-name.ts'
import type { ProvisionalReceipt, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, type ReceiptLine, rule } from './receipt-lines.ts'
import { framed, title } from './slip-frame.ts'
import { refuseSlip } from './slip-refusal.ts'

/** The one sentence a provisional slip may never hold, as bare letters: breaking it over lines or dots hides nothing. */
const validityWords = 'buktipembayaranyangsah'

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
 * answer is on it. Names come from outside all the same, so a slip that would spell the sentence in any way is laid out
 * again without a single word that is not ours.
 */
export function provisionalSlip(data: ProvisionalReceipt, columns: ReceiptColumns): ReceiptLine[] {
  const slip = provisionalLines(data, columns)
  return claimsValidity(slip) ? provisionalLines(withoutForeignWords(data), columns) : slip
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

function claimsValidity(slip: ReceiptLine[]): boolean {
  const letters = slip
    .map(({ text }) => text)
    .join('')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  return letters.includes(validityWords)
}

function withoutForeignWords(data: ProvisionalReceipt): ProvisionalReceipt {
  const digits = (text: string) => text.replace(/\D/g, '') || '-'
  return {
    ...data,
    outlet: { ...data.outlet, name: 'LOKET', address: '', phone: '' },
    terminalId: digits(data.terminalId),
    staffName: '-',
    productName: '-',
    customerNumber: digits(data.customerNumber),
    customerName: '',
    sheets: data.sheets.map((sheet) => ({ ...sheet, period: /^\d{6}$/.test(sheet.period) ? sheet.period : digits(sheet.period) })),
    paymentId: digits(data.paymentId),
  }
}
