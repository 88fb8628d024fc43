import { z } from 'zod'
import { intentHashSchema } from './payments.ts'
import { billerWords } from './product-fields.ts'
import { centralRefusalCodes } from './refusals.ts'

/**
 * A refusal of anything but a payment (RFC 9457, application/problem+json). A refused payment carries these members too, next to
 * its id and hash, with the word "refused" as `status`. Refusals at the door (signature, clock, replay, size) are
 * not signed: nobody known has asked, and a terminal takes them as no answer.
 */
export const centralProblemSchema = z.object({
  type: z.string().describe('A URN that names the refusal.'),
  title: z.string().describe('The refusal in a word, for logs.'),
  status: z.number().int().describe('The HTTP status, again.'),
  code: z.enum(centralRefusalCodes).describe('Which refusal.'),
  retry: z
    .enum(['never', 'later', 'ask'])
    .describe('What may be done next: never, later (the same again), ask (only a status question can tell).'),
  created: z.boolean().describe('Whether a transaction now exists under the payment id.'),
  retryAfterMs: z.number().int().nonnegative().optional().describe('No sooner than this, in ms.'),
  ...billerWords,
  serverTime: z.iso
    .datetime()
    .optional()
    .describe("The central's time, UTC. With `clockSkew` a machine with a wrong clock can date its next signature by it."),
})
export type CentralProblem = z.infer<typeof centralProblemSchema>

/** Body of a void: the id is in the path, the hash says which intent the asker means. */
export const voidRequestSchema = z.object({ intentHash: intentHashSchema })
