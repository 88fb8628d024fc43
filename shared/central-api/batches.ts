import { z } from 'zod'
import { paymentIdSchema, paymentRequestSchema, signedMembers } from './payments.ts'

const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
export const batchItemsMax = 100

/** One thing asked about one payment. `incarnation` as in a single payment. */
export const batchItemSchema = z.discriminatedUnion('kind', [
  paymentRequestSchema.extend({ kind: z.literal('pay') }),
  z.object({ kind: z.literal('ask'), paymentId: paymentIdSchema, intentHash: hex64 }),
  z.object({ kind: z.literal('void'), paymentId: paymentIdSchema, intentHash: hex64 }),
])
export type BatchItem = z.infer<typeof batchItemSchema>

/**
 * Transport only: each item is committed and answered alone, in any order. Two items never name the same payment or bill. An item that the
 * reply leaves out is in doubt; one that nobody asked for is set aside.
 */
export const batchRequestSchema = z.object({ items: z.array(batchItemSchema).min(1).max(batchItemsMax) })
export type BatchRequest = z.infer<typeof batchRequestSchema>

/** `items` are payment statements (`paymentStatementSchema`), read one by one so that one unreadable item does not take the others with it. */
export const batchAnswerSchema = z.object({ ...signedMembers, items: z.array(z.unknown()).max(4 * batchItemsMax) })
export type BatchAnswer = z.infer<typeof batchAnswerSchema>
