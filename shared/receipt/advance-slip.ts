import { formatRupiah } from '../money.ts'
import { slipTime } from '../zones.ts'
import { claimingNothing } from './no-claim.ts'
import { shortCode } from './provisional.ts'
import type { AdvanceReceipt, ReceiptColumns } from './receipt-data.ts'
import { blank, centred, labelled, paragraph, type ReceiptLine, rule } from './receipt-lines.ts'
import { framed, title } from './slip-frame.ts'

/** The slip a customer signs for money given while nobody knows whether the bill is paid. The outlet keeps it. */
export function advanceSlip(data: AdvanceReceipt, columns: ReceiptColumns): ReceiptLine[] {
  return claimingNothing(data, (safe) => advanceLines(safe, columns))
}

function advanceLines(data: AdvanceReceipt, columns: ReceiptColumns): ReceiptLine[] {
  const row = (label: string, value: string) => labelled(label, value, columns)
  const signature = (who: string) => [blank(), blank(), blank(), ...row(`TTD ${who}`, '.'.repeat(columns - 16))]
  return framed(data, columns, [
    ...title('TANDA TERIMA UANG DIDAHULUKAN', columns),
    ...row('WAKTU', `${slipTime(data.givenAtMs, data.outlet.zone)} ${data.outlet.zone}`),
    ...row('PRODUK', data.productName),
    ...row('NO PELANGGAN', data.customerNumber),
    ...(data.customerName === '' ? [] : row('NAMA', data.customerName)),
    ...row('KODE', shortCode(data.paymentId)),
    ...row('ID PEMBAYARAN', data.paymentId),
    ...(data.nonCashRupiah === 0 ? [] : row('NON-TUNAI', formatRupiah(data.nonCashRupiah))),
    ...row('TUNAI DIBERI', formatRupiah(data.cashRupiah)).map((part) => ({ ...part, bold: true })),
    rule(columns),
    ...centred('BELUM PASTI - menunggu jawaban pusat', columns, { bold: true }),
    blank(),
    ...paragraph('Uang ini didahulukan loket. Belum diketahui apakah tagihan di atas terbayar.', columns),
    ...paragraph('- Bila ternyata terbayar, uang ini wajib dikembalikan ke loket.', columns),
    ...paragraph('- Bila ternyata tidak, urusan selesai: uang ini tidak diberikan lagi.', columns),
    blank(),
    ...centred('INI BUKAN BUKTI PEMBAYARAN TAGIHAN', columns, { bold: true }),
    blank(),
    // Who comes for the money need not be the name on the bill.
    ...signature('PENERIMA'),
    ...signature('PETUGAS'),
    blank(),
    ...centred('Disimpan loket.', columns),
    ...centred(`[${data.terminalId}]`, columns),
  ])
}
