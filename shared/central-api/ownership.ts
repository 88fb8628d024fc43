import { z } from 'zod'
import { intentHashSchema, paymentIdSchema, paymentStatementSchema, signedMembers } from './payments.ts'

const token = z.string().min(16).max(64)

/**
 * Said at every start and with every probe, before anything else is sent. The terminal makes `next` durable first; the central
 * remembers it and, next time, expects it as `last` (the same pair again is a repeat of a lost reply). A ledger that was restored or copied says
 * a `last` that is no longer the newest: `forked`. `takeNew` asks for the next incarnation; older ones can't create any more.
 */
export const helloRequestSchema = z.object({
  incarnation: z.number().int().positive().describe("Which life of the terminal's ledger speaks."),
  last: token.nullable().describe('The token of the last greeting that was answered; null before the first.'),
  next: token.describe('A new token, durable on the terminal before it is said; expected as `last` next time.'),
  takeNew: z.boolean().describe("Asks for the next incarnation; older ones can't create any more."),
})
export type HelloRequest = z.infer<typeof helloRequestSchema>

export const helloAnswerSchema = z.object({
  ...signedMembers,
  verdict: z
    .enum(['continues', 'forked', 'taken'])
    .describe(
      'continues: the same life; forked: this ledger was restored or copied, a newer life exists; taken: a new incarnation was given.',
    ),
  incarnation: z.number().int().positive().describe("The terminal's newest incarnation at the central; with `taken`, the one just given."),
})
export type HelloAnswer = z.infer<typeof helloAnswerSchema>

/** Payments that another terminal of the same outlet handed over; also ids the central has never seen. */
export const claimRequestSchema = z.object({
  exportId: z.uuid().describe('Names the export file, so that a repeated claim is the same claim.'),
  fromTerminalId: z.string().min(1).max(64).describe('The terminal that handed the payments over.'),
  fromPublicKey: z
    .string()
    .max(60)
    .optional()
    .describe(
      "The key that signed the file, base64. One that is not that terminal's is refused `claimNotAllowed`: the file is somebody else's.",
    ),
  incarnation: z.number().int().positive().describe("Which life of the claiming terminal's ledger speaks."),
  payments: z
    .array(z.object({ paymentId: paymentIdSchema, intentHash: intentHashSchema }))
    .min(1)
    .max(100)
    .describe('What was handed over; also ids the central has never seen.'),
})
export type ClaimRequest = z.infer<typeof claimRequestSchema>

/** Each payment alone: claimed (repeating a claim is the same claim) with what the central knows about it, or why not. */
export const claimAnswerSchema = z.object({
  ...signedMembers,
  payments: z
    .array(
      z.discriminatedUnion('claimed', [
        z.object({
          paymentId: paymentIdSchema,
          claimed: z.literal(true).describe('The asker owns it now.'),
          statement: paymentStatementSchema.describe('What the central knows of it.'),
        }),
        z.object({
          paymentId: paymentIdSchema,
          claimed: z.literal(false).describe('It stays where it was.'),
          code: z.enum(['notOwner', 'claimNotAllowed', 'intentMismatch']).describe('Why, in the words of the refusals.'),
        }),
      ]),
    )
    .describe('Each payment alone.'),
})
export type ClaimAnswer = z.infer<typeof claimAnswerSchema>

/**
 * The second copy of a queue is encrypted to the outlet's recovery key, whose private half only the central has. A terminal of the
 * outlet that wants to read one sends the sealed content key (X25519, see docs/decisions) and gets it opened.
 */
export const openCopyRequestSchema = z.object({
  sealedKey: z.string().min(1).max(400).describe('The content key, sealed to the recovery key of the outlet (X25519).'),
})
export const openCopyAnswerSchema = z.object({
  ...signedMembers,
  contentKey: z.string().min(1).max(64).describe('The content key, opened, in base64.'),
})
export type OpenCopyAnswer = z.infer<typeof openCopyAnswerSchema>
