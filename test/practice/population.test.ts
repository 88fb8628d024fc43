import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../main/platform/crypto.ts'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { familyOf } from '../../main/practice/families/families.ts'
import { type Inhabitant, population } from '../../main/practice/population.ts'
import { openOutlet, told } from './outlet.ts'

const day = '2026-11-23'
const bytesOf = (people: readonly Inhabitant[]) => sha256Hex(JSON.stringify(people))

describe('invented customers', () => {
  test('are the same to the byte for the same seed, and others for another', () => {
    const town = population('pasar', 2_000, day)
    expect(bytesOf(population('pasar', 2_000, day))).toBe(bytesOf(town))
    expect(bytesOf(population('desa', 2_000, day))).not.toBe(bytesOf(town))
    // A larger town begins with the smaller one.
    expect(population('pasar', 2_500, day).slice(0, 2_000)).toEqual(town)
  })

  test('are 5,000 in less than a second of the machine', () => {
    const before = process.cpuUsage()
    expect(population('besar', 5_000, day)).toHaveLength(5_000)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(1_000)
  })

  test('come from every family that bills invented numbers, each number once, most from what a counter sells most', () => {
    const town = population('pasar', 5_000, day)
    // Unsold tokens lie under published numbers only.
    const invented = practiceProducts(null).filter(({ code }) => code !== 'PLNUNSOLD')
    const families = new Set(invented.map(({ code }) => familyOf(code)))
    expect(new Set(town.map(({ productCode }) => familyOf(productCode)))).toEqual(families)
    expect(new Set(town.map(({ productCode, customerNumber }) => `${productCode} ${customerNumber}`)).size).toBe(town.length)
    const countOf = (code: string) => town.filter(({ productCode }) => productCode === code).length
    expect(countOf('PLN')).toBeGreaterThan(countOf('KAITIKET'))
  })

  test('have bills that add up, of amounts a household knows', () => {
    const town = population('pasar', 5_000, day)
    for (const { sheets, totalRupiah } of town) {
      for (const { amountRupiah, billRupiah, penaltyRupiah, adminRupiah } of sheets)
        expect(billRupiah + penaltyRupiah + adminRupiah).toBe(amountRupiah)
      if (sheets.length > 0) expect(sheets.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0)).toBe(totalRupiah)
      expect(totalRupiah).toBeGreaterThan(1_000)
      expect(totalRupiah).toBeLessThan(20_000_000)
    }
    const pln = town.filter(({ productCode }) => productCode === 'PLN').map(({ totalRupiah }) => totalRupiah)
    const middleRupiah = pln.sort((a, b) => a - b)[Math.floor(pln.length / 2)] ?? 0
    expect(middleRupiah).toBeGreaterThan(100_000)
    expect(middleRupiah).toBeLessThan(600_000)
    expect(town.filter(({ sheets }) => sheets.length > 1).length).toBeGreaterThan(100)
  })

  test('are found at the central with the very bills that were told', async () => {
    const { terminal, server } = await openOutlet()
    const { central } = await terminal()
    const response = await fetch(`${server.controlUrl}/practice/population?seed=pasar&count=60`)
    const people = (await response.json()) as Inhabitant[]
    expect(people).toEqual(population('pasar', 60, day))
    for (const { productCode, customerNumber, answers, totalRupiah, sheets } of people) {
      const bill = told(await central.inquire({ productCode, customerNumber, answers }))
      expect([productCode, bill.totalRupiah]).toEqual([productCode, totalRupiah])
      if (sheets.length > 0) expect(bill.sheets.map(({ period }) => period)).toEqual(sheets.map(({ period }) => period))
    }
    expect((await fetch(`${server.controlUrl}/practice/population?count=0`)).status).toBe(400)
  })
})
