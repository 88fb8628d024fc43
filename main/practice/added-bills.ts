import { z } from 'zod'
import { paidProofSchema, sheetSchema } from '../../shared/central-api/payments.ts'
import type { Database } from '../storage/open.ts'

/** What the biller of an added product tells about one number, and the words of its slip. */
export const addedBillSchema = z.object({
  customerName: z.string().max(120),
  fields: paidProofSchema.shape.fields,
  sheets: z.array(sheetSchema).max(24),
  slip: paidProofSchema.shape.slip,
})
export type AddedBill = z.infer<typeof addedBillSchema>

/** The biller's side of a product that came after this program was written. */
export function createAddedBills(database: Database) {
  const insert = database.prepare(`INSERT INTO added_bills (product_code, customer_number, bill) VALUES (?, ?, ?)
    ON CONFLICT (product_code, customer_number) DO UPDATE SET bill = excluded.bill`)
  const find = database.prepare<[string, string], { bill: string }>(
    'SELECT bill FROM added_bills WHERE product_code = ? AND customer_number = ?',
  )
  return {
    add: (productCode: string, customerNumber: string, bill: AddedBill): void =>
      void insert.run(productCode, customerNumber, JSON.stringify(bill)),
    find(productCode: string, customerNumber: string): AddedBill | null {
      const row = find.get(productCode, customerNumber)
      return row === undefined ? null : (JSON.parse(row.bill) as AddedBill)
    },
  }
}
