import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../shared/refusals.ts'
import { createEvents } from './api/events.ts'
import { createHandler } from './api/handler.ts'
import type { Host } from './api/host.ts'
import { readPage } from './api/page.ts'
import { mountBaskets } from './api/routes/baskets.ts'
import { mountBills } from './api/routes/bills.ts'
import { mountCustomers } from './api/routes/customers.ts'
import { mountHandOver } from './api/routes/hand-over.ts'
import { mountOverrides } from './api/routes/overrides.ts'
import { mountPayments } from './api/routes/payments.ts'
import { mountPeople } from './api/routes/people.ts'
import { mountPractice } from './api/routes/practice.ts'
import { mountPrinting } from './api/routes/printing.ts'
import { mountStatus } from './api/routes/status.ts'
import { mountTenders } from './api/routes/tenders.ts'
import { openSessions } from './api/sessions.ts'
import type { Options } from './hosts/options.ts'
import { type Unsynced, unsyncedMoney } from './payments/queue.ts'
import type { Clock } from './platform/clock.ts'
import { makeFolderDurably } from './platform/files.ts'
import type { Ids } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import type { Place } from './platform/place.ts'
import { practiceActivationCodes, practiceStaff } from './practice/seed.ts'
import { startPracticeCentral } from './practice/server.ts'
import { ledgerFile, startTerminal } from './start-terminal.ts'
import type { SyncTiming } from './sync/sync.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

export type AppArguments = {
  dataFolder: string
  options: Options
  clock: Clock
  ids: Ids
  log: Log
  host: Host
  /** The built page's folder, or null for the API alone. */
  pageFolder: string | null
  /** Where a file really lies, so that a copied or restored ledger is noticed. Absent: not looked at. */
  placeOf?: (path: string) => Place
  /** Tests wait for less. */
  timing?: SyncTiming
}

export type App = {
  fetch(request: Request): Promise<Response>
  /** Money that the central has not spoken about yet, or null when there is none. */
  unsynced(): Unsynced | null
  /** Leaves it to an open page to ask the person whether to quit; false when no page is open. */
  askToQuit(): boolean
  close(): Promise<void>
}

type Running = { terminal: Terminal; close(): Promise<void> }

/** The one place that builds the services and joins them. */
export async function createApp(given: AppArguments): Promise<App> {
  const { dataFolder, options, clock, ids, log, host, pageFolder } = given
  const events = createEvents(clock)
  let running: Running | null = null
  let starting: Promise<void> | null = null

  const api = createHandler({
    sessions: openSessions({ dataFolder, clock, ids }),
    events,
    host,
    page: readPage(pageFolder),
    ids,
    log,
    isSetUp: () => running !== null,
    unsynced,
  })
  const terminal = (): Terminal => {
    if (running === null) throw new Refusal('notSetUp')
    return running.terminal
  }

  mountStatus(api, { version, nowMs: clock.nowMs, terminal: () => running?.terminal ?? null })
  mountPractice(api, { startPractice, terminal })
  mountPeople(api, terminal)
  mountBills(api, terminal)
  mountBaskets(api, terminal)
  mountOverrides(api, terminal)
  mountTenders(api, terminal)
  mountPayments(api, terminal)
  mountPrinting(api, terminal)
  mountCustomers(api, terminal)
  mountHandOver(api, terminal)

  if (options.practice || practiceWasStarted(dataFolder)) {
    await startPractice().catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      log.warn({ refusal: error.code }, 'practice could not start; the page offers it again')
    })
  }

  return {
    fetch: api.fetch,
    unsynced,
    askToQuit: () => events.publish('quit') > 0,
    async close() {
      events.close()
      await running?.close()
    },
  }

  function unsynced(): Unsynced | null {
    return running === null ? null : unsyncedMoney(running.terminal.database, running.terminal.clock.nowMs())
  }

  /** Two clicks start one practice. */
  function startPractice(): Promise<void> {
    starting ??= openPractice(given, { publish: events.publish })
      .then((opened) => {
        running = opened
      })
      .finally(() => {
        starting = null
      })
    return starting
  }
}

/** Practice has a folder of its own: nothing of it can ever reach the real ledger. */
function practiceFolder(dataFolder: string): string {
  return join(dataFolder, 'practice')
}

function practiceWasStarted(dataFolder: string): boolean {
  return existsSync(join(practiceFolder(dataFolder), ledgerFile))
}

async function openPractice(given: AppArguments, events: { publish(topic: 'status' | 'payments' | 'printing'): void }): Promise<Running> {
  const { clock, ids, log, options } = given
  const folder = practiceFolder(given.dataFolder)
  makeFolderDurably(folder)
  // Its own process when one is named (`npm run central`), else in this one; over real HTTP either way.
  const server =
    options.centralUrl === null
      ? await startPracticeCentral({ folder: join(folder, 'central'), clock, ids, port: 0, smtpUrl: options.smtpUrl ?? null })
      : null
  try {
    const terminal = await startTerminal({
      mode: 'practice',
      folder,
      centralUrl: server?.url ?? options.centralUrl ?? '',
      activationCodes: practiceActivationCodes,
      printerFromOptions: options.printer,
      wrapSecret: given.host.wrapSecret ?? null,
      ...(given.placeOf === undefined ? {} : { placeOf: given.placeOf }),
      ...(options.secondCopy === undefined ? {} : { secondCopyFolder: options.secondCopy ?? join(given.dataFolder, 'practice-copy') }),
      clock,
      ids,
      log,
      publish: events.publish,
      ...(given.timing === undefined ? {} : { timing: given.timing }),
      practice: {
        pins: practiceStaff.map(({ id, pin }) => ({ staffId: id, pin })),
        readFault: async () => server?.central.faults.get().fault ?? 'none',
        setFault: async (fault) => {
          if (server === null) throw new Refusal('hostCannot', { ability: 'practiceFaults' })
          await server.central.faults.set(fault)
        },
      },
    })
    return {
      terminal,
      async close() {
        await terminal.close()
        await server?.close()
      },
    }
  } catch (error) {
    await server?.close()
    throw error
  }
}
