import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { makeOpenCode } from '../../main/api/sessions.ts'
import { createApp } from '../../main/app.ts'
import { createLog } from '../../main/platform/log.ts'
import { type PracticeServer, startPracticeCentral } from '../../main/practice/server.ts'
import { readBooks } from './books.ts'
import { type Counter, counterAt, SaidNo, until } from './counter.ts'
import { testFolder } from './folder.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'
import { quickPins } from './quick-pins.ts'
import { seededIds } from './seeded-ids.ts'

const origin = 'http://127.0.0.1:4700'
type StaffId = Parameters<Counter['signIn']>[0]

export type TerminalUnderTest = {
  clock: ManualClock
  server: PracticeServer
  fetch(request: Request): Promise<Response>
  /** A page with a session and nobody signed in. */
  page(): Promise<Counter & { session: string }>
  /** A page with somebody signed in. */
  person(staffId: StaffId): Promise<Counter & { session: string }>
  /** Ends the process and starts another over the same folder. */
  restart(): Promise<void>
  ledgerPath: string
  logLines: string[]
  books(): ReturnType<typeof readBooks>
}

/**
 * The finished terminal over a folder of its own, driven by its handler alone; its practice central is real HTTP on loopback. Time stands still
 * until the test moves it. `setUp: false` is a machine on its first day.
 */
export async function terminalUnderTest(
  wishes: { setUp?: boolean; printer?: string; inProcessCentral?: boolean } = {},
): Promise<TerminalUnderTest> {
  const { setUp = true, printer = null, inProcessCentral = false } = wishes
  const clock = manualClock(Date.UTC(2026, 10, 23, 3, 42, 0))
  const ids = seededIds(clock)
  const dataFolder = testFolder()
  const ledgerPath = join(dataFolder, 'practice', 'ledger.sqlite')
  const logLines: string[] = []
  const server = await startPracticeCentral({
    port: 0,
    folder: testFolder(),
    clock,
    ids: seededIds(clock, 2),
    settings: { pinHashes: quickPins },
  })
  const centralUrl = inProcessCentral ? null : server.url
  const options = { port: null, dataDir: null, centralUrl, practice: setUp, printer, openBrowser: false }
  const start = () =>
    createApp({ dataFolder, options, clock, ids, log: createLog((line) => logLines.push(line)), host: { kind: 'bare' }, pageFolder: null })
  let app = await start()
  onTestFinished(async () => {
    // Whoever still waits for a reply, a printer or a nap is let go first.
    await server.central.faults.set('none')
    await clock.advance(60_000)
    await app.close()
    await server.close()
  })

  const page: TerminalUnderTest['page'] = async () => {
    let session = ''
    const counter = counterAt(origin, async (request) => {
      session = request.headers.get('x-loket-session') ?? session
      return app.fetch(request)
    })
    await counter.open(makeOpenCode({ dataFolder, clock, ids }))
    await counter.call('status', {})
    return { ...counter, session }
  }
  const terminal: TerminalUnderTest = {
    clock,
    server,
    fetch: (request) => app.fetch(request),
    page,
    async person(staffId) {
      const counter = await page()
      await counter.signIn(staffId)
      return counter
    },
    async restart() {
      const ended = app.close()
      await clock.advance(60_000)
      await ended
      app = await start()
    },
    ledgerPath,
    logLines,
    books: () => readBooks(ledgerPath),
  }
  if (setUp) {
    const { status } = await page()
    await until(status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)
  }
  return terminal
}

/** The code and facts of a refusal, or that there was none. */
export async function saidNo(answer: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    return { answered: await answer }
  } catch (error) {
    if (!(error instanceof SaidNo)) throw error
    return { ...error.detail, code: error.code }
  }
}

/** Any body at all to one route, as a broken or hostile page might send it. */
export function rawRequest(session: string, method: string, path: string, body: string | null, type = 'application/json'): Request {
  return new Request(new URL(path, origin), { method, headers: { 'x-loket-session': session, 'content-type': type }, body })
}
