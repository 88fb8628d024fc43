import type { z } from 'zod'
import { Refusal } from '../../shared/refusals.ts'
import { mayDo } from '../../shared/terminal-api/permissions.ts'
import { type ReplyOf, type RouteName, type TerminalRoutes, terminalRoutes } from '../../shared/terminal-api/routes.ts'
import type { StaffSummary } from '../../shared/terminal-api/shapes.ts'
import { readJsonObject } from './door.ts'
import type { Api } from './handler.ts'
import { jsonResponse } from './json.ts'
import { type SessionId, sessionOf } from './sessions.ts'

/** What a route's code gets: the parsed request, and who asks as far as the route's `needs` has made sure of it. */
export type Call<Name extends RouteName> = {
  request: z.output<TerminalRoutes[Name]['request']>
  session: TerminalRoutes[Name]['needs'] extends 'nothing' ? SessionId | null : SessionId
  staff: TerminalRoutes[Name]['needs'] extends 'nothing' | 'session' ? StaffSummary | null : StaffSummary
}

type Answer<Name extends RouteName> = ReplyOf<Name> | Promise<ReplyOf<Name>>

/** Puts one row of the contract on the handler: the only way a route comes to exist. Twice is a programming error. */
export function mount<Name extends RouteName>(api: Api, name: Name, answer: (call: Call<Name>) => Answer<Name>): void {
  const { method, path, needs, request: requestSchema, reply: replySchema, bodyBytesMax } = terminalRoutes[name]
  if (api.mounted.has(name)) throw new Error(`route ${name} is mounted twice`)
  ;(api.mounted as Set<RouteName>).add(name)
  api.hono.on(method, path, async ({ req }) => {
    const who = admit(api, needs, req.raw)
    const members = method === 'GET' ? queryMembers(req.queries()) : await readJsonObject(req.raw, bodyBytesMax)
    const request = requestSchema.safeParse({ ...members, ...req.param() })
    if (!request.success) throw new Refusal('malformedRequest', { member: request.error.issues[0]?.path.join('.') ?? '' })
    // The compiler can't follow one generic name through the contract's rows; the two lines above and below make it true.
    const reply = replySchema.safeParse(await answer({ request: request.data, ...who } as Call<Name>))
    if (!reply.success) throw new Error(`route ${name} broke its contract: ${reply.error.message}`)
    return jsonResponse(reply.data)
  })
}

/** Session, then set-up, then a person, then the permission: the order of the refusals' list. */
function admit(api: Api, needs: TerminalRoutes[RouteName]['needs'], request: Request) {
  if (needs === 'nothing') return { session: null, staff: null }
  const session = sessionOf(request, api.sessions)
  const staff = api.sessions.staffOf(session)
  if (needs === 'session') return { session, staff }
  if (!api.isSetUp()) throw new Refusal('notSetUp')
  if (staff === null) throw new Refusal('signInRequired')
  if (needs !== 'signIn' && !mayDo(staff.role, needs)) throw new Refusal('notPermitted', { permission: needs })
  return { session, staff }
}

function queryMembers(queries: Record<string, string[]>): Record<string, string> {
  const members: Record<string, string> = {}
  for (const [name, values] of Object.entries(queries)) {
    if (values.length !== 1) throw new Refusal('malformedRequest', { member: name })
    members[name] = values[0] ?? ''
  }
  return members
}
