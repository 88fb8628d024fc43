import { createEvents } from './api/events.ts'
import { createHandler } from './api/handler.ts'
import type { Host } from './api/host.ts'
import { readPage } from './api/page.ts'
import { openSessions } from './api/sessions.ts'
import type { Options } from './hosts/options.ts'
import type { Clock } from './platform/clock.ts'
import type { Ids } from './platform/ids.ts'
import type { Log } from './platform/log.ts'

export type AppArguments = {
  dataFolder: string
  options: Options
  clock: Clock
  ids: Ids
  log: Log
  host: Host
  /** The built page's folder, or null for the API alone. */
  pageFolder: string | null
}

export type App = { fetch(request: Request): Promise<Response>; close(): Promise<void> }

/** The one place that builds the services and joins them. */
export async function createApp({ dataFolder, clock, ids, log, host, pageFolder }: AppArguments): Promise<App> {
  const events = createEvents(clock)
  const api = createHandler({
    sessions: openSessions({ dataFolder, clock, ids }),
    events,
    host,
    page: readPage(pageFolder),
    ids,
    log,
    isSetUp: () => false,
  })
  return {
    fetch: api.fetch,
    async close() {
      events.close()
    },
  }
}
