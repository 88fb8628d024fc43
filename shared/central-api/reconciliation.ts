import { z } from 'zod'
import { paymentIdSchema, signedMembers } from './payments.ts'

export const reconciliationLinesMax = 200

const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)
const balance = z.number().int().min(-1_000_000_000_000).max(1_000_000_000_000)
const count = z.number().int().nonnegative()
export const businessDaySchema = z.iso
  .date()
  .describe('The business day, as in 2026-11-23: a WIB day that ends at the cut-off of the central.')

/** One thing that counts for the day. A payment may be paid on one day and reversed on a later one. */
export const reconciliationLineSchema = z.object({
  kind: z
    .enum(['paid', 'reversed'])
    .describe('paid: it counts from this day on; reversed: it was paid on an earlier day and failed since.'),
  paymentId: paymentIdSchema,
  terminalId: z.string().min(1).max(64).describe('The terminal that owns it.'),
  productCode: z.string().min(1).max(32).describe('The product, as in the catalogue.'),
  customerNumber: z.string().min(1).max(32).describe("The customer's number at the biller."),
  reference: z.string().max(64).describe("The central's proof of payment; empty for what is not paid any more."),
  at: z.iso.datetime().describe('When the biller took it, or when it failed, UTC.'),
  totalRupiah: rupiah.describe('What the customer paid for, in rupiah.'),
  floatTakenRupiah: rupiah.describe('What it had taken from the float when the day was closed, in rupiah, less what came back.'),
})
export type ReconciliationLine = z.infer<typeof reconciliationLineSchema>

/** A closed day of the whole outlet, page by page; totals are of all pages. */
export const reconciliationAnswerSchema = z.object({
  ...signedMembers,
  date: businessDaySchema,
  revision: z
    .number()
    .int()
    .positive()
    .describe('Rises when the central issues the day anew; pages of two revisions do not belong together.'),
  startsAt: z.iso.datetime().describe('When the day began, UTC.'),
  endsAt: z.iso.datetime().describe('The cut-off that ended it, UTC.'),
  page: z.number().int().positive().describe('Which page this is, from 1.'),
  pages: z.number().int().positive().describe('How many there are; at least one.'),
  lines: z.array(reconciliationLineSchema).max(reconciliationLinesMax).describe('In the order of their ids.'),
  totals: z
    .object({
      paidCount: count.describe('How many lines are paid.'),
      paidRupiah: rupiah.describe('What they sum to, in rupiah.'),
      reversedCount: count.describe('How many lines are reversed.'),
      reversedRupiah: rupiah.describe('What they sum to, in rupiah.'),
    })
    .describe('Of all pages.'),
  float: z
    .object({
      beforeRupiah: balance.describe('The float when the day began, in rupiah.'),
      putInRupiah: rupiah.describe('Top-ups of the day, in rupiah.'),
      takenRupiah: balance.describe('What else left it on the day, in rupiah, less what came back.'),
      afterRupiah: balance.describe('The float at the cut-off, in rupiah: before, and what was put in, less what was taken.'),
    })
    .describe("The outlet's float over the day."),
})
export type ReconciliationAnswer = z.infer<typeof reconciliationAnswerSchema>
