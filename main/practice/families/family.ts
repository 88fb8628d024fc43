import type { Product } from '../../../shared/central-api/catalogue.ts'
import type { PaidProof, Sheet } from '../../../shared/central-api/payments.ts'
import type { Answers, DetailLine } from '../../../shared/central-api/product-fields.ts'
import type { IntentSheet } from '../../../shared/intent.ts'

/**
 * Families own what the simulated billers sell and bill: products as the catalogue publishes them, the bills behind every number, the
 * published test numbers and the words of the slip. Data and pure functions; nothing here knows of payments, floats or terminals.
 */
export type Family = {
  products: readonly Product[]
  /**
   * Numbers that behave in a way of their own: as Digiflazz and IAK publish them, for families without published ones in the same manner. Every
   * other well-formed number works and belongs to an invented customer, always the same one for the same number: for PLN, last digit 5 has a
   * penalty, 7 has six months open, of which one payment takes four.
   *
   * What was paid stays paid: a bill comes again with the next WIB month (or year, or instalment), a denomination the next WIB day, and
   * everything after a reset of the practice book.
   */
  stories: Readonly<Record<string, Story>>
  /** Null where the biller knows no such bill. */
  billOf: (question: BillQuestion) => BilledCustomer | null
  slip?: NonNullable<PaidProof['slip']>
  /** What only a payment brings forth: a token, a serial number. */
  proofOf?: (order: PaidOrder) => Partial<PaidProof>
}

/** How a number behaves. `pays` goes on after an inquiry that works. */
export type Story = {
  inquiry: 'works' | 'notFound' | 'wrongNumber' | 'alreadyPaid' | 'unavailable' | 'overLimit'
  pays: 'paid' | 'failed' | 'pendingThenPaid' | 'pendingThenFailed'
}

/** `wibDay`: "2026-11-23". */
export type BillQuestion = { product: Product; customerNumber: string; answers: Answers; wibDay: string }
export type PaidOrder = { product: Product; customerNumber: string; sheets: readonly IntentSheet[]; reference: string }

export type BilledCustomer = {
  /** Empty where the biller tells none. */
  customerName: string
  fields: DetailLine[]
  /** Everything ever billed that might still be owed, oldest first; what was paid is the book's to know. None for a denomination. */
  sheets: Sheet[]
  /** Months that may be paid before they are due, and how many sheets were asked for altogether. */
  ahead?: { sheets: Sheet[]; count: number }
}

type BillBasics = 'code' | 'group' | 'groupName' | 'name' | 'biller' | 'customerNumber' | 'adminRupiah' | 'commissionRupiah'

/** A bill that an inquiry finds; once found it may be paid offline on the same day. */
export function billProduct(of: Pick<Product, BillBasics> & Partial<Product>): Product {
  return {
    kind: 'postpaid',
    receiptTemplate: 'generic',
    offline: 'knownBill',
    inquiry: 'required',
    nominalRupiah: null,
    priceRupiah: null,
    counterFeeRupiah: 0,
    sheetsMax: 1,
    cutOff: null,
    ...of,
  }
}

/** A denomination, or with `nominalRupiah` null an amount of the customer's choice: the price needs no inquiry. */
export function topUpProduct(of: Pick<Product, BillBasics | 'nominalRupiah' | 'priceRupiah'> & Partial<Product>): Product {
  return {
    kind: 'prepaid',
    receiptTemplate: 'generic',
    offline: 'knownPrice',
    inquiry: 'none',
    counterFeeRupiah: 0,
    sheetsMax: 1,
    cutOff: null,
    ...of,
  }
}

/** "20 rb", "1 jt": how a counter says it. */
export function inThousands(amountRupiah: number): string {
  return amountRupiah >= 1_000_000 ? `${amountRupiah / 1_000_000} jt` : `${amountRupiah / 1_000} rb`
}

/** A sheet whose parts add up. */
export function sheetOf(parts: Omit<Sheet, 'amountRupiah'>): Sheet {
  return { amountRupiah: parts.billRupiah + parts.penaltyRupiah + parts.adminRupiah, ...parts }
}

/** "202611" of "2026-11-23". */
export function monthOf(wibDay: string): string {
  return wibDay.slice(0, 4) + wibDay.slice(5, 7)
}

/** How a family's published numbers behave, by the role each has in the lists of Digiflazz and IAK. */
export function storiesOf(numbers: Partial<Record<keyof typeof roles, string | readonly string[]>>): Record<string, Story> {
  const stories: Record<string, Story> = {}
  for (const [role, given] of Object.entries(numbers)) {
    for (const number of [given].flat()) stories[number] = roles[role as keyof typeof roles]
  }
  return stories
}

const roles = {
  paid: { inquiry: 'works', pays: 'paid' },
  notFound: { inquiry: 'notFound', pays: 'failed' },
  wrongNumber: { inquiry: 'wrongNumber', pays: 'failed' },
  alreadyPaid: { inquiry: 'alreadyPaid', pays: 'failed' },
  unavailable: { inquiry: 'unavailable', pays: 'failed' },
  overLimit: { inquiry: 'overLimit', pays: 'failed' },
  failed: { inquiry: 'works', pays: 'failed' },
  pendingThenPaid: { inquiry: 'works', pays: 'pendingThenPaid' },
  pendingThenFailed: { inquiry: 'works', pays: 'pendingThenFailed' },
} as const satisfies Record<string, Story>
