import { z } from 'zod'

const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)

/** What a product allows while the link is down (docs/architecture.md, Offline). */
export const offlinePolicies = ['never', 'knownPrice', 'knownBill', 'statedAmount'] as const

/** One thing a customer can pay for. Adding a product is adding a row at the central; no terminal release. */
export const productSchema = z.object({
  code: z.string().min(1).max(32),
  /** Products of one group share a screen tile and a number field: "pln-postpaid", "pln-prepaid", "pulsa-telkomsel". */
  group: z.string().min(1).max(32),
  groupName: z.string().min(1).max(40),
  name: z.string().min(1).max(60),
  biller: z.string().min(1).max(40),
  kind: z.enum(['postpaid', 'prepaid']),
  receiptTemplate: z.enum(['pln-postpaid', 'pln-prepaid', 'pulsa', 'pdam']),
  customerNumber: z.object({
    label: z.string().min(1).max(40),
    /** Anchored regular expression over the number with blanks, dots and dashes removed. */
    pattern: z.string().min(1).max(200),
    example: z.string().max(32),
  }),
  offline: z.enum(offlinePolicies),
  /** Postpaid always; prepaid where the biller knows a name for the number (PLN token). */
  inquiry: z.enum(['required', 'whenOnline', 'none']),
  /** Face value of a denomination; null for a bill. */
  nominalRupiah: rupiah.nullable(),
  /** Admin charged by the biller's side per sheet, part of the bill total. */
  adminRupiah: rupiah,
  /** What the customer pays for a denomination: part of the intent. Null for a bill, whose amount comes from inquiry. */
  priceRupiah: rupiah.nullable(),
  /** What the agent earns per sheet by this catalogue version; the answer to a payment may say otherwise. */
  commissionRupiah: rupiah,
  /** The agent's own labelled line ("Adm Loket"), per payment, never inside the bill. */
  counterFeeRupiah: rupiah,
  sheetsMax: z.number().int().min(1).max(24),
  /** Nightly window in WIB during which the biller takes nothing, "23:30" to "00:30"; null for none. */
  cutOff: z.object({ start: z.string().regex(/^\d\d:\d\d$/), end: z.string().regex(/^\d\d:\d\d$/) }).nullable(),
})
export type Product = z.infer<typeof productSchema>

export const catalogueSchema = z.object({
  version: z.number().int().positive(),
  issuedAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  products: z.array(productSchema).max(5_000),
})
export type Catalogue = z.infer<typeof catalogueSchema>
