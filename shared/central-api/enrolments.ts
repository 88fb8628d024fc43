import { z } from 'zod'

/** Ed25519 public key, raw 32 bytes in base64. */
export const publicKeySchema = z.base64().length(44)

/**
 * The terminal makes its own key pair, signs this request with it (proof of possession) and names it by `publicKey`.
 * Repeating the same code with the same key gives the same answer.
 */
export const enrolmentRequestSchema = z.object({
  activationCode: z.string().min(4).max(64).describe('One-time code from the operator of the central.'),
  publicKey: publicKeySchema.describe('Key the terminal made and signs this request with: Ed25519, raw 32 bytes in base64.'),
  terminalName: z.string().min(1).max(60).describe('What people call the machine.'),
})
export type EnrolmentRequest = z.infer<typeof enrolmentRequestSchema>

export const enrolmentAnswerSchema = z.object({
  terminalId: z.string().min(1).max(64).describe('The terminal, as the central names it.'),
  keyId: z.string().min(1).max(64).describe("`keyid` of the terminal's signatures from now on."),
  centralKeyId: z.string().min(1).max(64).describe("`keyid` of the central's signatures."),
  centralPublicKey: publicKeySchema.describe('Key that checks them: Ed25519, raw 32 bytes in base64.'),
  serverTime: z.iso.datetime().describe("The central's time when it answered, UTC."),
  ledgerEpoch: z.string().min(1).max(64).describe("The present life of the central's ledger."),
})
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswerSchema>
