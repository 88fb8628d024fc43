import { z } from 'zod'
import { confirmationStatementSchema } from './confirmations.ts'
import { registrationStatementSchema } from './customers.ts'
import { paymentIdSchema, paymentStatementSchema, signedMembers } from './payments.ts'
import { businessDaySchema } from './reconciliation.ts'

export const feedItemsMax = 200

/** Where a terminal has read to: the ledger epoch and the last sequence of it. */
export const feedCursorSchema = z.object({
  epoch: z.string().min(1).max(64).describe('Ledger epoch the sequence belongs to.'),
  sequence: z.number().int().nonnegative().describe('Last item read; 0 for none.'),
})
export type FeedCursor = z.infer<typeof feedCursorSchema>

/** What a terminal that does not know the kind may do: count it as read and show it to nobody. Kinds are only ever added. */
export const feedItemSchema = z.discriminatedUnion('kind', [
  /** Something new about a payment of this terminal's or about what it takes from the float, with the revision rule of every answer. */
  z.object({
    kind: z.literal('payment').describe('Something new about a payment.'),
    statement: paymentStatementSchema.describe('What the central says of it now.'),
  }),
  /** Another terminal of the outlet took this payment over. */
  z.object({
    kind: z.literal('claimed').describe('Another terminal took a payment over.'),
    paymentId: paymentIdSchema,
    byTerminalId: z.string().min(1).max(64).describe('The terminal that owns it now.'),
  }),
  /** Something new about a registration or a confirmation of this terminal's; a lower revision than the one known changes nothing. */
  z.object({
    kind: z.literal('registration').describe('Something new about a customer who registered.'),
    statement: registrationStatementSchema.describe('What the central says of it now.'),
  }),
  z.object({
    kind: z.literal('confirmation').describe('Something new about what a customer was told.'),
    statement: confirmationStatementSchema.describe('What the central says of it now.'),
  }),
  z.object({
    kind: z.literal('float').describe('The float moved.'),
    balanceRupiah: z
      .number()
      .int()
      .describe("What new payments may take from the outlet's float, in rupiah; below zero after a restore that lost a top-up."),
  }),
  /** Somebody at the central decided on a request of this terminal's. */
  z.object({
    kind: z.literal('topUp').describe('A request for more float was decided.'),
    topUpId: z.uuid().describe('The request.'),
    state: z.enum(['approved', 'rejected']).describe('What was decided.'),
    amountRupiah: z.number().int().positive().describe('What was asked for, in rupiah; in the float when approved.'),
  }),
  /** A business day was closed, or issued anew. */
  z.object({
    kind: z.literal('reconciliation').describe('A closed business day can be read, also one that was issued anew.'),
    date: businessDaySchema,
  }),
  /** A newer version can be fetched. */
  z.object({
    kind: z.literal('config').describe('A newer config can be fetched.'),
    version: z.number().int().positive().describe('Its version.'),
  }),
  z.object({
    kind: z.literal('catalogue').describe('A newer catalogue can be fetched.'),
    version: z.number().int().positive().describe('Its version.'),
  }),
  /** For people: a sentence from the central's operator. */
  z.object({
    kind: z.literal('notice').describe('For people.'),
    noticeId: z.string().min(1).max(64).describe('Names the notice, so that it is shown once.'),
    text: z.string().max(400).describe('A sentence from the operator of the central.'),
  }),
])
export type FeedItem = z.infer<typeof feedItemSchema>

/**
 * The terminal's own changes after its cursor, in order, numbered without holes from 1 in each ledger epoch. `items` are read one by one
 * (`feedItemSchema` beside their sequence). A cursor of another epoch is answered with the first items of the present one; one that
 * lies before what is kept is refused `cursorExpired`. Both, and a hole, mean: resync by id over everything not final.
 */
export const feedAnswerSchema = z.object({
  ...signedMembers,
  items: z
    .array(
      z.object({
        sequence: z.number().int().positive().describe('Its place: one more than the item before it.'),
        item: z.unknown().meta({ $ref: '#/components/schemas/FeedItem' }).describe('What happened; of a kind that is not known, nothing.'),
      }),
    )
    .max(feedItemsMax)
    .describe('Changes after the cursor, in order.'),
  head: z
    .number()
    .int()
    .nonnegative()
    .describe('The newest sequence of this epoch, 0 when there is none: what a resync sets the cursor to.'),
})
export type FeedAnswer = z.infer<typeof feedAnswerSchema>
