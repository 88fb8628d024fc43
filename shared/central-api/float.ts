import { z } from 'zod'
import { signedMembers } from './payments.ts'

export const floatMovementsMax = 200
export const topUpNoteLengthMax = 200

const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)
/** A float may fall below zero after a restore. */
const balance = z.number().int().min(-1_000_000_000_000).max(1_000_000_000_000)

/** Kinds are only ever added; before and after tell what one that nobody knows does. */
export const floatMovementSchema = z.object({
  sequence: z.number().int().positive().describe('Its place, rising; numbered anew in each ledger epoch, holes are allowed.'),
  kind: z
    .string()
    .min(1)
    .max(32)
    .describe('reserve: kept for a payment on its way; deduct: taken for it; release: kept no more; credit: put in, or given back.'),
  amountRupiah: rupiah.describe('How much moved, in rupiah.'),
  paymentId: z.uuid().nullable().describe('The payment it is for; null for a top-up and what else concerns none.'),
  balanceBeforeRupiah: balance.describe('The float before, in rupiah, what is reserved included.'),
  balanceAfterRupiah: balance.describe('The float after, in rupiah; the next movement begins with it.'),
  reservedBeforeRupiah: balance.describe('Of the float, kept for payments on their way before, in rupiah.'),
  reservedAfterRupiah: balance.describe('Kept for payments on their way after, in rupiah.'),
  at: z.iso.datetime().describe('When it moved, UTC.'),
  note: z.string().max(topUpNoteLengthMax).nullable().describe('For people: why it moved; null where the kind says all.'),
})
export type FloatMovement = z.infer<typeof floatMovementSchema>

/** Every change of the outlet's float, oldest first. A page that ends before `head` is followed by the next one. */
export const floatMovementsAnswerSchema = z.object({
  ...signedMembers,
  movements: z.array(floatMovementSchema).max(floatMovementsMax).describe('Movements after the one asked for, in order.'),
  head: z.number().int().nonnegative().describe('The newest sequence of this ledger epoch; 0 when nothing ever moved.'),
})
export type FloatMovementsAnswer = z.infer<typeof floatMovementsAnswerSchema>

export const topUpStates = ['requested', 'approved', 'rejected'] as const
export type TopUpState = (typeof topUpStates)[number]
const topUpIdSchema = z.uuid().describe('The request: made on the terminal and used for every retry.')
const topUpAmount = rupiah.positive().max(1_000_000_000).describe('How much is asked for, in rupiah.')
const topUpNote = z.string().max(topUpNoteLengthMax)

/** The same id with the same amount is the same request, however often it is sent. */
export const topUpRequestSchema = z.object({
  topUpId: topUpIdSchema,
  amountRupiah: topUpAmount,
  note: topUpNote.nullable().describe('From the agent, such as the number of the bank transfer.'),
})
export type TopUpRequest = z.infer<typeof topUpRequestSchema>

export const topUpSchema = z.object({
  topUpId: topUpIdSchema,
  terminalId: z.string().min(1).max(64).describe('The terminal that asked.'),
  amountRupiah: topUpAmount,
  state: z.enum(topUpStates).describe('requested: nobody has decided; approved: it is in the float; rejected: it never will be.'),
  requestedAt: z.iso.datetime().describe('When the central first heard of it, UTC.'),
  decidedAt: z.iso.datetime().nullable().describe('When it was approved or rejected, UTC; null while it is requested.'),
  note: topUpNote.nullable().describe("From the agent while it is requested; then the operator's, where there is one."),
})
export type TopUp = z.infer<typeof topUpSchema>

export const topUpAnswerSchema = z.object({ ...signedMembers, topUp: topUpSchema.describe('The request as it stands.') })
export type TopUpAnswer = z.infer<typeof topUpAnswerSchema>

export const topUpsAnswerSchema = z.object({
  ...signedMembers,
  topUps: z.array(topUpSchema).max(50).describe("The outlet's newest requests, newest first."),
})
export type TopUpsAnswer = z.infer<typeof topUpsAnswerSchema>
