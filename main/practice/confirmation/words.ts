import { assertNever } from '../../../shared/assert-never.ts'
import { formatRupiah } from '../../../shared/money.ts'
import { layoutReceipt } from '../../../shared/receipt/layout-receipt.ts'
import { plainText } from '../../../shared/receipt/plain-text.ts'
import { shortCode } from '../../../shared/receipt/provisional.ts'
import type { ReceiptColumns } from '../../../shared/receipt/receipt-data.ts'
import type { ReceiptLine } from '../../../shared/receipt/receipt-lines.ts'
import { slipTime } from '../../../shared/zones.ts'
import type { FailedNotice, MessageFacts } from './messages.ts'

/** Everything this central sends is practice, and says so first. */
export const practiceMark = 'LATIHAN'

/** The slips of a message, the same lines as on paper; none where it is no slip. */
export function slipsOf(message: MessageFacts, columns: ReceiptColumns): ReceiptLine[][] {
  return message.kind === 'receipt' || message.kind === 'provisional' ? layoutReceipt(message.facts, columns) : []
}

/** One line for the head of a mail. Only a receipt calls itself one. */
export function subjectOf(message: Exclude<MessageFacts, { kind: 'code' }>): string {
  const outlet = plainText(message.facts.outlet.name)
  switch (message.kind) {
    case 'receipt':
      return `[${practiceMark}] Struk pembayaran ${plainText(message.facts.product.name)} - ${outlet}`
    case 'provisional':
      return `[${practiceMark}] Tanda terima sementara, BELUM LUNAS: ${plainText(message.facts.productName)} - ${outlet}`
    case 'failed':
      return `[${practiceMark}] TIDAK LUNAS: ${plainText(message.facts.productName)} - ${outlet}`
    default:
      return assertNever(message)
  }
}

/** The whole of a message that is no slip. */
export function failedText(facts: FailedNotice): string {
  const about = `${plainText(facts.productName)} ${facts.customerNumber} sebesar ${formatRupiah(facts.totalRupiah)}`
  return [
    ...(facts.afterReceipt ? ['Struk yang kami kirim sebelumnya TIDAK BERLAKU.'] : []),
    `Pembayaran ${about} TIDAK LUNAS.`,
    `Uang Anda dikembalikan di ${plainText(facts.outlet.name)}. Sebutkan kode ${shortCode(facts.paymentId)}.`,
  ].join(' ')
}

/** In one or two SMS: the facts a customer needs when there is no paper. */
export function shortText(message: MessageFacts): string {
  switch (message.kind) {
    case 'code':
      return `${practiceMark}: kode Loket Anda ${message.facts.code}. Berlaku 5 menit. Bacakan hanya kepada kasir di depan Anda.`
    case 'failed':
      return `${practiceMark}: ${failedText(message.facts)}`
    case 'provisional': {
      const { productName, customerNumber, totalRupiah, outlet, paymentId } = message.facts
      const about = `${plainText(productName)} ${customerNumber} ${formatRupiah(totalRupiah)}`
      return `${practiceMark}: BELUM LUNAS. Uang untuk ${about} diterima ${plainText(outlet.name)}, menunggu jawaban biller. Bukan bukti pembayaran. Kode ${shortCode(paymentId)}.`
    }
    case 'receipt': {
      const { product, customerNumber, proof, outlet, paidAtMs } = message.facts
      const paidRupiah = proof.sheets.reduce((sum, sheet) => sum + sheet.amountRupiah, 0)
      return [
        `${practiceMark}: LUNAS ${plainText(product.name)} ${customerNumber} ${formatRupiah(paidRupiah)}`,
        ...(proof.token === undefined ? [] : [`Token ${proof.token.replace(/(\d{4})(?=\d)/g, '$1-')}`]),
        ...(proof.serialNumber === undefined ? [] : [`SN ${plainText(proof.serialNumber)}`]),
        `Ref ${plainText(proof.reference)}`,
        `${slipTime(paidAtMs, outlet.zone)} ${outlet.zone}`,
        plainText(outlet.name),
      ].join('. ')
    }
    default:
      return assertNever(message)
  }
}
