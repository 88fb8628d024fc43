import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { familyOf } from '../../main/practice/families/families.ts'
import { productSchema } from '../../shared/central-api/catalogue.ts'
import { paidProofSchema, sheetSchema } from '../../shared/central-api/payments.ts'
import { detailLinesSchema } from '../../shared/central-api/product-fields.ts'
import { fitsCustomerNumber, readAnswers } from '../../shared/product-answers.ts'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import { receiptColumns } from '../../shared/receipt/receipt-data.ts'
import { paidReceipts } from '../support/receipts.ts'

const products = practiceProducts(null)
const anyDay = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2031-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

/** Numbers of a product's form: its example with other digits, and the same digits for the same seed. */
const numberLike = (example: string, digits: readonly number[]) =>
  [...example].map((sign, index) => (/\d/.test(sign) ? digits[index % digits.length] : sign)).join('')

/** Answers a customer may give. */
function answersFor(code: string, year: string): Record<string, string> {
  const product = products.find((one) => one.code === code)
  const read = readAnswers(product?.fields, { year, amount: '50000', identity: '3302041708900001', months: '6' })
  return read.kind === 'complete' ? read.answers : {}
}

describe.each(products.map((product) => [product.code, product] as const))('%s', (code, product) => {
  test('reads as the contract says, and its family bills every number soundly on any day', () => {
    expect(productSchema.parse(product)).toEqual(product)
    const family = familyOf(code)
    if (family === null) throw new Error(`${code} has no family`)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 }), anyDay, (digits, wibDay) => {
        const made = numberLike(product.customerNumber.example, digits)
        const customerNumber = fitsCustomerNumber(product.customerNumber, made) ? made : product.customerNumber.example
        const question = { product, customerNumber, answers: answersFor(code, wibDay.slice(0, 4)), wibDay }
        const bill = family.billOf(question)
        expect(family.billOf(question)).toEqual(bill)
        if (bill === null) return
        const sheets = [...bill.sheets, ...(bill.ahead?.sheets ?? [])]
        expect(new Set(sheets.map(({ period }) => period)).size).toBe(sheets.length)
        for (const sheet of sheets) {
          expect(sheetSchema.parse(sheet)).toEqual(sheet)
          expect(sheet.billRupiah + sheet.penaltyRupiah + sheet.adminRupiah).toBe(sheet.amountRupiah)
          expect(Number(sheet.meterEnd ?? 0)).toBeGreaterThanOrEqual(Number(sheet.meterStart ?? 0))
        }
        const stands = sheets.flatMap(({ meterStart, meterEnd }) => [Number(meterStart ?? 0), Number(meterEnd ?? 0)])
        expect(stands).toEqual([...stands].sort((a, b) => a - b))
        expect(detailLinesSchema.max(30).parse(bill.fields)).toEqual(bill.fields)
        if (product.receiptTemplate !== 'generic') return
        const paid =
          sheets.length === 0 ? [{ period: '', amountRupiah: 51_500, billRupiah: 50_000, penaltyRupiah: 0, adminRupiah: 1_500 }] : sheets
        const proof = paidProofSchema.parse({
          ...paidReceipts.generic.proof,
          customerName: bill.customerName,
          fields: bill.fields,
          sheets: paid.slice(0, product.sheetsMax),
          slip: family.slip,
        })
        for (const columns of receiptColumns) {
          const lines = layoutReceipt({ ...paidReceipts.generic, customerNumber, proof }, columns).flat()
          expect(lines.every(({ text }) => text.length <= columns)).toBe(true)
        }
      }),
      { numRuns: 25 },
    )
  })
})
