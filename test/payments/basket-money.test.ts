import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { divideMoney } from '../../main/payments/basket-money.ts'
import { type CashRounding, sumRupiah } from '../../shared/money.ts'

const nearest: CashRounding = { unitRupiah: 100, direction: 'nearest' }
const bill = (totalRupiah: number, creditRupiah = 0) => ({ totalRupiah, creditRupiah })
const tender = (id: string, amountRupiah: number) => ({ tenderId: id, dimension: id, amountRupiah })
const part = (id: string, amountRupiah: number) => ({ account: 'unallocated', dimension: id, amountRupiah })

describe('what a customer gives', () => {
  test('in cash is rounded once, on the bill that takes most of it', () => {
    const money = divideMoney([bill(300), bill(89_849), bill(21_500)], [], { unitRupiah: 1_000, direction: 'down' })
    expect(money).toMatchObject({ totalRupiah: 111_649, cashDueRupiah: 111_000, roundingRupiah: -649 })
    expect(money.items.map(({ tillRupiah }) => tillRupiah)).toEqual([300, 89_200, 21_500])
  })

  test('by a tender alone leaves no cash and nothing to round', () => {
    const money = divideMoney([bill(45_000), bill(89_849)], [tender('qris', 134_849)], nearest)
    expect(money).toMatchObject({ tenderRupiah: 134_849, cashDueRupiah: 0, roundingRupiah: 0 })
    expect(money.items).toEqual([
      { owedRupiah: 45_000, parts: [part('qris', 45_000)], tillRupiah: 0 },
      { owedRupiah: 89_849, parts: [part('qris', 89_849)], tillRupiah: 0 },
    ])
  })

  test('by two tenders and cash goes bill by bill, and only the cash is rounded', () => {
    const money = divideMoney([bill(45_000), bill(89_849)], [tender('card', 30_000), tender('qris', 20_000)], nearest)
    expect(money).toMatchObject({ tenderRupiah: 50_000, cashDueRupiah: 84_800, roundingRupiah: -49 })
    expect(money.items).toEqual([
      { owedRupiah: 45_000, parts: [part('card', 30_000), part('qris', 15_000)], tillRupiah: 0 },
      { owedRupiah: 89_849, parts: [part('qris', 5_000)], tillRupiah: 84_800 },
    ])
  })

  test('by a tender of more than is due takes what is due and gives no change', () => {
    const money = divideMoney([bill(45_000)], [tender('qris', 100_000)], nearest)
    expect(money).toMatchObject({ tenderRupiah: 45_000, cashDueRupiah: 0 })
    expect(money.items[0]?.parts).toEqual([part('qris', 45_000)])
  })

  test('with the money of a dearer rejected payment is cash back, rounded as it would be taken', () => {
    const money = divideMoney([bill(45_000, 89_849)], [], nearest)
    expect(money).toMatchObject({ creditRupiah: 89_849, cashDueRupiah: -44_800, roundingRupiah: 49 })
    expect(money.items).toEqual([{ owedRupiah: -44_849, parts: [], tillRupiah: -44_800 }])
  })

  test('with the money of a cheaper one is the difference', () => {
    expect(divideMoney([bill(45_000, 40_000)], [], nearest)).toMatchObject({ cashDueRupiah: 5_000, roundingRupiah: 0 })
  })

  test('never turns a tender into cash back, though one bill’s credit is more than it costs', () => {
    const money = divideMoney([bill(45_000, 89_849), bill(60_000)], [tender('qris', 60_000)], nearest)
    expect(money).toMatchObject({ tenderRupiah: 15_151, cashDueRupiah: 0 })
    expect(money.items).toEqual([
      { owedRupiah: -44_849, parts: [], tillRupiah: -44_849 },
      { owedRupiah: 60_000, parts: [part('qris', 15_151)], tillRupiah: 44_849 },
    ])
  })

  test('of nothing is nothing', () => {
    const money = divideMoney([bill(45_000, 45_000)], [], nearest)
    expect(Object.is(money.cashDueRupiah, 0)).toBe(true)
    expect(money.items).toEqual([{ owedRupiah: 0, parts: [], tillRupiah: 0 }])
  })
})

test('every rupiah of it is in exactly one bill, whatever was mixed', () => {
  const rupiah = fc.integer({ min: 1, max: 3_000_000 })
  const bills = fc.array(fc.record({ totalRupiah: rupiah, creditRupiah: fc.oneof(fc.constant(0), rupiah) }), { minLength: 1, maxLength: 6 })
  const shares = fc.array(rupiah, { maxLength: 4 }).map((amounts) => amounts.map((amount, index) => tender(`t${index}`, amount)))
  const rounding = fc.record({
    unitRupiah: fc.constantFrom(1, 100, 500, 1_000),
    direction: fc.constantFrom('nearest' as const, 'up' as const, 'down' as const),
  })
  fc.assert(
    fc.property(bills, shares, rounding, (priced, tenders, by) => {
      const money = divideMoney(priced, tenders, by)
      const dueRupiah = money.totalRupiah - money.creditRupiah
      const cash = sumRupiah(money.items.map(({ tillRupiah }) => tillRupiah))
      const parts = money.items.flatMap((item) => item.parts)
      expect(cash).toBe(money.cashDueRupiah)
      expect(sumRupiah(parts.map(({ amountRupiah }) => amountRupiah))).toBe(money.tenderRupiah)
      expect(cash + money.tenderRupiah - money.roundingRupiah).toBe(dueRupiah)
      expect(Math.abs(money.roundingRupiah)).toBeLessThan(by.unitRupiah)
      expect(money.cashDueRupiah % by.unitRupiah === 0).toBe(true)
      // No tender pays for cash back, and none is spent beyond itself.
      if (money.tenderRupiah > 0) expect(money.cashDueRupiah).toBeGreaterThanOrEqual(0)
      for (const { tenderId, amountRupiah } of tenders) {
        const spent = parts.filter(({ dimension }) => dimension === tenderId).map((share) => share.amountRupiah)
        expect(sumRupiah(spent)).toBeLessThanOrEqual(amountRupiah)
      }
      for (const { amountRupiah } of parts) expect(amountRupiah).toBeGreaterThan(0)
      // Rounding apart, each bill's money is what that bill owes.
      const apart = money.items.filter(
        (item) => item.tillRupiah + sumRupiah(item.parts.map(({ amountRupiah }) => amountRupiah)) !== item.owedRupiah,
      )
      expect(apart.length).toBeLessThanOrEqual(1)
    }),
  )
})
