import { z } from 'zod'
import { mobileNumberSchema } from './customers.ts'
import { paymentIdSchema, signedMembers } from './payments.ts'

const rupiah = z.number().int().min(-1_000_000).max(1_000_000)

export const confirmationIdSchema = z.uuid().describe('The confirmation: made on the terminal and used for every retry.')
const email = z.email().max(120).describe('Where to.')

/** Members of every request; what only the counter knows and the receipt says. */
const requestMembers = {
  confirmationId: confirmationIdSchema,
  paymentId: paymentIdSchema,
  counter: z
    .object({
      staffName: z.string().max(60).describe('Who served the customer.'),
      counterFeeRupiah: rupiah.nonnegative().describe("The agent's own fee for the whole payment, in rupiah."),
      cashRoundingRupiah: rupiah.describe(
        "This payment's share of the rounding of the cash, in rupiah; below zero where the customer paid less.",
      ),
    })
    .describe('What only the counter knows and the receipt says.'),
}

/**
 * Asks for word to the customer about one payment: a provisional receipt while it is pending, the receipt once it is paid, and word that it
 * failed. The same id with the same content is the same confirmation. It may be asked for before the payment arrives.
 */
export const confirmationRequestSchema = z.discriminatedUnion('channel', [
  z.object({ ...requestMembers, channel: z.literal('email').describe('MIME mail with the receipt as text and PDF.'), address: email }),
  z.object({ ...requestMembers, channel: z.literal('whatsapp').describe('One text by WhatsApp.'), address: mobileNumberSchema }),
  z.object({ ...requestMembers, channel: z.literal('sms').describe('One text by SMS.'), address: mobileNumberSchema }),
])
export type ConfirmationRequest = z.infer<typeof confirmationRequestSchema>

/** provisional: claims no payment. receipt: it is paid. failed: it is not, and the money is owed back. */
export const confirmationKinds = ['provisional', 'receipt', 'failed'] as const

export const confirmationStatementSchema = z.object({
  confirmationId: confirmationIdSchema,
  paymentId: paymentIdSchema,
  revision: z.number().int().positive().describe('Rises with every message and with what became of it.'),
  messages: z
    .array(
      z.object({
        kind: z.enum(confirmationKinds).describe('provisional: claims no payment; receipt: it is paid; failed: it is not paid.'),
        status: z.enum(['waiting', 'sent', 'failed']).describe('waiting: on its way, or tried again; sent: handed on; failed: given up.'),
        at: z.iso.datetime().describe('Since when it stands so, UTC.'),
      }),
    )
    .describe('What the customer was told so far, in order; empty while the central knows nothing to tell.'),
})
export type ConfirmationStatement = z.infer<typeof confirmationStatementSchema>

export const confirmationAnswerSchema = z.object({ ...signedMembers, ...confirmationStatementSchema.shape })
export type ConfirmationAnswer = z.infer<typeof confirmationAnswerSchema>
