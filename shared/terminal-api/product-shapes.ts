import { z } from 'zod'
import { rupiah } from './base-shapes.ts'

const wordsSchema = z.object({ id: z.string(), en: z.string() })

/** What a product asks besides the number, in the order it is asked. A kind the page does not know is asked as text. */
const productQuestionSchema = z.object({
  code: z.string(),
  label: wordsSchema,
  /** text, digits, months, amount or choice. */
  kind: z.string(),
  /** Counts where nothing is answered; without one an answer is required. */
  default: z.string().optional(),
  choices: z.array(z.object({ value: z.string(), label: wordsSchema })).optional(),
  monthsMax: z.number().int().optional(),
})

export const productSummarySchema = z.object({
  code: z.string(),
  group: z.string(),
  groupName: z.string(),
  name: z.string(),
  biller: z.string(),
  kind: z.enum(['postpaid', 'prepaid']),
  customerNumber: z.object({
    label: z.string(),
    labelEn: z.string().optional(),
    pattern: z.string(),
    example: z.string(),
    keep: z.string().optional(),
    rewrite: z.object({ pattern: z.string(), to: z.string() }).optional(),
    upperCase: z.boolean().optional(),
  }),
  fields: z.array(productQuestionSchema).optional(),
  offline: z.enum(['never', 'knownPrice', 'knownBill', 'statedAmount']),
  nominalRupiah: rupiah.nullable(),
  priceRupiah: rupiah.nullable(),
  adminRupiah: rupiah,
  counterFeeRupiah: rupiah,
  sheetsMax: z.number().int(),
})
export type ProductSummary = z.infer<typeof productSummarySchema>
