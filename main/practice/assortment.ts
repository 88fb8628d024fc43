import { z } from 'zod'
import { type Product, productSchema } from '../../shared/central-api/catalogue.ts'
import { fitsCustomerNumber } from '../../shared/product-answers.ts'
import { type AddedBill, addedBillSchema } from './added-bills.ts'
import type { Biller } from './biller.ts'
import type { Facts } from './facts.ts'
import { familyOf } from './families/families.ts'

/** A product nobody here has heard of: what the catalogue publishes, and what its biller tells about each number. */
export const newProductSchema = z.object({
  product: productSchema,
  bills: z.record(z.string().max(32), addedBillSchema).refine((bills) => Object.keys(bills).length <= 1_000),
})
export type NewProduct = z.infer<typeof newProductSchema>

export type Assortment = ReturnType<typeof createAssortment>

/** What the operator sells beside the families of practice. Adding a product is adding data; the next catalogue has it. */
export function createAssortment({ facts, biller }: { facts: Facts; biller: Biller }) {
  function added(): Product[] {
    return JSON.parse(facts.read('addedProducts') ?? '[]') as Product[]
  }

  return {
    added,
    /** A product that was added before is replaced. False for one of the practice families, or a bill under a number the product does not take. */
    add({ product, bills }: NewProduct): boolean {
      const numbers = Object.entries(bills)
      if (familyOf(product.code) !== null) return false
      if (!numbers.every(([number]) => fitsCustomerNumber(product.customerNumber, number))) return false
      for (const [number, bill] of numbers) biller.addBill(product.code, number, bill satisfies AddedBill)
      const others = added().filter(({ code }) => code !== product.code)
      facts.write('addedProducts', JSON.stringify([...others, product]))
      return true
    },
  }
}
