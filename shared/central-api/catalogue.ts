import { z } from 'zod'
import { customerNumberSchema, productFieldSchema } from './product-fields.ts'

const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)

/** What a product allows while the link is down (docs/architecture.md, Offline). */
export const offlinePolicies = ['never', 'knownPrice', 'knownBill', 'statedAmount'] as const

/** One thing a customer can pay for. Adding a product is adding a row at the central; no terminal release. */
export const productSchema = z.object({
  code: z.string().min(1).max(32).describe('The product, as payments and inquiries name it.'),
  group: z
    .string()
    .min(1)
    .max(32)
    .describe('Products of one group share a screen tile and a number field: "pln-postpaid", "pln-prepaid", "pulsa-telkomsel".'),
  groupName: z.string().min(1).max(40).describe('Name of the group on the screen, in Indonesian.'),
  name: z.string().min(1).max(60).describe('Name of the product on screen and slip, in Indonesian.'),
  biller: z.string().min(1).max(40).describe('Name of the biller, as the slip prints it.'),
  kind: z
    .enum(['postpaid', 'prepaid'])
    .describe('postpaid: a bill that an inquiry finds; prepaid: a denomination with a price of its own.'),
  receiptTemplate: z
    .enum(['pln-postpaid', 'pln-prepaid', 'pulsa', 'pdam', 'generic'])
    .catch('generic')
    .describe(
      'Which of the receipt layouts the terminal prints. generic, and any word it does not know: the lines of the proof as they come.',
    ),
  customerNumber: customerNumberSchema.describe('What the number looks like that the customer gives.'),
  fields: z
    .array(productFieldSchema)
    .max(8)
    .optional()
    .describe('What an inquiry needs besides the number, in the order it is asked; left out: nothing.'),
  offline: z
    .enum(offlinePolicies)
    .catch('never')
    .describe(
      "What the product allows while the link is down: never; knownPrice: the price stands in the catalogue; knownBill: inquired today and still valid; statedAmount: the amount on the customer's paper bill. A word that a terminal does not know: never.",
    ),
  inquiry: z
    .enum(['required', 'whenOnline', 'none'])
    .catch('required')
    .describe(
      'Whether an inquiry comes before the payment. Postpaid: required; prepaid: whenOnline where the biller knows a name for the number, else none. A word that a terminal does not know: required.',
    ),
  nominalRupiah: rupiah.nullable().describe('Face value of a denomination, in rupiah; null for a bill.'),
  adminRupiah: rupiah.describe("Admin charged by the biller's side per sheet, in rupiah; part of the bill total."),
  priceRupiah: rupiah
    .nullable()
    .describe(
      "What the customer pays for a denomination, in rupiah; part of the intent. Null for a bill, whose amount comes from inquiry, and for an amount of the customer's choice, which comes on top of the admin.",
    ),
  commissionRupiah: rupiah.describe(
    'What the agent earns per sheet by this catalogue version, in rupiah; the answer to a payment may say otherwise.',
  ),
  counterFeeRupiah: rupiah.describe('The agent\'s own labelled line ("Adm Loket") in rupiah per payment, never inside the bill.'),
  sheetsMax: z.number().int().min(1).max(24).describe('How many sheets (months) one payment may take.'),
  /** Nightly window in WIB during which the biller takes nothing, "23:30" to "00:30"; null for none. */
  cutOff: z
    .object({
      start: z
        .string()
        .regex(/^\d\d:\d\d$/)
        .describe('First minute of the window, WIB, as HH:MM.'),
      end: z
        .string()
        .regex(/^\d\d:\d\d$/)
        .describe('First minute after the window, WIB, as HH:MM; before `start` where the window spans midnight.'),
    })
    .nullable()
    .describe('Nightly window in WIB during which the biller takes nothing; null for none.'),
})
export type Product = z.infer<typeof productSchema>

export const catalogueSchema = z.object({
  version: z.number().int().positive().describe('Rises with every change of the content.'),
  issuedAt: z.iso.datetime().describe('When the central signed this, UTC.'),
  validUntil: z.iso.datetime().describe('Until when it may be used offline, UTC.'),
  products: z.array(productSchema).max(5_000).describe('Every product the outlet may sell.'),
})
export type Catalogue = z.infer<typeof catalogueSchema>
