import PostalMime from 'postal-mime'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { createPracticeCentral } from '../../main/practice/practice-central.ts'
import type { ConfirmationRequest } from '../../shared/central-api/confirmations.ts'
import { answerOf, outboxOf } from './households.ts'
import { openMailServer } from './mail-server.ts'
import { answered, billOf, intentOf, openOutlet, paymentOf, pulsa20, token20 } from './outlet.ts'

const counter = { staffName: 'Sari', counterFeeRupiah: 2_000, cashRoundingRupiah: 0 }
/** Pending, then paid: the published numbers for a token that comes late. */
const lateMeter = '12345671233'

type Channel = Pick<ConfirmationRequest, 'channel' | 'address'>
const email: Channel = { channel: 'email', address: 'siti@pelanggan.example' }
const whatsapp: Channel = { channel: 'whatsapp', address: '+6281234567890' }
const sms: Channel = { channel: 'sms', address: '+6281234567890' }

function wordFor(paymentId: string, way: Channel, changes: Partial<ConfirmationRequest> = {}): ConfirmationRequest {
  return { confirmationId: v7(), paymentId, counter, ...way, ...changes } as ConfirmationRequest
}

async function opened(smtpUrl: string | null = null) {
  const outlet = await openOutlet({}, {}, { smtpUrl })
  const terminal = await outlet.terminal()
  return { ...outlet, outlet, ...terminal, sent: () => outlet.server.central.messagesSent() }
}

const mailsIn = async (outlet: { folder: string }) =>
  Promise.all(
    outboxOf(outlet)
      .filter(({ name }) => name.endsWith('.eml'))
      .map(({ content }) => PostalMime.parse(content)),
  )
const textsIn = (outlet: { folder: string }) =>
  outboxOf(outlet)
    .filter(({ name }) => name.endsWith('.json'))
    .map(({ content }) => JSON.parse(String(content)) as { channel: string; to: string; text: string; link: string })

describe('a confirmation by e-mail', () => {
  test('is a mail with the receipt as text and as PDF, in the outbox and over SMTP, byte for byte the same', async () => {
    const mailServer = await openMailServer()
    const { central, people, clock, outlet, sent } = await opened(mailServer.url)
    const bill = await billOf(central, '530000000002')
    const payment = paymentOf(intentOf(bill), clock)
    const paid = answered(await central.pay(payment))
    if (paid.status !== 'paid') throw new Error(paid.status)
    answerOf(await people.confirm(wordFor(payment.paymentId, email)))
    await sent()

    expect(mailServer.received).toMatchObject([{ from: 'struk@loket-latihan.example', to: ['siti@pelanggan.example'] }])
    const [file] = outboxOf(outlet)
    expect(mailServer.received[0]?.bytes.toString('latin1')).toBe(file?.content.toString('latin1'))
    const mail = await PostalMime.parse(mailServer.received[0]?.bytes ?? '')
    expect(mail.from).toEqual({ name: 'LOKET SUMBER REJEKI', address: 'struk@loket-latihan.example' })
    expect(mail.to).toMatchObject([{ address: 'siti@pelanggan.example' }])
    expect(mail.subject).toMatch(/^\[LATIHAN\] Struk pembayaran .+ - LOKET SUMBER REJEKI$/)
    for (const words of ['LATIHAN', 'BUDI SANTOSO', 'Rp']) expect(mail.text).toContain(words)
    const letters = mail.text?.replace(/\s/g, '')
    expect(paid.proof.sheets).toHaveLength(2)
    for (const { reference } of paid.proof.sheets) expect(letters).toContain(reference)
    expect(mail.attachments).toMatchObject([{ mimeType: 'application/pdf', filename: expect.stringMatching(/^struk-\w{8}\.pdf$/) }])
    const { PDFDocument } = await import('@cantoo/pdf-lib')
    const pdf = await PDFDocument.load(mail.attachments[0]?.content as ArrayBuffer)
    expect(pdf.getPageCount()).toBe(bill.sheets.length)
    expect(pdf.getTitle()).toBe(mail.subject)
  })

  test('of a payment that is pending claims no payment, and the token that comes late goes out by itself', async () => {
    const { central, people, clock, outlet, sent, advance } = await opened()
    const payment = paymentOf(token20(lateMeter), clock)
    expect(answered(await central.pay(payment)).status).toBe('pending')
    const asked = answerOf(await people.confirm(wordFor(payment.paymentId, email)))
    expect(asked.messages).toMatchObject([{ kind: 'provisional', status: 'waiting' }])
    await sent()
    const [provisional] = await mailsIn(outlet)
    expect(provisional?.subject).toContain('BELUM LUNAS')
    expect(provisional?.text).toContain('INI BUKAN BUKTI PEMBAYARAN TAGIHAN')
    expect(`${provisional?.subject} ${provisional?.text}`.toLowerCase().replace(/[^a-z]/g, '')).not.toContain('buktipembayaranyangsah')
    expect(provisional?.text).not.toMatch(/\bLUNAS\b(?<!BELUM LUNAS)/)
    expect(provisional?.attachments).toMatchObject([{ filename: expect.stringMatching(/^tanda-terima-sementara-/) }])

    advance(6_000)
    outlet.server.central.settleDue()
    await sent()
    const paid = answered(await central.ask(payment.paymentId, payment.intentHash))
    if (paid.status !== 'paid' || paid.proof.token === undefined) throw new Error('no token')
    const { messages } = answerOf(await people.confirmation(asked.confirmationId))
    expect(messages).toMatchObject([
      { kind: 'provisional', status: 'sent' },
      { kind: 'receipt', status: 'sent' },
    ])
    const receipt = (await mailsIn(outlet)).find(({ subject }) => subject?.includes('Struk'))
    expect(receipt?.text?.replace(/[^\d]/g, '')).toContain(paid.proof.token)
  })

  test('waits for a mail server that is away, and gives up where it says no for good', async () => {
    let refusal: { responseCode: number; message: string } | null = { responseCode: 451, message: 'try later' }
    const mailServer = await openMailServer(() => refusal)
    const { central, people, clock, sent, outlet, advance } = await opened(mailServer.url)
    const payment = paymentOf(pulsa20('081200001230'), clock)
    answered(await central.pay(payment))
    const { confirmationId, ledgerEpoch } = answerOf(await people.confirm(wordFor(payment.paymentId, email)))
    await sent()
    expect(outlet.server.central.messages()).toMatchObject([
      { status: 'waiting', attempts: 1, trouble: expect.stringContaining('try later') },
    ])
    refusal = null
    advance(5_000)
    answerOf(await people.confirmation(confirmationId))
    await sent()
    expect(mailServer.received).toHaveLength(1)
    expect(answerOf(await people.confirmation(confirmationId)).messages).toMatchObject([{ status: 'sent' }])

    refusal = { responseCode: 550, message: 'no such mailbox' }
    const other = answerOf(await people.confirm(wordFor(payment.paymentId, { ...email, address: 'nobody@pelanggan.example' } as Channel)))
    await sent()
    expect(answerOf(await people.confirmation(other.confirmationId)).messages).toMatchObject([{ status: 'failed' }])
    const { items } = answerOf(await central.feed({ epoch: ledgerEpoch, sequence: 0 }))
    const told = items.map(({ item }) => item as { kind: string; statement: { confirmationId: string; messages: object[] } })
    expect(told.filter(({ kind }) => kind === 'confirmation').map(({ statement }) => statement.messages)).toMatchObject([
      [{ kind: 'receipt', status: 'sent' }],
      [{ kind: 'receipt', status: 'failed' }],
    ])
  })

  test('keeps names from outside out of its head and its file names', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const payment = paymentOf(pulsa20('081200001230'), clock)
    answered(await central.pay(payment))
    const staffName = 'Sari\r\nBcc: all@pelanggan.example'
    answerOf(await people.confirm(wordFor(payment.paymentId, email, { counter: { ...counter, staffName } })))
    expect(
      await people.confirm(wordFor(payment.paymentId, { ...email, address: 'a@b.example\r\nBcc: c@d.example' } as Channel)),
    ).toMatchObject({
      kind: 'refused',
      code: 'malformedRequest',
    })
    await sent()
    const [mail] = await mailsIn(outlet)
    expect(mail?.headers.map(({ key }) => key)).not.toContain('bcc')
    expect(outboxOf(outlet).every(({ name }) => /^[0-9a-f-]{36}\.eml$/.test(name))).toBe(true)
  })
})

describe('a confirmation to a phone', () => {
  test('by SMS is the facts in letters every phone has, with a link that opens them', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const payment = paymentOf(token20('12345678901'), clock)
    const paid = answered(await central.pay(payment))
    if (paid.status !== 'paid') throw new Error(paid.status)
    answerOf(await people.confirm(wordFor(payment.paymentId, sms)))
    await sent()
    const [message] = textsIn(outlet)
    const token = paid.proof.token?.match(/.{4}/g)?.join('-')
    const name = outlet.server.central.messages()[0]
    if (name?.kind !== 'receipt') throw new Error('no receipt')
    expect(message).toMatchObject({ channel: 'sms', to: '+6281234567890' })
    expect(message?.text).toBe(
      `LATIHAN: LUNAS ${name.facts.product.name} 12345678901 Rp 22.500. Token ${token}. Ref ${paid.proof.reference}. 23/11/2026 10:42:00 WIB. LOKET SUMBER REJEKI`,
    )
    expect(message?.text.length).toBeLessThanOrEqual(306)
    expect(message?.link).toBe(`sms:+6281234567890?body=${encodeURIComponent(message?.text ?? '')}`)
  })

  test('by WhatsApp is the slip as on narrow paper, with a link that opens it', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const payment = paymentOf(pulsa20('081200001230'), clock)
    const paid = answered(await central.pay(payment))
    if (paid.status !== 'paid') throw new Error(paid.status)
    answerOf(await people.confirm(wordFor(payment.paymentId, whatsapp)))
    await sent()
    const [message] = textsIn(outlet)
    const [, block = ''] = /^\*LATIHAN\*\n```([\s\S]+)```$/.exec(message?.text ?? '') ?? []
    expect(block.split('\n').every((line) => line.length <= 32)).toBe(true)
    expect(block).toContain('081200001230')
    const link = new URL(message?.link ?? '')
    expect([link.origin, link.pathname, link.searchParams.get('text')]).toEqual(['https://wa.me', '/6281234567890', message?.text])
  })

  test('of a pending payment says on both that nothing is paid yet', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const payment = paymentOf(token20(lateMeter), clock)
    answered(await central.pay(payment))
    for (const way of [sms, whatsapp]) answerOf(await people.confirm(wordFor(payment.paymentId, way)))
    await sent()
    const texts = textsIn(outlet).map(({ text }) => text)
    expect(texts).toHaveLength(2)
    for (const text of texts) {
      expect(text).toContain('BELUM LUNAS')
      expect(text.replaceAll('BELUM LUNAS', '')).not.toContain('LUNAS')
    }
  })
})

describe('a customer', () => {
  test('is told once, however often the terminal asks', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const payment = paymentOf(pulsa20('081200001230'), clock)
    answered(await central.pay(payment))
    const word = wordFor(payment.paymentId, sms)
    answerOf(await people.confirm(word))
    await sent()
    const again = answerOf(await people.confirm(word))
    expect(again.messages).toMatchObject([{ kind: 'receipt', status: 'sent' }])
    await sent()
    expect(textsIn(outlet)).toHaveLength(1)
    expect(await people.confirm({ ...word, address: '+6285712345678' } as ConfirmationRequest)).toMatchObject({
      code: 'confirmationMismatch',
    })
    expect(textsIn(outlet)).toHaveLength(1)
  })

  test('hears that a receipt counts no more, and when it counts again', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const payment = paymentOf(pulsa20('081200001230'), clock)
    answered(await central.pay(payment))
    answerOf(await people.confirm(wordFor(payment.paymentId, sms)))
    expect(outlet.server.central.failAtReconciliation(payment.paymentId)).toBe(true)
    expect(outlet.server.central.payAfterAll(payment.paymentId)).toBe(true)
    await sent()
    const kinds = outlet.server.central.messages().map(({ kind, status }) => `${kind} ${status}`)
    expect(kinds).toEqual(['receipt sent', 'failed sent', 'receipt sent'])
    const failed = textsIn(outlet).find(({ text }) => text.includes('TIDAK'))
    expect(failed?.text).toContain('Struk yang kami kirim sebelumnya TIDAK BERLAKU.')
  })

  test('is not told again because the float of a payment was corrected', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const payment = paymentOf(pulsa20('081200001230'), clock)
    answered(await central.pay(payment))
    answerOf(await people.confirm(wordFor(payment.paymentId, sms)))
    expect(outlet.server.central.correctTaken(payment.paymentId, 100)).toBe(true)
    await sent()
    expect(textsIn(outlet)).toHaveLength(1)
  })

  test('of another terminal is not ours to tell; of a payment still to come hears when it has come', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const other = await outlet.terminal()
    const payment = paymentOf(pulsa20('081200001230'), clock)
    const word = wordFor(payment.paymentId, sms)
    expect(answerOf(await people.confirm(word)).messages).toEqual([])
    expect(await other.people.confirmation(word.confirmationId)).toMatchObject({ kind: 'refused', code: 'confirmationUnknown' })
    answered(await central.pay(payment))
    expect(await other.people.confirm(wordFor(payment.paymentId, sms))).toMatchObject({ kind: 'refused', code: 'notOwner' })
    await sent()
    expect(answerOf(await people.confirmation(word.confirmationId)).messages).toMatchObject([{ kind: 'receipt', status: 'sent' }])
  })

  test('hears after a restart of the central what was written before it', async () => {
    let refusal: { responseCode: number; message: string } | null = { responseCode: 451, message: 'try later' }
    const mailServer = await openMailServer(() => refusal)
    const { central, people, clock, ids, outlet, sent, advance } = await opened(mailServer.url)
    const payment = paymentOf(pulsa20('081200001230'), clock)
    answered(await central.pay(payment))
    answerOf(await people.confirm(wordFor(payment.paymentId, email)))
    await sent()
    await outlet.server.close()
    refusal = null
    advance(5_000)
    const restarted = await createPracticeCentral({ folder: outlet.folder, clock, ids, smtpUrl: mailServer.url })
    await restarted.messagesSent()
    restarted.close()
    expect(mailServer.received).toHaveLength(1)
  })

  test('is forgotten with the payments of a practice that begins anew', async () => {
    const { central, people, clock, outlet, sent } = await opened()
    const payment = paymentOf(pulsa20('081200001230'), clock)
    answered(await central.pay(payment))
    const { confirmationId } = answerOf(await people.confirm(wordFor(payment.paymentId, sms)))
    await sent()
    outlet.server.central.reset()
    expect(outlet.server.central.messages()).toEqual([])
    expect(await people.confirmation(confirmationId)).toMatchObject({ kind: 'refused', code: 'confirmationUnknown' })
  })
})
