import { sha256Hex } from '../../main/platform/crypto.ts'
import type { Ids } from '../../main/platform/ids.ts'
import { type Catalogue, catalogueSchema, type Product } from '../../shared/central-api/catalogue.ts'
import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import { canonicalIntent, type IntentSheet } from '../../shared/intent.ts'
import { read, type Terminal } from './terminal.ts'
import { demand } from './verdict.ts'
import type { Wire } from './wire-client.ts'

export type Goods = Awaited<ReturnType<typeof chooseGoods>>

/** What the suite buys, a new customer each time: a denomination, whose price stands in the catalogue and whose every well-formed number works. */
export async function chooseGoods(settings: { terminal: Terminal; wire: Wire; ids: Ids; productCode: string | null }) {
  const { wire, ids, productCode } = settings
  const catalogue = read(catalogueSchema, await settings.terminal.get('/v1/catalogue'), 200)
  const product = chosen(catalogue, productCode)
  const priceRupiah = product.priceRupiah ?? 0
  const used = new Set<string>()

  function freshNumber(of: Product = product): string {
    const pattern = new RegExp(of.customerNumber.pattern)
    for (let tries = 0; tries < 1_000; tries++) {
      // The beginning stays: there the operator or the region is written.
      const number = [...of.customerNumber.example]
        .map((sign, index) => (index < 4 || !/\d/.test(sign) ? sign : Math.floor(ids.random() * 10)))
        .join('')
      if (!pattern.test(number) || used.has(number)) continue
      used.add(number)
      return number
    }
    throw new Error(`no more numbers like ${of.customerNumber.example}`)
  }

  /** A payment as a terminal would make it, hash and all. */
  function requestFor(
    productOf: string,
    customerNumber: string,
    sheets: IntentSheet[],
    changes: Partial<PaymentRequest> = {},
  ): PaymentRequest {
    const totalRupiah = sheets.reduce((sum, sheet) => sum + sheet.amountRupiah, 0)
    const intent = { productCode: productOf, customerNumber, sheets, totalRupiah }
    return {
      paymentId: ids.next(),
      intentHash: sha256Hex(canonicalIntent(intent)),
      ...intent,
      inquiryReference: null,
      acceptedAt: new Date(wire.nowMs()).toISOString(),
      overridesPaymentId: null,
      incarnation: goods.incarnation,
      ...changes,
    }
  }

  const goods = {
    product,
    priceRupiah,
    catalogue,
    /** Which life of the terminal's ledger speaks; a promise may take a new one. */
    incarnation: 1,
    freshNumber,
    requestFor,
    fresh: (changes: Partial<PaymentRequest> = {}) =>
      requestFor(product.code, freshNumber(), [{ period: '', amountRupiah: priceRupiah }], changes),
    freshMany: (count: number) => Array.from({ length: count }, () => goods.fresh()),
  }
  return goods
}

function chosen({ products }: Catalogue, code: string | null): Product {
  const isPlain = ({ kind, priceRupiah, fields, inquiry, customerNumber }: Product) =>
    kind === 'prepaid' && priceRupiah !== null && fields === undefined && inquiry !== 'required' && customerNumber.check === undefined
  const fitting = products.filter((product) => isPlain(product) && (code === null || product.code === code))
  const cheapest = fitting.sort((a, b) => (a.priceRupiah ?? 0) - (b.priceRupiah ?? 0))[0]
  demand(
    cheapest !== undefined,
    `the catalogue has no ${code ?? 'prepaid product'} with a price and no questions, so there is nothing to buy`,
  )
  return cheapest
}
