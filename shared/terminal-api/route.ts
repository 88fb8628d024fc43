import { z } from 'zod'
import type { Permission } from './permissions.ts'

export type RouteNeeds = 'nothing' | 'session' | 'signIn' | Permission

/**
 * One call of the page ↔ terminal contract. Members of the request fill `:name` parts of the path first; the rest is
 * the query string of a GET or the JSON body of anything else. Refusals are problem+json with a code from `shared/refusals.ts`.
 * `needs`: `nothing` (public), `session` (the page's session), `signIn` (a person with a PIN), or a permission.
 */
export function route<Request extends z.ZodType, Reply extends z.ZodType, const Needs extends RouteNeeds>(definition: {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: `/api/${string}`
  needs: Needs
  request: Request
  reply: Reply
  /** Where a body may be longer than `limits.requestBodyBytesMax`. */
  bodyBytesMax?: number
}) {
  return definition
}

export const nothing = z.object({})
/** Amounts arrive as numbers; whether they are whole and in range is a named refusal, not a shape error. */
export const amount = z.number()
