import type { Product } from '../../shared/central-api/catalogue.ts'
import type { Sheet } from '../../shared/central-api/payments.ts'
import { sha256Hex } from '../platform/crypto.ts'
import { monthAfter } from './periods.ts'

/** Who a number belongs to and what is on the meter: invented, but always the same for the same number. */
export type Customer = { name: string; tariff: string; powerVa: number; meterNumber: string; idpel: string }

/** Late charge per month by power (Permen ESDM 27/2017) and price per kWh in sen, by tariff. */
const connections = [
  { tariff: 'R1', powerVa: 450, penaltyRupiah: 3_000, kwhPriceSen: 41_500 },
  { tariff: 'R1', powerVa: 900, penaltyRupiah: 3_000, kwhPriceSen: 60_500 },
  { tariff: 'R1M', powerVa: 900, penaltyRupiah: 3_000, kwhPriceSen: 135_200 },
  { tariff: 'R1', powerVa: 1_300, penaltyRupiah: 5_000, kwhPriceSen: 144_470 },
  { tariff: 'R1', powerVa: 2_200, penaltyRupiah: 10_000, kwhPriceSen: 144_470 },
  { tariff: 'R2', powerVa: 3_500, penaltyRupiah: 50_000, kwhPriceSen: 169_953 },
] as const

const firstNames = ['BUDI', 'SITI', 'AGUS', 'DEWI', 'SLAMET', 'RINA', 'JOKO', 'WATI', 'HENDRA', 'NURUL', 'BAMBANG', 'YULI']
const lastNames = ['SANTOSO', 'AMINAH', 'WIBOWO', 'LESTARI', 'RIYADI', 'MARLINA', 'SUSILO', 'HANDAYANI', 'GUNAWAN', 'HIDAYAH']

export function customerOf(customerNumber: string): Customer {
  const hash = numbersFrom(`customer ${customerNumber}`)
  const connection = connectionOf(customerNumber)
  const isMeter = customerNumber.length === 11
  return {
    name: customerNumber === '530000000002' ? 'BUDI SANTOSO' : `${pick(firstNames, hash(0))} ${pick(lastNames, hash(1))}`,
    tariff: connection.tariff,
    powerVa: connection.powerVa,
    meterNumber: isMeter ? customerNumber : digits(hash, 2, 11),
    idpel: isMeter ? digits(hash, 2, 12) : customerNumber,
  }
}

/** A house big enough to pay VAT: above 6.600 VA. */
const bigConnection = { tariff: 'R3', powerVa: 7_700, penaltyRupiah: 75_000, kwhPriceSen: 169_953 } as const
export const bigMeter = '12345670066'

export function connectionOf(customerNumber: string) {
  if (customerNumber === bigMeter) return bigConnection
  // The two test numbers everybody knows have a household's 1.300 VA.
  if (customerNumber.startsWith('53000000000')) return connections[3]
  return pick(connections, numbersFrom(`connection ${customerNumber}`)(0))
}

/** "R1/000001300VA", as the biller prints it. */
export function tariffAndPower(customer: Customer): string {
  return `${customer.tariff}/${String(customer.powerVa).padStart(9, '0')}VA`
}

/** Every month a customer was ever billed for and might still owe, oldest first; what was paid is the book's to know. */
export function plnSheets(customerNumber: string, wibMonth: string, product: Product): Sheet[] {
  const months = monthsOpen(customerNumber)
  return Array.from({ length: months }, (_, index) => {
    const period = monthAfter(wibMonth, index - months + 1)
    const { billRupiah, usageKwh } = monthOf(customerNumber, period)
    const penaltyRupiah = customerNumber.endsWith('5') && index < months - 1 ? connectionOf(customerNumber).penaltyRupiah : 0
    const meterStart = meterAt(customerNumber, period)
    return {
      period,
      amountRupiah: billRupiah + penaltyRupiah + product.adminRupiah,
      billRupiah,
      penaltyRupiah,
      adminRupiah: product.adminRupiah,
      meterStart: String(meterStart),
      meterEnd: String(meterStart + usageKwh),
    }
  })
}

/** Water is billed for the running month only. The test number owes the same every month, so that its paper bill can be typed without seeing it. */
export function waterSheets(customerNumber: string, wibMonth: string, product: Product): Sheet[] {
  const usedM3 = customerNumber === '1013226' ? 13 : 5 + (numbersFrom(`water ${customerNumber} ${wibMonth}`)(0) % 40)
  const billRupiah = usedM3 * 5_000
  const meterStart = meterAt(customerNumber, wibMonth)
  const amountRupiah = billRupiah + product.adminRupiah
  const meter = { meterStart: String(meterStart), meterEnd: String(meterStart + usedM3) }
  return [{ period: wibMonth, amountRupiah, billRupiah, penaltyRupiah: 0, adminRupiah: product.adminRupiah, ...meter }]
}

function monthsOpen(customerNumber: string): number {
  if (customerNumber === '530000000002' || customerNumber === '630000000002') return 2
  if (/^[56]300000000/.test(customerNumber)) return 1
  if (customerNumber.endsWith('7')) return 6
  if (customerNumber.endsWith('5')) return 2
  return numbersFrom(`months ${customerNumber}`)(0) % 5 === 0 ? 2 : 1
}

/** The bills of the test number on the screen drawing of the manual: 19.500 and 20.000. */
function monthOf(customerNumber: string, period: string): { billRupiah: number; usageKwh: number } {
  const hash = numbersFrom(`month ${customerNumber} ${period}`)
  const isSecond = customerNumber === '530000000002'
  const billRupiah = isSecond ? (Number(period.slice(4)) % 2 === 0 ? 19_500 : 20_000) : 18_000 + (hash(0) % 380_000)
  return { billRupiah, usageKwh: Math.max(1, Math.floor((billRupiah * 100) / connectionOf(customerNumber).kwhPriceSen)) }
}

/** Grows by more than any month's use, so that a stand never runs backwards. */
function meterAt(customerNumber: string, period: string): number {
  const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(4)) - 2_020 * 12
  return 1_000 + (numbersFrom(`meter ${customerNumber}`)(0) % 5_000) + months * 1_000
}

/** Whole numbers below 2^32 from a text, the same for the same text on every machine. */
export function numbersFrom(text: string): (index: number) => number {
  const hex = sha256Hex(text)
  return (index) => Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16)
}

function digits(hash: (index: number) => number, from: number, length: number): string {
  return `${hash(from)}${hash(from + 1)}${hash(from + 2)}`.padEnd(length, '7').slice(0, length)
}

function pick<Item>(items: readonly Item[], number: number): Item {
  return items[number % items.length] as Item
}
