import { shortCode } from '../../../shared/receipt/provisional.ts'
import type { Message } from './messages.ts'
import { receiptPdf } from './receipt-pdf.ts'
import { failedText, practiceMark, slipsOf, subjectOf } from './words.ts'

/** Of a top-level domain that can't exist (RFC 2606): nobody is written to by mistake when a practice mail is answered. */
const mailDomain = 'loket-latihan.example'
const columns = 42

export type Mail = { from: string; to: string; bytes: Uint8Array }

/** The whole mail as it goes over the wire: the slip as text, and as PDF. `sentAtMs` dates it. */
export async function mailOf(message: Exclude<Message, { kind: 'code' }>, sentAtMs: number): Promise<Mail> {
  const { createTransport } = await import('nodemailer')
  const from = `struk@${mailDomain}`
  const subject = subjectOf(message)
  const slips = slipsOf(message, columns)
  const text = [
    `${practiceMark}: surat ini dari loket latihan.`,
    ...(message.kind === 'failed' ? [failedText(message.facts)] : slips.map((slip) => slip.map((line) => line.text).join('\n'))),
  ].join('\n\n')
  const attachments =
    slips.length === 0
      ? []
      : [
          {
            filename: `${fileNames[message.kind === 'receipt' ? 'receipt' : 'provisional']}-${codeOf(message)}.pdf`,
            content: Buffer.from(await receiptPdf(slips, { title: subject, columns, madeAtMs: message.createdAtMs })),
            contentType: 'application/pdf',
          },
        ]
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const written = await writer.sendMail({
    from: { name: message.facts.outlet.name, address: from },
    to: message.address,
    subject,
    text,
    attachments,
    date: new Date(sentAtMs),
    // Sent twice after a crash, it is still one mail to whoever files it.
    messageId: `<${message.messageId}@${mailDomain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'id' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return { from, to: message.address, bytes: written.message as Buffer }
}

const fileNames = { receipt: 'struk', provisional: 'tanda-terima-sementara' } as const

function codeOf(message: Exclude<Message, { kind: 'code' }>): string {
  return shortCode(message.kind === 'receipt' ? message.messageId : message.facts.paymentId)
}
