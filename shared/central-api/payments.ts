import { z } from 'zod'
import { answersSchema, billerWords, detailLinesSchema, slipWordsSchema } from './product-fields.ts'
import { centralRefusalCodes } from './refusals.ts'

const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)
const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
export const paymentIdSchema = z
  .uuid()
  .describe('The payment: UUIDv7, made on the terminal when the basket opens and used for every retry.')
export const intentHashSchema = hex64.describe('SHA-256 of the canonical intent, 64 lower-case hex digits.')

/** Members that every signed reply carries, whatever it says. */
export const signedMembers = {
  serverTime: z.iso.datetime().describe("The central's time when it answered, UTC."),
  ledgerEpoch: z
    .string()
    .min(1)
    .max(64)
    .describe('New after every restore of the central\'s ledger; "unknown" counts only under the epoch of the last send.'),
  idsKeptForDays: z
    .number()
    .int()
    .positive()
    .describe('In days. An id older than this is refused `idTooOld`; terminals stop using one at 80 % of it.'),
}

const labelledSchema = detailLinesSchema.max(30).describe("Tariff and power, address … in the biller's own labels and order.")

/** A month (or instalment) as the biller states it. The amount is all the customer pays for it: bill, penalty and admin. */
export const sheetSchema = z.object({
  period: z.string().max(16).describe('The month or instalment, as the biller writes it; empty for a denomination.'),
  amountRupiah: rupiah.positive().describe('All the customer pays for the sheet, in rupiah: bill, penalty and admin.'),
  billRupiah: rupiah.describe('The bill alone, in rupiah.'),
  penaltyRupiah: rupiah.describe('Penalty for paying late, in rupiah.'),
  adminRupiah: rupiah.describe("The admin of the biller's side, in rupiah."),
  meterStart: z.string().max(16).optional().describe("Meter at the start of the period, in the biller's own writing."),
  meterEnd: z.string().max(16).optional().describe("Meter at the end of the period, in the biller's own writing."),
  lines: detailLinesSchema.max(20).optional().describe('What else the biller says about this sheet alone.'),
})
export type Sheet = z.infer<typeof sheetSchema>

export const inquiryRequestSchema = z.object({
  productCode: z.string().min(1).max(32).describe('The product asked about.'),
  customerNumber: z.string().min(1).max(32).describe("The customer's number at the biller."),
  answers: answersSchema.optional(),
})
export type InquiryRequest = z.infer<typeof inquiryRequestSchema>

export const inquiryAnswerSchema = z.object({
  ...signedMembers,
  inquiryReference: z.string().min(1).max(64).describe('Names this inquiry in a payment.'),
  productCode: z.string().describe('The product, as in the catalogue.'),
  customerNumber: z.string().describe("The customer's number at the biller."),
  customerName: z.string().max(120).describe('As the biller spells it.'),
  answers: answersSchema
    .optional()
    .describe(
      "The answers the bill was found with, defaults included, by the codes of the product's `fields`; left out where it has none.",
    ),
  fields: labelledSchema,
  sheets: z.array(sheetSchema).min(1).max(24).describe('What one payment may take: the oldest bills.'),
  sheetsOutstanding: z
    .number()
    .int()
    .positive()
    .describe('How many bills the biller holds, of which `sheets` are the oldest that one payment may take.'),
  totalRupiah: rupiah.positive().describe('Sum of the sheets, in rupiah.'),
  validUntil: z.iso.datetime().describe('Until when the answer may be paid, UTC; at most until midnight WIB.'),
})
export type InquiryAnswer = z.infer<typeof inquiryAnswerSchema>

export const paymentRequestSchema = z.object({
  paymentId: paymentIdSchema,
  intentHash: intentHashSchema,
  productCode: z.string().min(1).max(32).describe('The product, as in the catalogue; part of the intent.'),
  customerNumber: z.string().min(1).max(32).describe("The customer's number at the biller; part of the intent."),
  sheets: z
    .array(sheetSchema.pick({ period: true, amountRupiah: true }))
    .min(1)
    .max(24)
    .describe('What is paid, part of the intent.'),
  totalRupiah: rupiah.positive().describe('Sum of the sheets, in rupiah, part of the intent.'),
  inquiryReference: z.string().max(64).nullable().describe('The inquiry the amounts come from; null where there was none.'),
  acceptedAt: z.iso.datetime().describe('When the counter took the money, UTC.'),
  overridesPaymentId: paymentIdSchema
    .nullable()
    .describe('Names the first payment of the same bill when a person deliberately pays it again; else null.'),
  incarnation: z
    .number()
    .int()
    .positive()
    .describe("Which life of the terminal's ledger sends this; an older one than the central knows is refused `incarnationOld`."),
})
export type PaymentRequest = z.infer<typeof paymentRequestSchema>

/** What the receipt is made of: the biller's own facts, as the biller gave them. */
export const paidProofSchema = z.object({
  reference: z.string().min(1).max(64).describe("The central's proof of payment, printed on the receipt."),
  paidAt: z.iso.datetime().describe('When the biller took it, UTC.'),
  deductedRupiah: rupiah.describe(
    "What the central took from the agent's float when it was paid, in rupiah; `floatTakenRupiah` is how that stands now.",
  ),
  commissionRupiah: rupiah.nullable().describe("The agent's commission, in rupiah; null: the catalogue's applies."),
  customerName: z.string().max(120).describe('As the biller spells it.'),
  fields: labelledSchema,
  sheets: z
    .array(sheetSchema.extend({ reference: z.string().max(64).optional().describe('Reference of this sheet alone.') }))
    .max(24)
    .describe('What was paid, as the biller states it.'),
  sheetsRemaining: z.number().int().nonnegative().describe('How many bills the customer still owes.'),
  token: z
    .string()
    .regex(/^\d{20}$/)
    .optional()
    .describe('PLN prepaid: 20 digits.'),
  energyCentiKwh: z.number().int().nonnegative().optional().describe('Hundredths of a kWh, so that no fraction travels as a float.'),
  taxes: z
    .object({
      stampRupiah: rupiah.describe('Stamp duty, in rupiah.'),
      vatRupiah: rupiah.describe('Value added tax, in rupiah.'),
      streetLightingTaxRupiah: rupiah.describe('Street lighting tax (PPJ), in rupiah.'),
      instalmentRupiah: rupiah.describe('Instalment of a debt to the biller, in rupiah.'),
      powerPurchaseRupiah: rupiah.describe('What buys energy, in rupiah.'),
      adminRupiah: rupiah.describe('Admin, in rupiah.'),
    })
    .optional()
    .describe("The parts of a token's price; they add up to the amount paid."),
  serialNumber: z.string().max(64).optional().describe("The operator's serial number of a top-up."),
  slip: slipWordsSchema.optional().describe("The biller's own words around the slip; left out: the terminal's."),
})
export type PaidProof = z.infer<typeof paidProofSchema>

const aboutMembers = {
  paymentId: paymentIdSchema,
  /** Hash of the intent stored under the id; in an answer about an unknown id, the hash the question named. */
  intentHash: intentHashSchema,
  revision: z
    .number()
    .int()
    .nonnegative()
    .describe('Rises with every change of what the central says about this payment, also of its float; 0 where it knows nothing.'),
  floatTakenRupiah: rupiah
    .optional()
    .describe(
      'What this payment has taken from the float by now, in rupiah, less what came back for it. Left out: nothing is said about the float.',
    ),
}

const refusedMembers = {
  type: z.string().describe('A URN that names the refusal.'),
  title: z.string().describe('The refusal in a word, for logs.'),
  code: z.enum(centralRefusalCodes).describe('Which refusal.'),
  retry: z
    .enum(['never', 'later', 'ask'])
    .describe('What may be done next under this id: never, later (the same again), ask (only a status question can tell).'),
  created: z.boolean().describe('Whether a transaction now exists under the id.'),
  retryAfterMs: z.number().int().nonnegative().optional().describe('No sooner than this, in ms.'),
  ...billerWords,
  firstPaymentId: paymentIdSchema
    .optional()
    .describe('`duplicateBill`: the payment that already has the bill, where the outlet may know it.'),
}

/** What the central says about one payment: an item of a batch or of the change feed. */
export const paymentStatementSchema = z.discriminatedUnion('status', [
  z.object({
    ...aboutMembers,
    status: z.literal('paid').describe('Final but for reconciliation.'),
    proof: paidProofSchema.describe('What the receipt is made of.'),
  }),
  /** `askAfterMs`: no sooner than this will the central know more. */
  z.object({
    ...aboutMembers,
    status: z.literal('pending').describe('The biller has not spoken yet.'),
    askAfterMs: z.number().int().nonnegative().optional().describe('No sooner than this will the central know more, in ms.'),
  }),
  z.object({ ...aboutMembers, status: z.literal('voided').describe('The id is burnt and was never paid.') }),
  z.object({ ...aboutMembers, status: z.literal('unknown').describe('The central has nothing under this id in this ledger epoch.') }),
  z.object({ ...aboutMembers, status: z.literal('refused').describe('Refused; `code` says why.'), ...refusedMembers }),
])
export type PaymentStatement = z.infer<typeof paymentStatementSchema>

const signed = z.object(signedMembers)
export type SignedMembers = z.infer<typeof signed>

/** The same as the whole of a reply: to pay, to a status question and to a void alike. */
export const paymentAnswerSchema = z.intersection(signed, paymentStatementSchema)
export type PaymentAnswer = SignedMembers & PaymentStatement

export const floatAnswerSchema = z.object({
  ...signedMembers,
  balanceRupiah: z
    .number()
    .int()
    .describe("What new payments may take from the outlet's float, in rupiah; below zero after a restore that lost a top-up."),
  runsOutAt: z.iso
    .datetime()
    .nullable()
    .optional()
    .describe('When it will be used up if the coming days are like the last ones, UTC; null: nobody can tell.'),
})
export type FloatAnswer = z.infer<typeof floatAnswerSchema>

export const timeAnswerSchema = z.object({
  ...signedMembers,
  billerReachable: z.boolean().describe('Whether the central can reach the billers behind it.'),
})
export type TimeAnswer = z.infer<typeof timeAnswerSchema>
