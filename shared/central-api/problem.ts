import { z } from 'zod'
import { centralRefusalCodes } from './refusals.ts'

/**
 * A refusal of anything but a payment (RFC 9457, application/problem+json). A refused payment carries these members too, next to
 * its id and hash, with the word "refused" as `status`. Refusals at the door (signature, clock, replay, size) are
 * not signed: nobody known has asked, and a terminal takes them as no answer.
 */
export const centralProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(centralRefusalCodes),
  retry: z.enum(['never', 'later', 'ask']),
  created: z.boolean(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  /** With `clockSkew`: the central's time, so that a machine with a wrong clock can date its next signature. */
  serverTime: z.iso.datetime().optional(),
})
export type CentralProblem = z.infer<typeof centralProblemSchema>

/** Body of a void: the id is in the path, the hash says which intent the asker means. */
export const voidRequestSchema = z.object({ intentHash: z.string().regex(/^[0-9a-f]{64}$/) })
