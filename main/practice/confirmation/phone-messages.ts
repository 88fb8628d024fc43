import type { ReceiptLine } from '../../../shared/receipt/receipt-lines.ts'
import type { Message } from './messages.ts'
import { failedText, practiceMark, shortText, slipsOf } from './words.ts'

/** What a phone gets: the exact text, and a link that opens it in the phone's own program, addressed and filled in. */
export type PhoneMessage = { channel: 'whatsapp' | 'sms'; to: string; text: string; link: string }

/** WhatsApp shows the slip as on 58 mm paper, in letters of one width; an SMS holds no more than its facts. */
export function phoneMessage(message: Message, channel: PhoneMessage['channel']): PhoneMessage {
  const { address: to } = message
  if (channel === 'sms') {
    const text = gsmText(shortText(message))
    return { channel, to, text, link: `sms:${to}?body=${encodeURIComponent(text)}` }
  }
  const text = whatsappText(message)
  return { channel, to, text, link: `https://wa.me/${to.slice(1)}?text=${encodeURIComponent(text)}` }
}

function whatsappText(message: Message): string {
  if (message.kind === 'code') return shortText(message)
  if (message.kind === 'failed') return `*${practiceMark}*\n${failedText(message.facts)}`
  return [`*${practiceMark}*`, ...slipsOf(message, 32).map((slip) => `\`\`\`${slip.map(withoutTicks).join('\n')}\`\`\``)].join('\n')
}

/** A name with backticks would end the block and write on outside of it. */
function withoutTicks({ text }: ReceiptLine): string {
  return text.replaceAll('`', "'")
}

/** The basic letters of GSM 03.38 that plain text uses; one letter outside would more than halve what an SMS holds. */
function gsmText(text: string): string {
  return text.replace(/[^A-Za-z0-9 @!"#%&'()*+,./:;<=>?_$\n-]/g, '?')
}
