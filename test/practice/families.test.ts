import { describe, expect, test } from 'vitest'
import type { Central } from '../../main/central/central.ts'
import type { Product } from '../../shared/central-api/catalogue.ts'
import type { InquiryAnswer, PaidProof } from '../../shared/central-api/payments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { formatRupiah } from '../../shared/money.ts'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import { paidReceipts } from '../support/receipts.ts'
import { answered, intentOf, openOutlet, paymentOf } from './outlet.ts'

/** Answers to the questions that have no default. */
const answersFor: Record<string, Record<string, string>> = {
  PBBBMS: { year: '2026' },
  PBBSBY: { year: '2026' },
  SAMSATJTG: { identity: '3302041708900001' },
  ...Object.fromEntries(['GOPAY', 'OVO', 'DANA', 'SHOPEEPAY', 'LINKAJA'].map((code) => [code, { amount: '75000' }])),
  EMANDIRI: { amount: '50000' },
  BRIZZI: { amount: '50000' },
}

async function productsOf(central: Central): Promise<Product[]> {
  const outcome = await central.catalogue()
  if (outcome.kind !== 'answer') throw new Error(outcome.kind)
  return outcome.answer.products
}

async function found(central: Central, productCode: string, customerNumber: string): Promise<InquiryAnswer> {
  const answers = answersFor[productCode]
  const outcome = await central.inquire({ productCode, customerNumber, ...(answers === undefined ? {} : { answers }) })
  if (outcome.kind !== 'answer') throw new Error(`${productCode} ${customerNumber}: ${JSON.stringify(outcome)}`)
  return outcome.answer
}

function slipText(product: Product, customerNumber: string, proof: PaidProof): string {
  const { name, receiptTemplate: template } = product
  return layoutReceipt({ ...paidReceipts.pdam, product: { name, template }, proof, customerNumber }, 48)
    .flat()
    .map(({ text }) => text)
    .join('\n')
}

test('every product of the catalogue is inquired, paid once under one id, and prints the slip of its biller', async () => {
  const { terminal, clock, server } = await openOutlet({ floatRupiah: 1_000_000_000 })
  const { central } = await terminal()
  const products = await productsOf(central)
  expect(products.length).toBeGreaterThan(80)
  const orders: string[] = []
  for (const product of products) {
    const { example } = product.customerNumber
    const bill = await found(central, product.code, example)
    const request = paymentOf(intentOf(bill), clock, { inquiryReference: bill.inquiryReference })
    const answer = answered(await central.pay(request))
    if (answer.status !== 'paid') throw new Error(`${product.code}: ${JSON.stringify(answer)}`)
    const again = answered(await central.pay(request))
    expect(again).toEqual({ ...answer, serverTime: again.serverTime })
    orders.push(product.code)
    expect(answer.proof.fields).toEqual(bill.fields)
    expect(answer.proof.sheets.map(({ reference: _, ...sheet }) => sheet)).toEqual(bill.sheets)
    expect(answer.proof.deductedRupiah).toBeLessThan(bill.totalRupiah)
    const slip = slipText(product, example, answer.proof)
    expect(slip).toContain(example)
    expect(slip).toMatch(new RegExp(`(?:TOTAL|RP) BAYAR +: ${formatRupiah(bill.totalRupiah)}`))
  }
  expect(server.central.billerBook().map(({ productCode }) => productCode)).toEqual(orders)
})

type Numbers = {
  productCode: string
  paid: string[]
  refused?: Record<string, CentralRefusalCode>
  failed?: string
  pendingThenPaid?: string
  pendingThenFailed?: string
}

const published: Numbers[] = [
  {
    productCode: 'PLNNON',
    paid: ['3225030005922', '8102051011290001'],
    refused: { '8102051011290002': 'billNotFound' },
    failed: '8102051011290003',
    pendingThenPaid: '9102051011290001',
    pendingThenFailed: '9102051011290003',
  },
  {
    productCode: 'PDAMBJM',
    paid: ['1013226'],
    refused: { '1013227': 'billNotFound' },
    failed: '1013230',
    pendingThenPaid: '2013226',
    pendingThenFailed: '2013230',
  },
  {
    productCode: 'PDAMSBY',
    paid: ['10202001', '10202002'],
    refused: {
      '10202003': 'billerUnavailable',
      '10202004': 'billAlreadyPaid',
      '10202005': 'customerNumberInvalid',
      '10202008': 'billerUnavailable',
    },
    failed: '10202006',
    pendingThenPaid: '10202007',
  },
  {
    productCode: 'PDAMBMS',
    paid: ['B07.001226'],
    refused: { 'B07.001227': 'billNotFound', 'b07.001226': 'customerNumberInvalid' },
    failed: 'B07.001230',
    pendingThenPaid: 'B08.001226',
  },
  {
    productCode: 'PDAMBDG',
    paid: ['1020300001', '1020300002'],
    refused: { '1020300004': 'billAlreadyPaid' },
    failed: '1020300006',
    pendingThenPaid: '1020300007',
  },
  {
    productCode: 'TELKOM',
    paid: ['6391601001', '6391601201', '6391601202'],
    refused: { '6391601002': 'billNotFound', '6391601204': 'billAlreadyPaid', '6391601205': 'customerNumberInvalid' },
    failed: '6391601005',
    pendingThenPaid: '7391601001',
    pendingThenFailed: '7391601005',
  },
  {
    productCode: 'HALO',
    paid: ['8102051011320001'],
    refused: { '8102051011320002': 'billNotFound', '085712345678': 'customerNumberInvalid' },
    failed: '8102051011320003',
    pendingThenPaid: '9102051011320001',
    pendingThenFailed: '9102051011320003',
  },
  {
    productCode: 'BPJSKS',
    paid: ['8801234560001'],
    refused: { '8801234560002': 'billNotFound', '8888801234560001': 'customerNumberInvalid' },
    failed: '8801234560005',
    pendingThenPaid: '9801234560001',
    pendingThenFailed: '9801234560005',
  },
  {
    productCode: 'BPJSTK',
    paid: ['3302041708900001', '3302044502900001'],
    refused: { '3302041708900002': 'billNotFound', '3302043113900001': 'customerNumberInvalid' },
    failed: '3302041708900005',
    pendingThenPaid: '3302041708900007',
    pendingThenFailed: '3302041708900008',
  },
  {
    productCode: 'TVTRANS',
    paid: ['127246500101'],
    refused: { '127246500102': 'billNotFound' },
    failed: '127246500105',
    pendingThenPaid: '227246500101',
    pendingThenFailed: '227246500105',
  },
  {
    productCode: 'PGN',
    paid: ['0110014601', '0110014602'],
    refused: { '0110014603': 'billNotFound' },
    failed: '0110014605',
    pendingThenPaid: '1110014601',
    pendingThenFailed: '1110014605',
  },
  {
    productCode: 'FNMEGA',
    paid: ['6391601201'],
    refused: { '6391601202': 'billNotFound' },
    failed: '6391601205',
    pendingThenPaid: '7391601201',
    pendingThenFailed: '7391601205',
  },
  {
    productCode: 'KAITIKET',
    paid: ['KAI001'],
    refused: { KAI002: 'billNotFound', kai001: 'customerNumberInvalid', KAI: 'customerNumberInvalid' },
    failed: 'KAI005',
    pendingThenPaid: 'KAI007',
    pendingThenFailed: 'KAI008',
  },
  {
    productCode: 'XL10',
    paid: ['087800001230'],
    refused: { '081200001230': 'customerNumberInvalid' },
    failed: '087800001232',
    pendingThenPaid: '087800001233',
    pendingThenFailed: '087800001234',
  },
  {
    productCode: 'ISATD8G',
    paid: ['085700001230'],
    refused: { '087800001230': 'customerNumberInvalid' },
    failed: '085700001232',
    pendingThenPaid: '085700001233',
    pendingThenFailed: '085700001234',
  },
  {
    productCode: 'SHOPEEPAY',
    paid: ['082100000001'],
    refused: { '082100000003': 'billerUnavailable', '082100000005': 'customerNumberInvalid' },
    failed: '082100000006',
    pendingThenPaid: '082100000007',
  },
  {
    productCode: 'EMANDIRI',
    paid: ['8102051011300001'],
    refused: { '8102051011300002': 'billNotFound' },
    failed: '8102051011300003',
    pendingThenPaid: '9102051011300001',
    pendingThenFailed: '9102051011300003',
  },
  {
    productCode: 'PBBBMS',
    paid: ['330217001000100010'],
    refused: { '330217001000100020': 'billNotFound', '33021700100010001': 'customerNumberInvalid' },
    failed: '330217001000100050',
    pendingThenPaid: '330217001000100070',
    pendingThenFailed: '330217001000100080',
  },
  {
    productCode: 'SAMSATJTG',
    paid: ['8102051011310001'],
    refused: { '8102051011310002': 'billNotFound', '9658548523568705': 'billNotFound' },
    failed: '8102051011310003',
    pendingThenPaid: '9102051011310001',
    pendingThenFailed: '9102051011310003',
  },
]

describe.each(published)(
  'the test numbers of $productCode',
  ({ productCode, paid, refused = {}, failed, pendingThenPaid, pendingThenFailed }) => {
    test('are paid, refused by name, or turn later, as published', async () => {
      const { terminal, clock, advance, server } = await openOutlet({ floatRupiah: 1_000_000_000 })
      const { central } = await terminal()
      const payFor = async (number: string) => paymentOf(intentOf(await found(central, productCode, number)), clock)
      for (const number of paid) expect(answered(await central.pay(await payFor(number))), number).toMatchObject({ status: 'paid' })
      const answers = answersFor[productCode] ?? {}
      for (const [customerNumber, code] of Object.entries(refused)) {
        expect(await central.inquire({ productCode, customerNumber, answers }), customerNumber).toMatchObject({ kind: 'refused', code })
      }
      if (failed !== undefined) {
        expect(answered(await central.pay(await payFor(failed)))).toMatchObject({ status: 'refused', code: 'billerRefused', created: true })
      }
      for (const [number, end] of [
        [pendingThenPaid, 'paid'],
        [pendingThenFailed, 'refused'],
      ] as const) {
        if (number === undefined) continue
        const request = await payFor(number)
        expect(answered(await central.pay(request))).toMatchObject({ status: 'pending' })
        advance(5_000)
        expect(answered(await central.ask(request.paymentId, request.intentHash))).toMatchObject({ status: end })
      }
      expect(server.central.billerBook().filter(({ status }) => status === 'paid')).toHaveLength(
        paid.length + (pendingThenPaid === undefined ? 0 : 1),
      )
    })
  },
)
