import { createEvents, type Events } from '../../main/api/events.ts'
import { type Api, createHandler } from '../../main/api/handler.ts'
import type { Host } from '../../main/api/host.ts'
import { type Page, readPage } from '../../main/api/page.ts'
import { makeOpenCode, openSessions, type Sessions } from '../../main/api/sessions.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { createLog } from '../../main/platform/log.ts'
import { testFolder } from './folder.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'

export type TestApi = Api & { clock: ManualClock; dataFolder: string; logLines: string[]; openCode(): string }

type Wishes = {
  dataFolder?: string
  clock?: ManualClock
  isSetUp?: boolean
  host?: Host
  page?: Page
  events?: Events
  sessions?: Sessions
}

/** The handler alone, over a real data folder. Business routes are whatever the test mounts. */
export function testApi(wishes: Wishes = {}): TestApi {
  const { dataFolder = testFolder(), clock = manualClock(), isSetUp = true } = wishes
  const logLines: string[] = []
  const api = createHandler({
    sessions: wishes.sessions ?? openSessions({ dataFolder, clock, ids: systemIds }),
    events: wishes.events ?? createEvents(clock),
    host: wishes.host ?? { kind: 'bare' },
    page: wishes.page ?? readPage(null),
    ids: systemIds,
    log: createLog((line) => logLines.push(line)),
    isSetUp: () => isSetUp,
  })
  return Object.assign(api, { clock, dataFolder, logLines, openCode: () => makeOpenCode({ dataFolder, clock, ids: systemIds }) })
}

export const bareOrigin = 'http://127.0.0.1:4700'

/** A JSON call to the bare handler. */
export function jsonRequest(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Request {
  return new Request(new URL(path, bareOrigin), {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

export async function problemOf(response: Response): Promise<{ status: number; code: unknown; [member: string]: unknown }> {
  const body = (await response.json()) as { code: unknown }
  return { ...body, status: response.status }
}
