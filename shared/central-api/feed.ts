import { z } from 'zod'
import { paymentIdSchema, paymentStatementSchema, signedMembers } from './payments.ts'

export const feedItemsMax = 200

/** Where a terminal has read to: the ledger epoch and the last sequence of it. */
export const feedCursorSchema = z.object({ epoch: z.string().min(1).max(64), sequence: z.number().int().nonnegative() })
export type FeedCursor = z.infer<typeof feedCursorSchema>

/** What a terminal that does not know the kind may do: count it as read and show it to nobody. Kinds are only ever added. */
export const feedItemSchema = z.discriminatedUnion('kind', [
  /** Something new about a payment of this terminal's or about what it takes from the float, with the revision rule of every answer. */
  z.object({ kind: z.literal('payment'), statement: paymentStatementSchema }),
  /** Another terminal of the outlet took this payment over. */
  z.object({ kind: z.literal('claimed'), paymentId: paymentIdSchema, byTerminalId: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('float'), balanceRupiah: z.number().int() }),
  /** A newer version can be fetched. */
  z.object({ kind: z.literal('config'), version: z.number().int().positive() }),
  z.object({ kind: z.literal('catalogue'), version: z.number().int().positive() }),
  /** For people: a sentence from the central's operator. */
  z.object({ kind: z.literal('notice'), noticeId: z.string().min(1).max(64), text: z.string().max(400) }),
])
export type FeedItem = z.infer<typeof feedItemSchema>

/**
 * The terminal's own changes after its cursor, in order, numbered without holes from 1 in each ledger epoch. `items` are read one by one
 * (`feedItemSchema` beside their sequence). A cursor of another epoch is answered with the first items of the present one; one that
 * lies before what is kept is refused `cursorExpired`. Both, and a hole, mean: resync by id over everything not final.
 */
export const feedAnswerSchema = z.object({
  ...signedMembers,
  items: z.array(z.object({ sequence: z.number().int().positive(), item: z.unknown() })).max(feedItemsMax),
  /** The newest sequence of this epoch, 0 when there is none: what a resync sets the cursor to. */
  head: z.number().int().nonnegative(),
})
export type FeedAnswer = z.infer<typeof feedAnswerSchema>
