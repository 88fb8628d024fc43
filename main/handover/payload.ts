/**
 * Hand-over owns the ways a queue leaves its terminal and arrives at another one of the outlet: the signed file, the second copy, the
 * claim at the central, and noticing that this ledger itself was moved. It freezes and takes over payments; it never pays one:
 * main/sync does, and only for the terminal that the central knows as the owner.
 */
import { z } from 'zod'
import { productSchema } from '../../shared/central-api/catalogue.ts'
import { paymentIdSchema, sheetSchema } from '../../shared/central-api/payments.ts'

const rupiah = z.number().int().max(1_000_000_000_000)
const positive = rupiah.positive()
const whenMs = z.number().int().nonnegative()
const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
const name = z.string().max(200)
const id = z.string().min(1).max(64)

/** A payment as another terminal needs it to bring it home: what was accepted, and how far it has come. */
export const carriedPaymentSchema = z.object({
  paymentId: paymentIdSchema,
  intent: z.object({
    productCode: z.string().min(1).max(32),
    customerNumber: z.string().min(1).max(32),
    sheets: z
      .array(z.object({ period: z.string().max(16), amountRupiah: positive }))
      .min(1)
      .max(24),
    totalRupiah: positive,
  }),
  intentHash: hex64,
  productName: name,
  receiptTemplate: productSchema.shape.receiptTemplate,
  customerName: name,
  bill: z.object({
    catalogueVersion: z.number().int(),
    source: z.string().max(32),
    inquiryReference: z.string().max(64).nullable(),
    fields: z.array(z.object({ label: z.string(), value: z.string() })).max(30),
    sheets: z.array(sheetSchema).max(24),
    sheetsOutstanding: z.number().int(),
    fetchedAtMs: whenMs,
    validUntilMs: whenMs,
  }),
  counterFeeRupiah: rupiah.nonnegative(),
  commissionRupiah: rupiah,
  /** This payment's share of the basket's cash rounding, for its slip. */
  cashRoundingRupiah: rupiah,
  overridesPaymentId: paymentIdSchema.nullable(),
  acceptedAtMs: whenMs,
  staffId: id,
  staffName: name,
  /** The terminal whose drawer took the money; the exporting one unless it had taken the payment over itself. */
  originTerminalId: id,
  state: z.enum(['queued', 'sending', 'inDoubt']),
  reason: z.string().max(200).nullable(),
  wanted: z.enum(['pay', 'void']),
  everSent: z.boolean(),
  sentEpoch: z.string().max(64).nullable(),
  revision: z.number().int().nonnegative(),
  answerHash: hex64.nullable(),
  heardEpoch: z.string().max(64).nullable(),
  advanced: z.boolean(),
  /** It waited for a person's yes before it may be sent, and goes on waiting for it. */
  held: z.boolean(),
})
export type CarriedPayment = z.infer<typeof carriedPaymentSchema>

/** `export`: these payments are frozen where they come from. `copy`: they were open there when it was written. */
export const handOverSchema = z.object({
  format: z.literal('loket-hand-over-1'),
  kind: z.enum(['export', 'copy']),
  handOverId: z.uuid(),
  practice: z.boolean(),
  outletId: id,
  outletName: name,
  zone: z.enum(['WIB', 'WITA', 'WIT']),
  terminalId: id,
  incarnation: z.number().int().positive(),
  keyId: z.string().min(1).max(100),
  publicKey: z.string().min(40).max(60),
  writtenAtMs: whenMs,
  staffName: name,
  payments: z
    .array(carriedPaymentSchema)
    .max(10_000)
    // One payment named twice would be taken over by halves.
    .refine((payments) => new Set(payments.map(({ paymentId }) => paymentId)).size === payments.length),
})
export type HandOver = z.infer<typeof handOverSchema>
