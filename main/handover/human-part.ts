import { formatRupiah, sumRupiah } from '../../shared/money.ts'
import { periodName } from '../../shared/receipt/period-name.ts'
import { slipTime } from '../../shared/zones.ts'
import type { CarriedPayment, HandOver } from './payload.ts'

/** What a person reads at the top of the file, on screen or printed: where the money is, whose, how much, since when. */
export function humanPart(handOver: HandOver): string {
  const { payments } = handOver
  const time = (atMs: number) => `${slipTime(atMs, handOver.zone)} ${handOver.zone}`
  const total = sumRupiah(payments.map(totalOf))
  const lines = [
    ...(handOver.practice ? ['*** LATIHAN: bukan uang sungguhan ***'] : []),
    `Outlet     : ${handOver.outletName}`,
    `Terminal   : ${handOver.terminalId}`,
    `Waktu      : ${time(handOver.writtenAtMs)}`,
    `Oleh       : ${handOver.staffName}`,
    `Pembayaran : ${payments.length}`,
    `Total      : ${formatRupiah(total)}`,
    '',
    ...payments.flatMap((payment, index) => paymentLines(payment, index + 1, time)),
    ...explanations[handOver.kind],
    '',
  ]
  return lines.map((line) => `${plain(line)}\n`).join('')
}

export function totalOf(payment: CarriedPayment): number {
  return payment.intent.totalRupiah + payment.counterFeeRupiah
}

const explanations = {
  export: [
    'Uang pembayaran di atas sudah diterima, tetapi belum beres di pusat. Terminal ini',
    'tidak akan mengirimnya lagi. Buka berkas ini di terminal lain milik outlet yang',
    'sama (Antrean, Impor); terminal itu yang menyelesaikannya.',
    '',
    'Jangan ubah isi berkas: bagian di bawah dibaca mesin dan ditandatangani.',
  ],
  copy: [
    'Salinan antrean, bukan serah terima: pakai hanya bila terminal asalnya sudah mati.',
    'Jangan ubah isi berkas: bagian di bawah dibaca mesin dan ditandatangani.',
  ],
}

function paymentLines(payment: CarriedPayment, number: number, time: (atMs: number) => string): string[] {
  const periods = payment.intent.sheets
    .map(({ period }) => period)
    .filter((period) => period !== '')
    .map(periodName)
  return [
    `${String(number).padStart(4)}. ${payment.intent.customerNumber}  ${payment.customerName}`.trimEnd(),
    `      ${[payment.productName, ...periods].join(' ')}`,
    `      ${formatRupiah(totalOf(payment))}, ${stateWords(payment)}`,
    `      sejak ${time(payment.acceptedAtMs)}, diterima ${payment.staffName} di ${payment.originTerminalId}`,
    `      ${payment.paymentId}`,
    '',
  ]
}

function stateWords({ state, everSent, wanted, advanced }: CarriedPayment): string {
  const words = [state === 'queued' ? 'antre' : 'belum pasti', everSent ? 'sudah pernah dikirim' : 'belum pernah dikirim']
  if (wanted === 'void') words.push('diminta batal')
  if (advanced) words.push('uang sudah didahulukan ke pelanggan')
  return words.join(', ')
}

/** A biller's text can't begin a line of its own here. */
function plain(line: string): string {
  return line.replace(/\p{Cc}+/gu, ' ')
}
