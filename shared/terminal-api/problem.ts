import { z } from 'zod'
import { type Refusal, type RefusalCode, type RefusalDetail, refusalCodes, refusals } from '../refusals.ts'

/**
 * How a refusal travels: RFC 9457 problem details, `application/problem+json`. The members of the refusal's detail stand
 * beside the standard ones, as the RFC has it for extension members; a detail never takes a standard member's name.
 */
export const problemType = 'application/problem+json'
const standardMembers = ['type', 'title', 'status', 'code', 'retry'] as const

export type Problem = { code: RefusalCode; retry: 'never' | 'later' | 'ask'; detail: RefusalDetail }

export function problemBody(refusal: Pick<Refusal, 'code' | 'detail'>): Record<string, string | number | boolean | null> {
  const { status, retry } = refusals[refusal.code]
  const title = refusal.code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return { ...refusal.detail, type: `urn:loket:refusal:${refusal.code}`, title, status, code: refusal.code, retry }
}

const problemSchema = z.object({ code: z.enum(refusalCodes) }).catchall(z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** Reads a problem back, or null when the text is not one of ours (a proxy's page, a cut reply). */
export function readProblem(body: unknown): Problem | null {
  const parsed = problemSchema.safeParse(body)
  if (!parsed.success) return null
  const detail = Object.fromEntries(Object.entries(parsed.data).filter(([name]) => !standardMembers.some((member) => member === name)))
  return { code: parsed.data.code, retry: refusals[parsed.data.code].retry, detail }
}
