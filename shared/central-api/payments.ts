import { z } from 'zod'
import { centralRefusalCodes } from './refusals.ts'

const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)
const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
export const paymentIdSchema = z.uuid()

/** Members that every signed reply carries, whatever it says. */
export const signedMembers = {
  serverTime: z.iso.datetime(),
  /** New after every restore of the central's ledger; "unknown" counts only under the epoch of the last send. */
  ledgerEpoch: z.string().min(1).max(64),
  /** An id older than this is refused `idTooOld`; terminals stop using one at 80 % of it. */
  idsKeptForDays: z.number().int().positive(),
}

/** A month (or instalment) as the biller states it. The amount is all the customer pays for it: bill, penalty and admin. */
export const sheetSchema = z.object({
  period: z.string().max(16),
  amountRupiah: rupiah.positive(),
  billRupiah: rupiah,
  penaltyRupiah: rupiah,
  adminRupiah: rupiah,
  meterStart: z.string().max(16).optional(),
  meterEnd: z.string().max(16).optional(),
})
export type Sheet = z.infer<typeof sheetSchema>

export const inquiryRequestSchema = z.object({ productCode: z.string().min(1).max(32), customerNumber: z.string().min(1).max(32) })
export type InquiryRequest = z.infer<typeof inquiryRequestSchema>

export const inquiryAnswerSchema = z.object({
  ...signedMembers,
  inquiryReference: z.string().min(1).max(64),
  productCode: z.string(),
  customerNumber: z.string(),
  customerName: z.string().max(120),
  /** Tariff and power, address … in the biller's own labels and order. */
  fields: z.array(z.object({ label: z.string().max(40), value: z.string().max(120) })).max(30),
  sheets: z.array(sheetSchema).min(1).max(24),
  /** All bills the biller holds, of which `sheets` are the oldest that one payment may take. */
  sheetsOutstanding: z.number().int().positive(),
  totalRupiah: rupiah.positive(),
  validUntil: z.iso.datetime(),
})
export type InquiryAnswer = z.infer<typeof inquiryAnswerSchema>

export const paymentRequestSchema = z.object({
  paymentId: paymentIdSchema,
  intentHash: hex64,
  productCode: z.string().min(1).max(32),
  customerNumber: z.string().min(1).max(32),
  sheets: z
    .array(z.object({ period: z.string().max(16), amountRupiah: rupiah.positive() }))
    .min(1)
    .max(24),
  totalRupiah: rupiah.positive(),
  inquiryReference: z.string().max(64).nullable(),
  acceptedAt: z.iso.datetime(),
  /** Names the first payment of the same bill when a person deliberately pays it again. */
  overridesPaymentId: paymentIdSchema.nullable(),
  /** Which life of the terminal's ledger sends this; an older one than the central knows is refused `incarnationOld`. */
  incarnation: z.number().int().positive(),
})
export type PaymentRequest = z.infer<typeof paymentRequestSchema>

/** What the receipt is made of: the biller's own facts, as the biller gave them. */
export const paidProofSchema = z.object({
  reference: z.string().min(1).max(64),
  paidAt: z.iso.datetime(),
  /** What the central took from the agent's float when it was paid; `floatTakenRupiah` is how that stands now. */
  deductedRupiah: rupiah,
  /** Null: the catalogue's commission applies. */
  commissionRupiah: rupiah.nullable(),
  customerName: z.string().max(120),
  fields: z.array(z.object({ label: z.string().max(40), value: z.string().max(120) })).max(30),
  sheets: z.array(sheetSchema.extend({ reference: z.string().max(64).optional() })).max(24),
  sheetsRemaining: z.number().int().nonnegative(),
  /** PLN prepaid: 20 digits. */
  token: z
    .string()
    .regex(/^\d{20}$/)
    .optional(),
  /** kWh in hundredths, so that no fraction travels as a float. */
  energyCentiKwh: z.number().int().nonnegative().optional(),
  /** The parts of a token's price; they add up to the amount paid (checked before a slip is printed). */
  taxes: z
    .object({
      stampRupiah: rupiah,
      vatRupiah: rupiah,
      streetLightingTaxRupiah: rupiah,
      instalmentRupiah: rupiah,
      powerPurchaseRupiah: rupiah,
      adminRupiah: rupiah,
    })
    .optional(),
  serialNumber: z.string().max(64).optional(),
})
export type PaidProof = z.infer<typeof paidProofSchema>

const aboutMembers = {
  paymentId: paymentIdSchema,
  /** Hash of the intent stored under the id; in an answer about an unknown id, the hash the question named. */
  intentHash: hex64,
  /** Rises with every change of what the central says about this payment, also of its float; 0 where it knows nothing. */
  revision: z.number().int().nonnegative(),
  /**
   * What this payment has taken from the float by now, less what came back for it. Said with every stored payment, so that a credit needs no
   * message of its own and can be heard late, twice or by asking. Left out: nothing is said about the float.
   */
  floatTakenRupiah: rupiah.optional(),
}

const refusedMembers = {
  /** RFC 9457 members; a refusal travels as application/problem+json with this same body. */
  type: z.string(),
  title: z.string(),
  code: z.enum(centralRefusalCodes),
  retry: z.enum(['never', 'later', 'ask']),
  created: z.boolean(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  /** `duplicateBill`: the payment that already has the bill, where the outlet may know it. */
  firstPaymentId: paymentIdSchema.optional(),
}

/** What the central says about one payment: an item of a batch or of the change feed. */
export const paymentStatementSchema = z.discriminatedUnion('status', [
  z.object({ ...aboutMembers, status: z.literal('paid'), proof: paidProofSchema }),
  /** `askAfterMs`: no sooner than this will the central know more. */
  z.object({ ...aboutMembers, status: z.literal('pending'), askAfterMs: z.number().int().nonnegative().optional() }),
  z.object({ ...aboutMembers, status: z.literal('voided') }),
  z.object({ ...aboutMembers, status: z.literal('unknown') }),
  z.object({ ...aboutMembers, status: z.literal('refused'), ...refusedMembers }),
])
export type PaymentStatement = z.infer<typeof paymentStatementSchema>

const signed = z.object(signedMembers)
export type SignedMembers = z.infer<typeof signed>

/** The same as the whole of a reply: to pay, to a status question and to a void alike. */
export const paymentAnswerSchema = z.intersection(signed, paymentStatementSchema)
export type PaymentAnswer = SignedMembers & PaymentStatement

export const floatAnswerSchema = z.object({ ...signedMembers, balanceRupiah: z.number().int() })
export type FloatAnswer = z.infer<typeof floatAnswerSchema>

export const timeAnswerSchema = z.object({ ...signedMembers, billerReachable: z.boolean() })
export type TimeAnswer = z.infer<typeof timeAnswerSchema>
