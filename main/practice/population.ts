import type { Product } from '../../shared/central-api/catalogue.ts'
import type { Sheet } from '../../shared/central-api/payments.ts'
import type { Answers, ProductField } from '../../shared/central-api/product-fields.ts'
import { sumRupiah } from '../../shared/money.ts'
import { chosenAmount, fitsCustomerNumber, readAnswers } from '../../shared/product-answers.ts'
import { numbersFrom } from './customers.ts'
import { familyOf, practiceProducts, toldNumbers } from './families/families.ts'
import type { BilledCustomer } from './families/family.ts'

/** Somebody with something to pay: what an inquiry of this number finds on that day. */
export type Inhabitant = {
  productCode: string
  customerNumber: string
  /** Empty where the biller tells none. */
  customerName: string
  answers: Answers
  /** None for a denomination. */
  sheets: Sheet[]
  totalRupiah: number
}

/** Of nobody: it has the form of one, and no such person was born on that day. */
const inventedNik = '3302170101900001'
/** Numbers that the rule refuses, or that a customer has already, before another product is tried. */
const triesMax = 200

/**
 * Invented customers over every family but unsold tokens (which only published numbers have), for tests and lessons that need a town and not one number: the same seed, day and count give the same
 * bytes. What a counter sells most comes most often. Every one of them can be looked up; nothing is stored.
 */
export function population(seed: string, count: number, wibDay: string): Inhabitant[] {
  const next = chanceOf(seed)
  const products = Map.groupBy(practiceProducts(null), ({ code }) => familyOf(code))
  const families = [...products.values()]
  const taken = new Map(families.flat().map((product) => [product.code, new Set(toldNumbers(product))]))
  const people: Inhabitant[] = []
  for (let tries = 0; people.length < count && tries < count * 10; tries++) {
    const product = anyOf(oftenFirst(families, next), next)
    const inhabitant = inhabitantOf(product, taken.get(product.code) ?? new Set(), wibDay, next)
    if (inhabitant !== null) people.push(inhabitant)
  }
  return people
}

function inhabitantOf(product: Product, taken: Set<string>, wibDay: string, next: () => number): Inhabitant | null {
  const customerNumber = freeNumber(product, taken, next)
  const given = (product.fields ?? []).map((field) => [field.code, answerTo(field, wibDay, next)])
  const read = readAnswers(product.fields, Object.fromEntries(given))
  if (customerNumber === null || read.kind !== 'complete') return null
  const { answers } = read
  taken.add(customerNumber)
  const billed = familyOf(product.code)?.billOf({ product, customerNumber, answers, wibDay }) ?? null
  const sheets = billed === null ? [] : foundSheets(billed).slice(0, product.sheetsMax)
  if (billed === null || (product.kind === 'postpaid' && sheets.length === 0)) return null
  const prepaidRupiah = product.priceRupiah ?? (chosenAmount(product.fields, answers) ?? 0) + product.adminRupiah
  const totalRupiah = product.kind === 'prepaid' ? prepaidRupiah : sumRupiah(sheets.map(({ amountRupiah }) => amountRupiah))
  return { productCode: product.code, customerNumber, customerName: billed.customerName, answers, sheets, totalRupiah }
}

/** Arrears, and of the months ahead as many as were asked for beyond them. */
function foundSheets({ sheets, ahead }: BilledCustomer): Sheet[] {
  return ahead === undefined ? sheets : [...sheets, ...ahead.sheets.slice(0, Math.max(0, ahead.count - sheets.length))]
}

/** What a customer would say to the product's own question. */
function answerTo(field: ProductField, wibDay: string, next: () => number): string {
  const upTo = (most: number) => Math.floor(next() * (most + 1))
  if (field.choices !== undefined) return anyOf(field.choices, next).value
  if (field.kind === 'months') return String(1 + upTo(Math.min(field.monthsMax ?? 1, 3) - 1))
  if (field.kind === 'amount') {
    const [leastRupiah, stepRupiah] = [field.amountMinRupiah ?? 10_000, field.amountStepRupiah ?? 1_000]
    const steps = Math.floor((Math.min(field.amountMaxRupiah ?? 500_000, 500_000) - leastRupiah) / stepRupiah)
    return String(leastRupiah + Math.max(0, upTo(steps)) * stepRupiah)
  }
  const said = [field.default ?? '', wibDay.slice(0, 4), inventedNik]
  return said.find((answer) => readAnswers([field], { [field.code]: answer }).kind === 'complete') ?? ''
}

/** The rule's own example with some of its digits thrown anew, all of them or only the last: so that areas and prefixes stay possible ones. */
function freeNumber({ customerNumber: rule }: Product, taken: ReadonlySet<string>, next: () => number): string | null {
  for (let tries = 0; tries < triesMax; tries++) {
    const keep = Math.floor(next() * rule.example.length)
    const number = rule.example.replace(/\d/g, (digit, at: number) => (at < keep ? digit : String(Math.floor(next() * 10))))
    if (!taken.has(number) && fitsCustomerNumber(rule, number)) return number
  }
  return null
}

/** The families that stand first in the catalogue are sold most. */
function oftenFirst<Item>(items: readonly Item[], next: () => number): Item {
  return items[Math.floor(next() ** 1.7 * items.length)] as Item
}

function anyOf<Item>(items: readonly Item[], next: () => number): Item {
  return items[Math.floor(next() * items.length)] as Item
}

/** Numbers from 0 to 1 (mulberry32), the same for the same seed on every machine. */
function chanceOf(seed: string): () => number {
  let state = numbersFrom(`population ${seed}`)(0)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
