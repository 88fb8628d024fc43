import { z } from 'zod'
import { intentHashSchema, paymentIdSchema, paymentRequestSchema, signedMembers } from './payments.ts'

export const batchItemsMax = 100

/** One thing asked about one payment. `incarnation` as in a single payment. */
export const batchItemSchema = z.discriminatedUnion('kind', [
  paymentRequestSchema.extend({ kind: z.literal('pay').describe('A payment, as it would be sent alone.') }),
  z.object({ kind: z.literal('ask').describe('A status question.'), paymentId: paymentIdSchema, intentHash: intentHashSchema }),
  z.object({ kind: z.literal('void').describe('Burns the id for ever.'), paymentId: paymentIdSchema, intentHash: intentHashSchema }),
])
export type BatchItem = z.infer<typeof batchItemSchema>

/**
 * Transport only: each item is committed and answered alone, in any order. Two items never name the same payment or bill. An item that the
 * reply leaves out is in doubt; one that nobody asked for is set aside.
 */
export const batchRequestSchema = z.object({
  items: z
    .array(batchItemSchema)
    .min(1)
    .max(batchItemsMax)
    .describe('Each is committed and answered alone, in any order; no two name the same payment or bill.'),
})
export type BatchRequest = z.infer<typeof batchRequestSchema>

/** `items` are payment statements (`paymentStatementSchema`), read one by one so that one unreadable item does not take the others with it. */
export const batchAnswerSchema = z.object({
  ...signedMembers,
  items: z
    .array(z.unknown().meta({ $ref: '#/components/schemas/PaymentStatement' }))
    .max(4 * batchItemsMax)
    .describe('One statement for each item; one that is left out is in doubt.'),
})
export type BatchAnswer = z.infer<typeof batchAnswerSchema>
