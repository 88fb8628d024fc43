import { z } from 'zod'
import { paymentIdSchema, paymentStatementSchema, signedMembers } from './payments.ts'

const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
const token = z.string().min(16).max(64)

/**
 * Said at every start and with every probe, before anything else is sent. The terminal makes `next` durable first; the central
 * remembers it and, next time, expects it as `last` (the same pair again is a repeat of a lost reply). A ledger that was restored or copied says
 * a `last` that is no longer the newest: `forked`. `takeNew` asks for the next incarnation; older ones can't create any more.
 */
export const helloRequestSchema = z.object({
  incarnation: z.number().int().positive(),
  last: token.nullable(),
  next: token,
  takeNew: z.boolean(),
})
export type HelloRequest = z.infer<typeof helloRequestSchema>

export const helloAnswerSchema = z.object({
  ...signedMembers,
  verdict: z.enum(['continues', 'forked', 'taken']),
  /** The terminal's newest incarnation at the central; with `taken`, the one just given. */
  incarnation: z.number().int().positive(),
})
export type HelloAnswer = z.infer<typeof helloAnswerSchema>

/** Payments that another terminal of the same outlet handed over; also ids the central has never seen. */
export const claimRequestSchema = z.object({
  exportId: z.uuid(),
  fromTerminalId: z.string().min(1).max(64),
  /** The key that signed the file. One that is not that terminal's is refused `claimNotAllowed`: the file is somebody else's. */
  fromPublicKey: z.string().max(60).optional(),
  incarnation: z.number().int().positive(),
  payments: z
    .array(z.object({ paymentId: paymentIdSchema, intentHash: hex64 }))
    .min(1)
    .max(100),
})
export type ClaimRequest = z.infer<typeof claimRequestSchema>

/** Each payment alone: claimed (repeating a claim is the same claim) with what the central knows about it, or why not. */
export const claimAnswerSchema = z.object({
  ...signedMembers,
  payments: z.array(
    z.discriminatedUnion('claimed', [
      z.object({ paymentId: paymentIdSchema, claimed: z.literal(true), statement: paymentStatementSchema }),
      z.object({ paymentId: paymentIdSchema, claimed: z.literal(false), code: z.enum(['notOwner', 'claimNotAllowed', 'intentMismatch']) }),
    ]),
  ),
})
export type ClaimAnswer = z.infer<typeof claimAnswerSchema>

/**
 * The second copy of a queue is encrypted to the outlet's recovery key, whose private half only the central has. A terminal of the
 * outlet that wants to read one sends the sealed content key (X25519, see docs/decisions) and gets it opened.
 */
export const openCopyRequestSchema = z.object({ sealedKey: z.string().min(1).max(400) })
export const openCopyAnswerSchema = z.object({ ...signedMembers, contentKey: z.string().min(1).max(64) })
export type OpenCopyAnswer = z.infer<typeof openCopyAnswerSchema>
