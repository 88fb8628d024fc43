import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutBasketSummary } from '../../shared/receipt/basket-summary.ts'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import { plainText } from '../../shared/receipt/plain-text.ts'
import { type PaidReceipt, receiptColumns } from '../../shared/receipt/receipt-data.ts'
import type { ReceiptLine } from '../../shared/receipt/receipt-lines.ts'
import { layoutTestSlip } from '../../shared/receipt/test-slip.ts'
import { Refusal } from '../../shared/refusals.ts'
import { basketSummary, paidReceipts, prepaidProof, productKeys, provisionalOf, repeated, textOf } from '../support/receipts.ts'

const columnsOf = fc.constantFrom(...receiptColumns)

function widest(slips: ReceiptLine[][]): number {
  return Math.max(...slips.flat().map(({ text, double }) => text.length * (double ? 2 : 1)))
}

function faultOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.detail.fault]
    throw error
  }
  return 'no refusal'
}

describe('a valid receipt', () => {
  it('prints one slip per lembar for PLN bills, each with its own month and amounts', () => {
    const [august, september, ...more] = layoutReceipt(paidReceipts['pln-postpaid'], 32).map(textOf)
    expect(more).toEqual([])
    expect(august).toContain('BL/TH         : AGT26')
    expect(august).toContain('RP TAG PLN    : Rp 66.979')
    expect(august).toContain('TERMASUK DENDA: Rp 3.000')
    expect(august).toContain('TOTAL BAYAR   : Rp 69.729')
    expect(september).toContain('BL/TH         : SEP26')
    expect(september).toContain('STAND METER   : 11701-11847')
    expect(september).not.toContain('DENDA')
  })

  it('says that PLN calls it a valid proof and how many months are still owed', () => {
    for (const slip of layoutReceipt(paidReceipts['pln-postpaid'], 48).map(textOf)) {
      expect(slip.replace(/\s+/g, ' ')).toContain('PLN menyatakan struk ini sebagai bukti pembayaran yang sah')
      expect(slip.replace(/\s+/g, ' ')).toContain('ANDA MASIH MEMILIKI SISA TUNGGAKAN 1 BULAN')
    }
  })

  it('thanks the customer when nothing is owed any more', () => {
    const receipt = paidReceipts['pln-postpaid']
    const slips = layoutReceipt({ ...receipt, proof: { ...receipt.proof, sheetsRemaining: 0 } }, 32).map(textOf)
    for (const slip of slips) expect(slip).toMatch(/TERIMA KASIH/)
    expect(slips.join()).not.toContain('TUNGGAKAN')
  })

  it('breaks the 32 characters of NO REF into 16 and 16 on narrow paper', () => {
    const text = textOf(layoutReceipt(paidReceipts['pln-postpaid'], 32)[0] ?? [])
    expect(text).toContain('NO REF        : 11002500AAA1A11B\n                22C33D44E55F66A7')
  })

  it('continues a long name under itself', () => {
    const text = textOf(layoutReceipt(paidReceipts['pln-postpaid'], 32)[0] ?? [])
    expect(text).toContain('NAMA          : PT. CONTOH\n                SEJAHTERA ABADI\n                SENTOSA')
  })

  it('shows counter fee and cash rounding once, each a line of its own outside the biller total', () => {
    const [first, last] = layoutReceipt(paidReceipts['pln-postpaid'], 32).map(textOf)
    expect(first).not.toContain('Adm Loket')
    expect(last).toContain('TOTAL BAYAR   : Rp 73.229\nAdm Loket     : Rp 2.000\nPembulatan    : Rp 42\nJumlah Dibayar: Rp 145.000')
    expect(textOf(layoutReceipt(paidReceipts.pulsa, 32)[0] ?? [])).not.toMatch(/Adm Loket|Pembulatan/)
    const roundedDown = { ...paidReceipts.pulsa, cashRoundingRupiah: -50 }
    expect(textOf(layoutReceipt(roundedDown, 32)[0] ?? [])).toContain('Pembulatan    : -Rp 50\nJumlah Dibayar: Rp 21.450')
  })

  it('prints the token in groups of four at double size, on two lines at 58 mm', () => {
    const doubles = (columns: 32 | 48) => (layoutReceipt(paidReceipts['pln-prepaid'], columns)[0] ?? []).filter(({ double }) => double)
    expect(doubles(32).map(({ text }) => text.trim())).toEqual(['1111 2222 3333', '4444 5555'])
    expect(doubles(48).map(({ text }) => text)).toEqual(['1111 2222 3333 4444 5555'])
  })

  it('carries CA on the first print, and CU with number, reason, person and time on a repeat', () => {
    expect(textOf(layoutReceipt(paidReceipts.pulsa, 48)[0] ?? [])).toContain('[T-0001-(11/09/2026 11:11:51)-CA]')
    const text = textOf(layoutReceipt(repeated(paidReceipts.pulsa), 48)[0] ?? [])
    expect(text).toContain('[T-0001-(11/09/2026 11:11:51)-CU]')
    expect(text.replace(/\s+/g, ' ')).toContain('CETAK ULANG ke-1 · struk pertama basah · Budi · 11/09/2026 12:11:51 WITA')
  })

  it('says LATIHAN first and last on every slip in practice', () => {
    for (const key of productKeys)
      for (const data of [paidReceipts[key], provisionalOf(paidReceipts[key])])
        for (const columns of receiptColumns)
          for (const slip of layoutReceipt({ ...data, practice: true }, columns)) {
            expect(slip[0]?.text).toContain('LATIHAN')
            expect(textOf(slip.slice(-2))).toContain('LATIHAN')
          }
  })
})

describe('a slip that would not be honest', () => {
  const token = paidReceipts['pln-prepaid']
  it('is refused when the parts of a token do not add up to its price', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(prepaidProof.taxes ?? {})), fc.integer({ min: 1, max: 1_000_000 }), (part, more) => {
        const taxes = { ...prepaidProof.taxes, [part]: (prepaidProof.taxes?.[part as 'adminRupiah'] ?? 0) + more } as NonNullable<
          typeof prepaidProof.taxes
        >
        expect(faultOf(() => layoutReceipt({ ...token, proof: { ...prepaidProof, taxes } }, 32))).toEqual([
          'receiptNotAvailable',
          'tokenPartsDoNotAddUp',
        ])
      }),
    )
  })

  it('is refused without a token of twenty digits', () => {
    const { token: _, ...proof } = prepaidProof
    expect(faultOf(() => layoutReceipt({ ...token, proof }, 32))).toEqual(['receiptNotAvailable', 'tokenMissing'])
    const serial = { ...prepaidProof, token: '1111222233334444555A' }
    expect(faultOf(() => layoutReceipt({ ...token, proof: serial }, 32))).toEqual(['receiptNotAvailable', 'tokenMissing'])
  })

  it('is refused when a sheet is not bill, penalty and admin', () => {
    const receipt = paidReceipts['pln-postpaid']
    const sheets = receipt.proof.sheets.map((sheet) => ({ ...sheet, penaltyRupiah: sheet.penaltyRupiah + 1 }))
    expect(faultOf(() => layoutReceipt({ ...receipt, proof: { ...receipt.proof, sheets } }, 32))).toEqual([
      'receiptNotAvailable',
      'sheetPartsDoNotAddUp',
    ])
  })

  it('is refused without a sheet to prove', () => {
    for (const key of productKeys) {
      const receipt: PaidReceipt = paidReceipts[key]
      expect(faultOf(() => layoutReceipt({ ...receipt, proof: { ...receipt.proof, sheets: [] } }, 32))).toEqual([
        'receiptNotAvailable',
        'noSheets',
      ])
    }
  })

  it('is refused as provisional once the payment is decided', () => {
    for (const stateWord of ['paid', 'rejected', 'refunded', 'cancelled', 'disputed', 'handedOver'] as const)
      expect(faultOf(() => layoutReceipt({ ...provisionalOf(paidReceipts.pulsa), stateWord }, 32))).toEqual([
        'receiptNotAvailable',
        'notProvisional',
      ])
  })
})

describe('a provisional slip', () => {
  const sentence = /b\W*u\W*k\W*t\W*i\W*p\W*e\W*m\W*b\W*a\W*y\W*a\W*r\W*a\W*n\W*y\W*a\W*n\W*g\W*s\W*a\W*h/i
  const foreign = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        'bukti pembayaran yang sah',
        'BUKTI PEMBAYARAN',
        'yang sah',
        'Bukti\u200b pem\u0007bayaran',
        'bukti',
        'pembayaran yang',
        'sah',
      ),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 60, unit: 'binary' }) },
  )
  const twice = fc.tuple(foreign, foreign).map(([left, right]) => left + right)
  const data = fc.record({
    outletName: twice,
    address: twice,
    phone: twice,
    terminalId: twice,
    staffName: twice,
    productName: twice,
    customerNumber: twice,
    customerName: twice,
    period: twice,
    paymentId: fc.oneof(fc.uuid(), foreign),
    practice: fc.boolean(),
    stateWord: fc.constantFrom('queued' as const, 'sending' as const, 'inDoubt' as const),
    columns: columnsOf,
  })

  it('never holds the sentence of a valid receipt, whatever words reach it from outside', () => {
    fc.assert(
      fc.property(data, ({ outletName, address, phone, period, columns, ...facts }) => {
        const base = provisionalOf(paidReceipts.pulsa)
        const slips = layoutReceipt(
          { ...base, ...facts, outlet: { ...base.outlet, name: outletName, address, phone }, sheets: [{ period, amountRupiah: 21_500 }] },
          columns,
        )
        const text = slips.map(textOf).join('\n')
        expect(text).not.toMatch(sentence)
        expect(text.replace(/\s+/g, ' ')).toContain('INI BUKAN BUKTI PEMBAYARAN TAGIHAN')
        expect(text).toContain('TANDA TERIMA SEMENTARA')
        expect(widest(slips)).toBeLessThanOrEqual(columns)
      }),
      { numRuns: 1_000 },
    )
  })

  it('says what was handed over, for whom, and that it is unpaid', () => {
    const text = textOf(layoutReceipt(provisionalOf(paidReceipts['pln-postpaid']), 48)[0] ?? [])
    expect(text).toContain('NO PELANGGAN  : 530000000002')
    expect(text).toContain('Pembulatan    : Rp 42\nUANG DITERIMA : Rp 145.000')
    expect(text).toContain('KODE          : 4E5F6071')
    expect(text).toContain('BELUM LUNAS - menunggu jawaban')
  })
})

describe('any slip', () => {
  const anyText = fc.string({ maxLength: 120, unit: 'binary' })
  it('holds no control byte and no line wider than the paper, whatever the texts', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(...productKeys), columnsOf, (left, right, key, columns) => {
        const receipt: PaidReceipt = paidReceipts[key]
        const slips = layoutReceipt(
          {
            ...repeated(receipt),
            staffName: left,
            customerNumber: right,
            outlet: { ...receipt.outlet, name: right, address: left },
            proof: { ...receipt.proof, customerName: left, fields: [{ label: right, value: left }] },
          },
          columns,
        )
        expect(widest(slips)).toBeLessThanOrEqual(columns)
        for (const { text } of slips.flat()) expect(text).not.toMatch(/[^\x20-\x7eÀ-ÿ·ª-¿]/)
      }),
      { numRuns: 500 },
    )
  })

  it('prints an injected ESC as nothing and a foreign letter as a question mark', () => {
    expect(plainText('BUDI\x1b\x70\x00 SAN\u0000TOSO\u202e')).toBe('BUDIp SANTOSO')
    expect(plainText('Ōta 東京 😀 “é”')).toBe('?ta ?? ? "é"')
  })
})

describe('the summary of a basket', () => {
  it('lists items, total, rounding, cash and change, and claims no payment', () => {
    const text = textOf(layoutBasketSummary(basketSummary, 32))
    for (const words of [
      'TOTAL                 Rp 166.458',
      'PEMBULATAN                 Rp 42',
      'TUNAI                 Rp 200.000',
      'KEMBALI                Rp 33.500',
    ])
      expect(text).toContain(words)
    expect(text.replace(/\s+/g, ' ')).toContain('Bukan bukti pembayaran')
    expect(text).not.toContain('LUNAS')
  })

  it('is refused when cash, change and items do not add up', () => {
    expect(faultOf(() => layoutBasketSummary({ ...basketSummary, changeRupiah: 33_499 }, 32))).toEqual([
      'receiptNotAvailable',
      'summaryDoesNotAddUp',
    ])
    expect(faultOf(() => layoutBasketSummary({ ...basketSummary, items: [] }, 32))).toEqual(['receiptNotAvailable', 'summaryDoesNotAddUp'])
  })
})

describe('the test slip', () => {
  it('fills every column of the paper and no more', () => {
    for (const columns of receiptColumns) expect(widest([layoutTestSlip({ model: 'Thermal', address: 'none' }, columns)])).toBe(columns)
  })
})
