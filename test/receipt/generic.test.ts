import { describe, expect, it } from 'vitest'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import { receiptColumns } from '../../shared/receipt/receipt-data.ts'
import { paidReceipts, prepaidProof, textOf } from '../support/receipts.ts'

const receipt = paidReceipts.generic
const withProof = (changes: object) => ({ ...receipt, proof: { ...receipt.proof, ...changes } })

describe('the slip of a product known by its data alone', () => {
  it('prints a token as large as a PLN slip does, with its energy', () => {
    const { token, energyCentiKwh } = prepaidProof
    for (const columns of receiptColumns) {
      const [slip = []] = layoutReceipt(withProof({ token, energyCentiKwh }), columns)
      const large = slip.filter(({ double }) => double)
      expect(large.map(({ text }) => text.trim()).join(' ')).toBe('1111 2222 3333 4444 5555')
      expect(textOf(slip)).toContain('JML KWH       : 12,6')
    }
  })

  it('says nothing in the name of a biller who gave it no words', () => {
    const { slip: _, ...proof } = receipt.proof
    const text = textOf(layoutReceipt({ ...receipt, proof }, 48)[0] ?? [])
    expect(text).toContain('STRUK PEMBAYARAN')
    expect(text).toContain('NO PELANGGAN  : 6391601201')
    expect(text).toContain('PERIODE       : ANGSURAN 8')
    expect(text).not.toContain('pembayaran yang sah')
  })

  it('keeps no control character of the biller, in whatever line it comes', () => {
    const bad = 'A\u001b@B\u0000'
    const lines = [{ label: bad, value: bad, kind: bad }]
    const slip = { title: bad, numberLabel: bad, periodLabel: bad, sentence: bad, closing: [bad, bad] }
    const sheets = receipt.proof.sheets.map((sheet) => ({ ...sheet, period: bad, lines }))
    const printed = layoutReceipt(withProof({ slip, fields: lines, sheets, customerName: bad, serialNumber: bad }), 32).flat()
    for (const { text } of printed) expect(text).not.toMatch(/\p{Cc}/u)
  })

  it('is refused when a sheet is not bill, penalty and admin', () => {
    const sheets = receipt.proof.sheets.map((sheet) => ({ ...sheet, billRupiah: sheet.billRupiah - 1 }))
    expect(() => layoutReceipt(withProof({ sheets }), 48)).toThrow(expect.objectContaining({ code: 'receiptNotAvailable' }))
  })
})

it('a line of money reads as money on the slips of every layout', () => {
  for (const key of ['pln-postpaid', 'pln-prepaid', 'pulsa', 'pdam', 'generic'] as const) {
    const data = paidReceipts[key]
    const fields = [...data.proof.fields, { label: 'SISA POKOK', value: '4500000', kind: 'money' }]
    const text = layoutReceipt({ ...data, proof: { ...data.proof, fields } }, 48)
      .map(textOf)
      .join('\n')
    expect(text, key).toContain('SISA POKOK    : Rp 4.500.000')
  }
})
