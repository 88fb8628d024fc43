import type { InquiryAnswer, InquiryRequest } from '../../shared/central-api/payments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { sumRupiah } from '../../shared/money.ts'
import { fitsCustomerNumber, readAnswers } from '../../shared/product-answers.ts'
import { wibDayEndMs } from '../../shared/zones.ts'
import { refusalOf } from './bills.ts'
import { isCutOff } from './catalogue.ts'
import type { PracticeContext } from './context.ts'

export type Inquire = (request: InquiryRequest, terminalId: string) => InquiryAnswer | CentralRefusalCode

/** What the biller has to pay under a number, kept under a reference that a payment can name; or the refusal. */
export function createInquiries(
  context: Pick<PracticeContext, 'database' | 'productOf' | 'biller' | 'clock' | 'ids' | 'members'>,
): Inquire {
  const { biller, clock, members } = context
  const keep = context.database.prepare(
    'INSERT INTO inquiries (inquiry_reference, terminal_id, product_code, customer_number, asked_at_ms, answer) VALUES (?, ?, ?, ?, ?, ?)',
  )
  return ({ productCode, customerNumber, answers }, terminalId) => {
    const product = context.productOf(productCode)
    if (product === null) return 'productUnknown'
    if (isCutOff(product.cutOff, clock.nowMs())) return 'productClosed'
    if (!fitsCustomerNumber(product.customerNumber, customerNumber)) return 'customerNumberInvalid'
    const read = readAnswers(product.fields, answers)
    if (read.kind !== 'complete') return 'answersInvalid'
    const bills = biller.inquire(product, customerNumber, read.answers)
    if (bills.kind !== 'bills') return refusalOf(bills.kind)
    const { kind: _, ...known } = bills
    const answer: InquiryAnswer = {
      ...members(),
      inquiryReference: context.ids.next(),
      productCode,
      customerNumber,
      ...(product.fields === undefined ? {} : { answers: read.answers }),
      ...known,
      totalRupiah: sumRupiah(bills.sheets.map((sheet) => sheet.amountRupiah)),
      // An inquiry from before midnight WIB can't be paid after it.
      validUntil: new Date(wibDayEndMs(clock.nowMs())).toISOString(),
    }
    keep.run(answer.inquiryReference, terminalId, productCode, customerNumber, clock.nowMs(), JSON.stringify(answer))
    return answer
  }
}
