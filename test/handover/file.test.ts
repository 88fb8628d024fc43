import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FileSigner, fileSigner, readHandOver, writeHandOver } from '../../main/handover/file.ts'
import type { HandOver } from '../../main/handover/payload.ts'
import { makeKeyPair, sha256Hex } from '../../main/platform/crypto.ts'
import { openHandOverBook } from '../support/hand-over-book.ts'
import { bill45000, pulsa20, refusalOf, water } from '../support/ledger-book.ts'

async function exported(): Promise<{ text: string; handOver: HandOver; signer: FileSigner }> {
  const book = openHandOverBook()
  book.openShift()
  await book.sell(bill45000, pulsa20)
  await book.sell(water)
  const { text } = book.exportAll()
  return { text, handOver: readHandOver(text), signer: book.signer }
}

const codeOf = (text: string) => refusalOf(() => readHandOver(text))?.code ?? null

test('a person reads at the top where the money is, whose, how much and since when', async () => {
  const { text } = await exported()
  const top = text.slice(0, text.indexOf('=== DATA LOKET ==='))
  expect(top).toContain('LOKET SERAH TERIMA ANTREAN 1\n*** LATIHAN: bukan uang sungguhan ***\n')
  expect(top).toContain('Terminal   : LTH001\n')
  expect(top).toContain('Waktu      : 23/11/2026 10:42:00 WIB\n')
  expect(top).toContain('Oleh       : Sari\n')
  expect(top).toContain('Pembayaran : 3\n')
  expect(top).toContain('Total      : Rp 156.349\n')
  expect(top).toContain('   1. 530000000002  BUDI SANTOSO\n      PLN Tagihan Listrik NOV26\n      Rp 45.000, antre, belum pernah dikirim\n')
  expect(top).toMatch(/sejak 23\/11\/2026 10:42:00 WIB, diterima Sari di LTH001/)
})

test('everything the other terminal needs comes back as it was', async () => {
  const { handOver } = await exported()
  expect(handOver).toMatchObject({ kind: 'export', terminalId: 'LTH001', incarnation: 1, practice: true })
  expect(handOver.payments).toHaveLength(3)
  expect(handOver.payments[2]).toMatchObject({
    intent: {
      productCode: 'PDAM',
      customerNumber: '102400000017',
      sheets: [{ period: '202611', amountRupiah: 87_349 }],
      totalRupiah: 87_349,
    },
    counterFeeRupiah: 2_500,
    commissionRupiah: 1_000,
    customerName: 'BUDI SANTOSO',
    bill: { inquiryReference: 'inquiry-102400000017' },
    state: 'queued',
    everSent: false,
    revision: 0,
    originTerminalId: 'LTH001',
    staffName: 'Sari',
  })
})

test('a file that names one payment twice is refused whole, whoever signed it', async () => {
  const { handOver, signer } = await exported()
  const [first] = handOver.payments
  if (first === undefined) throw new Error('nothing was exported')
  expect(codeOf(writeHandOver({ ...handOver, payments: [...handOver.payments, first] }, signer))).toBe('handOverChanged')
  expect(codeOf(writeHandOver(handOver, signer))).toBeNull()
})

test('any single changed byte is refused, above and below the line alike', async () => {
  const bytes = new TextEncoder().encode((await exported()).text)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = bytes.slice()
      changed[at] = ((changed[at] ?? 0) + by) % 256
      expect(codeOf(new TextDecoder().decode(changed))).toMatch(/^handOver(NotOurs|Newer|Changed|SignatureWrong)$/)
    }),
    { numRuns: 1_500 },
  )
})

test('every byte of the last line counts', async () => {
  const { text } = await exported()
  const start = text.lastIndexOf('\nSHA-256') + 1
  for (let at = start; at < text.length; at += 1) {
    for (const other of ['0', 'f', ' ', 'A', '\n', '=']) {
      if (text[at] === other) continue
      const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`
      expect([at, other, codeOf(changed)]).toEqual([at, other, expect.stringMatching(/^handOver(Changed|SignatureWrong)$/)])
    }
  }
})

test('a file that was cut, lengthened or mailed as text is refused', async () => {
  const { text } = await exported()
  fc.assert(
    fc.property(fc.nat(text.length - 1), (length) => {
      expect(codeOf(text.slice(0, length))).toMatch(/^handOver(NotOurs|Newer|Changed)$/)
    }),
    { numRuns: 300 },
  )
  expect(codeOf(`${text}\n`)).toBe('handOverChanged')
  expect(codeOf(`${text} `)).toBe('handOverChanged')
  expect(codeOf(`${text}${text}`)).toBe('handOverChanged')
  expect(codeOf(text.replaceAll('\n', '\r\n'))).toBe('handOverNotOurs')
  expect(codeOf(`\uFEFF${text}`)).toBe('handOverNotOurs')
})

test('what is no hand-over file, or one of a later version, is named', () => {
  expect(codeOf('')).toBe('handOverNotOurs')
  expect(codeOf('Kepada Yth.\n')).toBe('handOverNotOurs')
  expect(codeOf('LOKET SERAH TERIMA ANTREAN 2\n')).toBe('handOverNewer')
  expect(codeOf('LOKET SERAH TERIMA ANTREAN 1\n')).toBe('handOverChanged')
})

test("a changed file with a fitting digest still lacks the terminal's signature", async () => {
  const { text, handOver } = await exported()
  const stranger = fileSigner({ ...makeKeyPair(), keyId: handOver.keyId })
  expect(codeOf(writeHandOver(handOver, stranger))).toBe('handOverSignatureWrong')
  const [body = '', signature = ''] = [text.slice(0, text.lastIndexOf('\nSHA-256') + 1), text.trimEnd().split(' ').at(-1)]
  const raised = body.replace('"counterFeeRupiah":2500', '"counterFeeRupiah":9500')
  expect(raised).not.toBe(body)
  expect(codeOf(`${raised}SHA-256 ${sha256Hex(raised)} ED25519 ${signature}\n`)).toBe('handOverSignatureWrong')
})

test("a biller's text can't pass for a part of the file", async () => {
  const { handOver, signer } = await exported()
  const [first] = handOver.payments
  if (first === undefined) throw new Error('three payments')
  const odd = { ...first, customerName: 'BUDI\n=== DATA LOKET ===\n{}\nSHA-256' }
  const text = writeHandOver({ ...handOver, payments: [odd] }, signer)
  expect(readHandOver(text).payments).toEqual([odd])
  expect(text.split('\n').filter((line) => line === '=== DATA LOKET ===')).toHaveLength(1)
})
