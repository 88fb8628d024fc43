import { z } from 'zod'

/** Ed25519 public key, raw 32 bytes in base64. */
export const publicKeySchema = z.base64().length(44)

/**
 * The terminal makes its own key pair, signs this request with it (proof of possession) and names it by `publicKey`.
 * Repeating the same code with the same key gives the same answer.
 */
export const enrolmentRequestSchema = z.object({
  activationCode: z.string().min(4).max(64),
  publicKey: publicKeySchema,
  terminalName: z.string().min(1).max(60),
})
export type EnrolmentRequest = z.infer<typeof enrolmentRequestSchema>

export const enrolmentAnswerSchema = z.object({
  terminalId: z.string().min(1).max(64),
  /** `keyid` of the terminal's signatures from now on. */
  keyId: z.string().min(1).max(64),
  centralKeyId: z.string().min(1).max(64),
  centralPublicKey: publicKeySchema,
  serverTime: z.iso.datetime(),
  ledgerEpoch: z.string().min(1).max(64),
})
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswerSchema>
