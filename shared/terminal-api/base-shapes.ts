import { z } from 'zod'

/** What the shapes of the page's contract are made of. Money in whole rupiah, time in UTC milliseconds. */

export const rupiah = z.number().int()
export const idSchema = z.uuid()

export const sheetViewSchema = z.object({
  period: z.string(),
  amountRupiah: rupiah,
  billRupiah: rupiah,
  penaltyRupiah: rupiah,
  adminRupiah: rupiah,
  /** What else the biller says about it, ready to be read. */
  lines: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
})
