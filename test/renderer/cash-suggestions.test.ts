import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cashBeforeScan, groupCash, readCash, suggestCash } from '../../renderer/screens/counter/cash-suggestions.ts'
import { limits } from '../../shared/limits.ts'
import { formatRupiahDigits } from '../../shared/money.ts'

describe('quick cash', () => {
  it('offers exact first, then the next notes a customer would hand over', () => {
    expect(suggestCash(66_500)).toEqual([66_500, 70_000, 100_000])
    expect(suggestCash(45_000)).toEqual([45_000, 50_000, 100_000])
    expect(suggestCash(3_000)).toEqual([3_000, 5_000, 10_000])
    expect(suggestCash(21_500)).toEqual([21_500, 30_000, 50_000])
  })

  it('offers nothing twice and nothing that is too little, for any amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: limits.paymentAmountMaxRupiah }), (dueRupiah) => {
        const offered = suggestCash(dueRupiah)
        expect(offered[0]).toBe(dueRupiah)
        expect(new Set(offered).size).toBe(offered.length)
        for (const amount of offered) expect(amount).toBeGreaterThanOrEqual(dueRupiah)
      }),
    )
  })
})

describe('the cash field', () => {
  it('means exact while it is empty', () => {
    expect(readCash('', 66_500)).toBe(66_500)
    expect(readCash('  ', 66_500)).toBe(66_500)
  })

  it('reads whole rupiah and nothing else', () => {
    expect(readCash('70000', 66_500)).toBe(70_000)
    expect(readCash('70.000', 66_500)).toBe(70_000)
    for (const text of ['70,5', '-70000', 'tujuh', '70.00', '1e6']) expect(readCash(text, 66_500)).toBeNull()
  })

  it('refuses more than anyone could hand over', () => {
    expect(readCash(String(limits.cashReceivedMaxRupiah), 1)).toBe(limits.cashReceivedMaxRupiah)
    expect(readCash(String(limits.cashReceivedMaxRupiah + 1), 1)).toBeNull()
  })

  it('groups the digits while they are typed, and leaves the rest to be refused', () => {
    expect(groupCash('7')).toBe('7')
    expect(groupCash('70000')).toBe('70.000')
    expect(groupCash('70.0005')).toBe('700.005')
    expect(groupCash('70a')).toBe('70a')
    expect(groupCash('9'.repeat(30))).toBe('9'.repeat(30))
  })

  it('gets a scan that typed itself into it out again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (amount) => {
        let text = formatRupiahDigits(amount)
        for (const key of '530000000002') text = groupCash(text + key)
        expect(cashBeforeScan(text, '530000000002')).toBe(formatRupiahDigits(amount))
      }),
    )
    expect(cashBeforeScan('530.000.000.002', '530000000002')).toBe('')
  })
})
