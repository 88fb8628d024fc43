import type { Product } from '../../shared/central-api/catalogue.ts'
import type { InquiryAnswer, Sheet, SignedMembers } from '../../shared/central-api/payments.ts'
import type { Answers, DetailLine } from '../../shared/central-api/product-fields.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { chosenAmount } from '../../shared/product-answers.ts'
import { Refusal, type RefusalCode } from '../../shared/refusals.ts'
import type { Bill } from '../../shared/terminal-api/shapes.ts'
import { wibDayEndMs } from '../../shared/zones.ts'
import type { Central } from '../central/central.ts'
import { readCatalogue, readConfig } from '../central/documents.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { TrustedTime } from '../platform/trusted-time.ts'
import type { Database } from '../storage/open.ts'
import type { Link } from '../sync/link.ts'
import { answersOfReply, answersTo, type BillQuestion, readCustomerNumber, wasAskedWith } from './bill-question.ts'
import { refuseExpired, refuseOffline, refuseUndated, requireProduct } from './products.ts'

/** A bill as found, durable before anybody may pay it. */
export type FoundBill = {
  id: string
  productCode: string
  catalogueVersion: number
  customerNumber: string
  customerName: string
  source: Bill['source']
  inquiryReference: string | null
  fields: DetailLine[]
  sheets: Sheet[]
  sheetsOutstanding: number
  billTotalRupiah: number
  fetchedAtMs: number
  validUntilMs: number
}

export type BillFinder = {
  database: Database
  central: Central
  clock: Clock
  time: Pick<TrustedTime, 'view' | 'hear'>
  ids: Ids
  linkIsDown: () => boolean
  observe: Link['observe']
}

/**
 * Finds what a customer number owes, by the product's offline policy: the central when it answers, an earlier inquiry of today
 * or the catalogue's price when it doesn't. Refuses by name in the order of `shared/refusals.ts`.
 */
export async function findBill(finder: BillFinder, request: BillQuestion): Promise<FoundBill> {
  const { product, catalogueVersion } = productForSale(finder, request.productCode)
  const customerNumber = readCustomerNumber(product, request.customerNumber)
  const answers = answersTo(product, request.answers)
  const found = await searchBill(finder, { product, catalogueVersion, customerNumber, answers })
  storeBill(finder.database, found.bill, found.reply)
  return found.bill
}

/** What may be sold now by config and catalogue. Refuses `productUnknown`, `configExpired`, `catalogueExpired`. */
export function productForSale(
  { database, clock }: Pick<BillFinder, 'database' | 'clock'>,
  productCode: string,
): { product: Product; catalogueVersion: number } {
  const catalogue = readCatalogue(database)
  const product = requireProduct(catalogue, productCode)
  refuseExpired({ config: readConfig(database), catalogue }, clock.nowMs())
  return { product, catalogueVersion: catalogue.version }
}

export function findStoredBill(database: Database, inquiryId: string): FoundBill | null {
  const row = database.prepare(`SELECT ${columns} FROM inquiries WHERE id = ?`).get(inquiryId) as StoredBill | undefined
  return row === undefined ? null : fromRow(row)
}

type InquiryFacts = Omit<InquiryAnswer, keyof SignedMembers>
type Asked = { product: Product; catalogueVersion: number; customerNumber: string; answers: Answers }
type Found = { bill: FoundBill; reply: string | null }

async function searchBill(finder: BillFinder, asked: Asked): Promise<Found> {
  const { product, customerNumber, answers } = asked
  if (product.inquiry === 'none') return { bill: pricedBill(finder, asked), reply: null }
  if (!finder.linkIsDown()) {
    const outcome = await finder.central.inquire({
      productCode: product.code,
      customerNumber,
      ...(product.fields === undefined ? {} : { answers }),
    })
    finder.observe(outcome)
    if (outcome.kind === 'refused')
      throw new Refusal(refusalFor(outcome.code), {
        central: outcome.code,
        productName: product.name,
        billerMessage: outcome.billerMessage ?? null,
      })
    if (outcome.kind === 'answer') {
      const { answer } = outcome
      finder.time.hear(Date.parse(answer.serverTime))
      const bill = centralBill(finder, asked, answer)
      if (typeof bill === 'string') throw new Refusal('centralUnreachable', { why: bill })
      return { bill, reply: JSON.stringify(outcome.reply) }
    }
  }
  return { bill: offlineBill(finder, asked), reply: null }
}

/** The bill of an inquiry that the central answered today, not stored yet; or why the answer makes no sense. */
export function centralBill({ ids, clock }: Pick<BillFinder, 'ids' | 'clock'>, asked: Asked, answer: InquiryFacts): FoundBill | string {
  const nonsense = whyNonsense(answer, asked)
  if (nonsense !== null) return nonsense
  return {
    id: ids.next(),
    productCode: asked.product.code,
    catalogueVersion: asked.catalogueVersion,
    customerNumber: asked.customerNumber,
    customerName: answer.customerName,
    source: 'central',
    inquiryReference: answer.inquiryReference,
    fields: answer.fields,
    sheets: answer.sheets,
    sheetsOutstanding: answer.sheetsOutstanding,
    billTotalRupiah: answer.totalRupiah,
    fetchedAtMs: clock.nowMs(),
    validUntilMs: Math.min(Date.parse(answer.validUntil), wibDayEndMs(clock.nowMs())),
  }
}

/** Signed is not yet sense: another's bill, sheets that don't add up, or one month twice would be sold as they stand. */
function whyNonsense(answer: InquiryFacts, { product, customerNumber, answers }: Asked): string | null {
  if (answer.productCode !== product.code || answer.customerNumber !== customerNumber) return 'the answer is about another bill'
  if (!wasAskedWith(answer.answers, answers)) return 'the answer is to other questions'
  if (answer.sheets.reduce((sum, sheet) => sum + sheet.amountRupiah, 0) !== answer.totalRupiah) return 'the sheets are not the total'
  if (new Set(answer.sheets.map((sheet) => sheet.period)).size !== answer.sheets.length) return 'a period comes twice'
  if (answer.sheets.length > product.sheetsMax) return 'more sheets than one payment takes'
  return null
}

function offlineBill(finder: BillFinder, asked: Asked): FoundBill {
  const { product, customerNumber, answers } = asked
  refuseUndated(product, finder.time.view().trusted)
  refuseOffline(product, finder.clock.nowMs())
  switch (product.offline) {
    case 'knownPrice':
      return pricedBill(finder, asked)
    case 'knownBill': {
      const nowMs = finder.clock.nowMs()
      const rows = finder.database
        .prepare(
          `SELECT ${columns}, reply FROM inquiries WHERE customer_number = ? AND product_code = ? AND source = 'central' AND valid_until_ms > ?
           ORDER BY fetched_at_ms DESC`,
        )
        .all(customerNumber, product.code, nowMs) as (StoredBill & { reply: string | null })[]
      const row = rows.find(({ reply }) => wasAskedWith(answersOfReply(reply), answers))
      // A biller pays only on the day of the inquiry (WIB), whatever the answer's own validity said.
      if (row === undefined || wibDayEndMs(row.fetchedAtMs) <= nowMs) throw new Refusal('billUnknownOffline', { productName: product.name })
      return { ...fromRow(row), id: finder.ids.next(), source: 'earlierInquiry' }
    }
    default:
      throw new Refusal('offlineNotAllowed', { productName: product.name })
  }
}

/** A denomination costs what the signed catalogue says, and an amount of the customer's choice its admin more; nobody needs to be asked. */
function pricedBill(finder: BillFinder, { product, catalogueVersion, customerNumber, answers }: Asked): FoundBill {
  const chosenRupiah = chosenAmount(product.fields, answers)
  const priceRupiah = product.priceRupiah ?? (chosenRupiah === null ? null : chosenRupiah + product.adminRupiah)
  if (priceRupiah === null) throw new Refusal('offlineNotAllowed', { productName: product.name })
  const sheet: Sheet = {
    period: '',
    amountRupiah: priceRupiah,
    billRupiah: priceRupiah - product.adminRupiah,
    penaltyRupiah: 0,
    adminRupiah: product.adminRupiah,
  }
  return {
    id: finder.ids.next(),
    productCode: product.code,
    catalogueVersion,
    customerNumber,
    customerName: '',
    source: 'catalogue',
    inquiryReference: null,
    fields: [],
    sheets: [sheet],
    sheetsOutstanding: 1,
    billTotalRupiah: priceRupiah,
    fetchedAtMs: finder.clock.nowMs(),
    validUntilMs: wibDayEndMs(finder.clock.nowMs()),
  }
}

/** What the operator is told when the central says no to an inquiry. */
function refusalFor(code: CentralRefusalCode): RefusalCode {
  switch (code) {
    case 'productUnknown':
      return 'productUnknown'
    case 'customerNumberInvalid':
      return 'customerNumberMalformed'
    case 'answersInvalid':
      return 'answerMalformed'
    case 'billerRefused':
      return 'billerRefused'
    case 'billNotFound':
      return 'billNotFound'
    case 'billAlreadyPaid':
      return 'billAlreadyPaid'
    case 'duplicateBill':
      return 'duplicateBill'
    case 'billerUnavailable':
    case 'productClosed':
      return 'billerUnavailable'
    default:
      return 'centralUnreachable'
  }
}

/** What the page is told; a bill typed from paper is stored as one that nobody was asked about, and marked. */
export const inquirySource = "CASE WHEN stated = 1 THEN 'customerPaper' ELSE source END"

const columns = `id, product_code AS productCode, catalogue_version AS catalogueVersion, customer_number AS customerNumber,
  customer_name AS customerName, ${inquirySource} AS source, inquiry_reference AS inquiryReference, fields, sheets, sheets_outstanding AS sheetsOutstanding,
  bill_total_rupiah AS billTotalRupiah, fetched_at_ms AS fetchedAtMs, valid_until_ms AS validUntilMs`

type StoredBill = Omit<FoundBill, 'fields' | 'sheets'> & { fields: string; sheets: string }

function fromRow(row: StoredBill): FoundBill {
  return { ...row, fields: JSON.parse(row.fields) as FoundBill['fields'], sheets: JSON.parse(row.sheets) as Sheet[] }
}

export function storeBill(database: Database, bill: FoundBill, reply: string | null): void {
  database
    .prepare(
      `INSERT INTO inquiries (id, product_code, catalogue_version, customer_number, customer_name, source, inquiry_reference, fields, sheets,
         sheets_outstanding, bill_total_rupiah, fetched_at_ms, valid_until_ms, reply, stated)
       VALUES (@id, @productCode, @catalogueVersion, @customerNumber, @customerName, @source, @inquiryReference, @fields, @sheets,
         @sheetsOutstanding, @billTotalRupiah, @fetchedAtMs, @validUntilMs, @reply, @stated)`,
    )
    .run({
      ...bill,
      source: bill.source === 'customerPaper' ? 'catalogue' : bill.source,
      stated: bill.source === 'customerPaper' ? 1 : 0,
      fields: JSON.stringify(bill.fields),
      sheets: JSON.stringify(bill.sheets),
      reply,
    })
}
