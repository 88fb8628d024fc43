import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatRupiah, formatRupiahDigits, isRupiah, parseRupiah, roundCash, rupiahMax, sumRupiah } from '../../shared/money.ts'

const anyAmount = fc.integer({ min: 0, max: rupiahMax })

describe('an amount', () => {
  test.each([
    [0, 'Rp 0'],
    [999, 'Rp 999'],
    [1_000, 'Rp 1.000'],
    [66_500, 'Rp 66.500'],
    [1_000_000_000_000, 'Rp 1.000.000.000.000'],
    [-1_250, '-Rp 1.250'],
  ])('%i is shown as %s', (amount, shown) => {
    expect(formatRupiah(amount)).toBe(shown)
  })

  test('typed as it is shown reads as itself, whatever it is', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        expect(parseRupiah(formatRupiah(amount))).toBe(amount)
        expect(parseRupiah(formatRupiahDigits(amount))).toBe(amount)
        expect(parseRupiah(String(amount))).toBe(amount)
      }),
    )
  })

  test.each([
    '',
    ' ',
    'Rp',
    '-5000',
    '+5000',
    '1,5',
    '1.5',
    '12.34',
    '1.0000',
    '70.00',
    '1e6',
    '0x10',
    '７０００',
    '5000,-',
    '1000000000001',
    '9'.repeat(20),
  ])('is not read from "%s"', (text) => {
    expect(parseRupiah(text)).toBeNull()
  })

  test.each([' 70.000 ', 'Rp70000', 'rp 70.000', 'Rp. 70.000', '070000'])('is read from "%s" as seventy thousand', (text) => {
    expect(parseRupiah(text)).toBe(70_000)
  })

  test('is never read from what a person did not mean as money', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseRupiah(text)
        expect(read === null || isRupiah(read)).toBe(true)
      }),
    )
  })

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, rupiahMax + 1, -rupiahMax - 1, '5000', null, undefined, 5000n])(
    'is not %s, and a sum with it stops',
    (value) => {
      expect(isRupiah(value)).toBe(false)
      expect(() => sumRupiah([1, value as number])).toThrow()
      expect(() => formatRupiahDigits(value as number)).toThrow()
    },
  )

  test('summed beyond the largest one stops instead of losing precision', () => {
    expect(sumRupiah([rupiahMax - 1, 1])).toBe(rupiahMax)
    expect(() => sumRupiah([rupiahMax, 1])).toThrow('not a whole rupiah amount')
  })
})

describe('cash is rounded', () => {
  test.each([
    ['nearest', 45_049, 45_000],
    ['nearest', 45_050, 45_100],
    ['nearest', 45_000, 45_000],
    ['nearest', 49, 0],
    ['up', 45_001, 45_100],
    ['up', 45_000, 45_000],
    ['down', 45_099, 45_000],
  ] as const)('%s by hundreds: %i becomes %i', (direction, total, due) => {
    expect(roundCash(total, { unitRupiah: 100, direction })).toBe(due)
  })

  test('to whole coins, less than one coin away, in the direction that was said, and only once', () => {
    const rounding = fc.record({
      unitRupiah: fc.constantFrom(1, 50, 100, 500, 1_000),
      direction: fc.constantFrom('nearest', 'up', 'down'),
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: rupiahMax - 1_000 }), rounding, (total, by) => {
        const due = roundCash(total, by)
        expect(due % by.unitRupiah).toBe(0)
        expect(Math.abs(due - total)).toBeLessThan(by.unitRupiah)
        if (by.direction === 'up') expect(due).toBeGreaterThanOrEqual(total)
        if (by.direction === 'down') expect(due).toBeLessThanOrEqual(total)
        if (by.direction === 'nearest') expect(Math.abs(due - total) * 2).toBeLessThanOrEqual(by.unitRupiah)
        expect(roundCash(due, by)).toBe(due)
      }),
    )
  })
})
