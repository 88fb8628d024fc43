import type { Random } from './random.ts'

export type Wanted = { productCode: string; customerNumber: string }

/** Published test numbers: failing, pending, or not there at all. */
const plnStories = ['530000000003', '530000000004', '530000000006', '630000000001', '630000000002', '630000000006']
const tokenStories = ['12345671231', '12345671232', '12345671233', '12345671234']
const pulsaStories = ['081200001232', '081200001233', '081200001234']
const storyChance = 0.12

/** Few enough customers that the same bill comes up again: at the other window, at the other terminal, or on another day. */
export function wantedBill(random: Random, isSpender: boolean): Wanted {
  const kind = random.next()
  const customer = random.between(0, 300)
  const tells = random.chance(storyChance)
  if (kind < 0.5) return { productCode: 'PLN', customerNumber: tells ? random.pick(plnStories) : String(512_300_000_000 + customer * 37) }
  if (kind < 0.75) {
    const productCode = isSpender ? 'PLNT1000' : random.pick(['PLNT20', 'PLNT50', 'PLNT100'])
    return { productCode, customerNumber: tells ? random.pick(tokenStories) : String(41_230_000_000 + customer * 41) }
  }
  const productCode = random.pick(['TSEL5', 'TSEL10', 'TSEL20'])
  return { productCode, customerNumber: tells ? random.pick(pulsaStories) : `0812${30_000_000 + customer * 43}` }
}

/** How the oracle calls what this customer pays for. */
export function billName({ productCode, customerNumber }: Wanted, period: string, atMs: number): string {
  const wibDay = new Date(atMs + 7 * 3_600_000).toISOString().slice(0, 10)
  return `${productCode} ${customerNumber} ${period === '' ? wibDay : period}`
}
