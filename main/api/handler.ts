/**
 * The API owns the way in: one handler that turns a Request into a Response on every host. It serves the built page, checks
 * callers at the door, mounts the contract's routes and turns refusals into problem+json. It holds no business rule and
 * touches no table: routes call services.
 */
import { Hono } from 'hono'
import { Refusal } from '../../shared/refusals.ts'
import type { RouteName } from '../../shared/terminal-api/routes.ts'
import type { Unsynced } from '../payments/queue.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { checkDoor, securityHeaders } from './door.ts'
import { type Events, mountEvents } from './events.ts'
import { type Host, mountHostRoutes } from './host.ts'
import { mount } from './mount.ts'
import type { Page } from './page.ts'
import { problemResponse, troubleResponse } from './problem.ts'
import { type Sessions, sessionOf } from './sessions.ts'

export type ApiArguments = {
  sessions: Sessions
  events: Events
  host: Host
  page: Page
  ids: Ids
  log: Log
  /** False until the outlet exists on this terminal: routes that need a person are refused `notSetUp` before that. */
  isSetUp(): boolean
  /** Money that the central has not spoken about yet, or null when there is none. */
  unsynced?(): Unsynced | null
}

/** The finished way in. Routes are mounted on it before the first request; `mounted` is what a test compares with the contract. */
export type Api = ApiArguments & {
  hono: Hono
  mounted: ReadonlySet<RouteName>
  fetch(request: Request): Promise<Response>
}

export function createHandler(given: ApiArguments): Api {
  const hono = new Hono()
  const api: Api = {
    ...given,
    hono,
    mounted: new Set(),
    async fetch(request) {
      const response = await hono.fetch(request)
      for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value)
      return response
    },
  }
  hono.use(async (context, next) => {
    checkDoor(context.req.raw)
    await next()
  })
  hono.onError((error) => troubleResponse(error, given))
  hono.notFound(({ req }) => {
    const isPage = !req.path.startsWith('/api/') && (req.method === 'GET' || req.method === 'HEAD')
    return (isPage && given.page.find(req.path)) || problemResponse(new Refusal('unknownRoute'))
  })
  mount(api, 'exchangeOpenCode', ({ request }) => ({ session: given.sessions.exchange(request.openCode) }))
  mountHostRoutes(api)
  mountEvents(hono, given.events, (request) => sessionOf(request, given.sessions))
  return api
}
