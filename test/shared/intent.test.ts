import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../main/platform/crypto.ts'
import { billKeys, canonicalIntent, type PaymentIntent } from '../../shared/intent.ts'

const twoMonths: PaymentIntent = {
  productCode: 'PLN',
  customerNumber: '530000000002',
  sheets: [
    { period: '202610', amountRupiah: 22_250 },
    { period: '202611', amountRupiah: 22_750 },
  ],
  totalRupiah: 45_000,
}

describe('the canonical form of an intent', () => {
  test('is this text and this hash for ever: other terminals and centrals compute the same', () => {
    expect(canonicalIntent(twoMonths)).toBe('["loket-intent-1","PLN","530000000002",[["202610",22250],["202611",22750]],45000]')
    expect(sha256Hex(canonicalIntent(twoMonths))).toBe('ee9e94c31d805d27aee6ee597e12ab44856c577774435d592550a9c744fb6d2d')
  })

  test('does not depend on the order of sheets', () => {
    const sheet = fc.record({ period: fc.stringMatching(/^2026(0[1-9]|1[0-2])$/), amountRupiah: fc.integer({ min: 1, max: 1_000_000 }) })
    fc.assert(
      fc.property(
        fc
          .array(sheet, { minLength: 1, maxLength: 12 })
          .chain((sheets) => fc.tuple(fc.constant(sheets), fc.shuffledSubarray(sheets, { minLength: sheets.length }))),
        ([sheets, shuffled]) => {
          const totalRupiah = sheets.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0)
          const base = { productCode: 'PLN', customerNumber: '530000000002', totalRupiah }
          expect(canonicalIntent({ ...base, sheets: shuffled })).toBe(canonicalIntent({ ...base, sheets }))
        },
      ),
    )
  })

  test('has nothing of terminal, key, inquiry, time, counter fee or biller text in it', () => {
    const noisy = {
      ...twoMonths,
      terminalId: 'T-7',
      idempotencyKey: 'k',
      inquiryReference: 'r',
      acceptedAt: '2026-11-23T03:42:00Z',
      counterFeeRupiah: 2_500,
      sheets: twoMonths.sheets.map((sheet) => ({ ...sheet, penaltyRupiah: 0, meterStart: '1' })),
    }
    expect(canonicalIntent(noisy)).toBe(canonicalIntent(twoMonths))
  })

  test.each([
    ['product', { productCode: 'PDAM' }],
    ['customer number', { customerNumber: '530000000001' }],
    ['one period', { sheets: [twoMonths.sheets[0], { period: '202612', amountRupiah: 22_750 }] }],
    [
      'amounts exchanged between months',
      {
        sheets: [
          { period: '202610', amountRupiah: 22_750 },
          { period: '202611', amountRupiah: 22_250 },
        ],
      },
    ],
  ])('differs with another %s', (_, change) => {
    expect(canonicalIntent({ ...twoMonths, ...(change as Partial<PaymentIntent>) })).not.toBe(canonicalIntent(twoMonths))
  })

  test('can not be forged by a number that looks like the next member', () => {
    const one = canonicalIntent({ ...twoMonths, productCode: 'A","B', customerNumber: 'C' })
    const other = canonicalIntent({ ...twoMonths, productCode: 'A', customerNumber: 'B","C' })
    expect(one).not.toBe(other)
  })

  test('refuses a total that is not the sum, and amounts that are no rupiah', () => {
    expect(() => canonicalIntent({ ...twoMonths, totalRupiah: 45_001 })).toThrow('not the sum')
    expect(() => canonicalIntent({ ...twoMonths, sheets: [{ period: '202610', amountRupiah: 0.5 }], totalRupiah: 0.5 })).toThrow()
  })
})

describe('a bill is one bill', () => {
  test('per month of a customer number, whatever day it is paid', () => {
    expect(billKeys(twoMonths, '2026-11-23')).toEqual(['PLN|530000000002|period:202610', 'PLN|530000000002|period:202611'])
    expect(billKeys(twoMonths, '2026-11-24')).toEqual(billKeys(twoMonths, '2026-11-23'))
  })

  test('per WIB day for what has no month', () => {
    const pulsa = {
      productCode: 'TSEL20',
      customerNumber: '081200001230',
      sheets: [{ period: '', amountRupiah: 21_500 }],
      totalRupiah: 21_500,
    }
    expect(billKeys(pulsa, '2026-11-23')).toEqual(['TSEL20|081200001230|day:2026-11-23'])
    expect(billKeys(pulsa, '2026-11-24')).not.toEqual(billKeys(pulsa, '2026-11-23'))
  })
})
