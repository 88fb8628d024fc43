import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import { receiptColumns } from '../../shared/receipt/receipt-data.ts'
import { advanceReceipt, textOf } from '../support/receipts.ts'

const columnsOf = fc.constantFrom(...receiptColumns)

describe('the slip of an advance', () => {
  it('says what was given to whom and that nobody knows yet, with a place to sign for both', () => {
    for (const columns of receiptColumns) {
      const slip = textOf(layoutReceipt(advanceReceipt, columns).flat()).replace(/\s+/g, ' ')
      expect(slip).toContain('UANG DIDAHULUKAN')
      expect(slip).toContain('Rp 100.000')
      expect(slip).toContain('BELUM PASTI')
      expect(slip).toContain('wajib dikembalikan')
      expect(slip).toMatch(/TTD PENERIMA : \.+ .*TTD PETUGAS : \.+/)
    }
  })

  it('claims neither that the bill is paid nor that it was refused, whatever the names on it are', () => {
    const words = fc.constantFrom('bukti', 'PEMBAYARAN', 'yang sah', 'bukti pembayaran yang sah', 'B.U.K.T.I pembayaran-yang-sah', 'Budi')
    fc.assert(
      fc.property(fc.array(words, { minLength: 3, maxLength: 3 }), columnsOf, ([name = '', customer = '', staff = ''], columns) => {
        const data = { ...advanceReceipt, productName: name, customerName: customer, staffName: staff }
        const letters = textOf(layoutReceipt(data, columns).flat())
          .toLowerCase()
          .replace(/[^a-z]/g, '')
        expect(letters).not.toContain('buktipembayaranyangsah')
      }),
    )
    const own = textOf(layoutReceipt(advanceReceipt, 48).flat())
    expect(own).not.toMatch(/LUNAS|DITOLAK|GAGAL/i)
  })

  it('fits its paper and names what went back without cash only when something did', () => {
    for (const columns of receiptColumns)
      for (const { text } of layoutReceipt(advanceReceipt, columns).flat()) expect(text.length).toBeLessThanOrEqual(columns)
    const cashOnly = textOf(layoutReceipt({ ...advanceReceipt, nonCashRupiah: 0 }, 32).flat())
    expect([textOf(layoutReceipt(advanceReceipt, 32).flat()).includes('NON-TUNAI'), cashOnly.includes('NON-TUNAI')]).toEqual([true, false])
  })
})
