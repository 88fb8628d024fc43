import { createApp } from '../app.ts'
import { systemClock } from '../platform/clock.ts'
import { systemIds } from '../platform/ids.ts'
import { placeOf } from '../platform/place.ts'
import { PortTaken, startBrowserHost } from './browser.ts'
import { unsyncedWords } from './last-folder.ts'
import { readOptions } from './options.ts'
import { findPageFolder } from './page-folder.ts'
import { printLine } from './print-line.ts'
import { showHolder, showPage } from './show.ts'
import { endOnSignal, prepare } from './start.ts'

const doorFileLifeMs = 60_000
/** Time for answers under way, that to "quit" included, to leave before the server goes. */
const lastAnswerMs = 100

// Everything this terminal writes is its owner's alone, SQLite's files included.
process.umask(0o077)
const { env, platform } = process
const [clock, ids] = [systemClock, systemIds]
const ending = new AbortController()
const print = printLine(process.stdout)
const complain = printLine(process.stderr)

const ground = prepare(readOptions(process.argv.slice(2), env), env, platform, clock)
if (ground.kind === 'end') endWith(ground)
else if (ground.kind === 'held') await showHolder({ ...ground, clock, ids, platform, env, print })
else await serve(ground)

function endWith({ exitCode, text }: { exitCode: number; text: string }): void {
  if (exitCode === 0) print(text)
  else complain(text)
  process.exitCode = exitCode
}

async function serve({ options, dataFolder, lock, log, warning }: Extract<typeof ground, { kind: 'ready' }>): Promise<void> {
  if (warning !== null) print(warning)
  const host = { kind: 'browser' as const, quit: () => void clock.sleep(lastAnswerMs).then(end) }
  const placeOfFile = (path: string) => placeOf(path, platform)
  const app = await createApp({ dataFolder, options, clock, ids, log, host, pageFolder: findPageFolder(), placeOf: placeOfFile })
  const server = await startBrowserHost({ fetch: app.fetch, port: options.port }).catch(async (error: unknown) => {
    await app.close()
    if (error instanceof PortTaken) return endWith({ exitCode: 2, text: error.message })
    throw error
  })
  if (server === undefined) return lock.release()
  endOnSignal(async () => {
    // Whoever ends the process does not read a page.
    const unsynced = app.unsynced()
    if (unsynced !== null)
      print(`Loket ends with money that has not reached the central: ${unsyncedWords(unsynced)}. It goes on at the next start.`)
    await end()
  })
  lock.announce({ pid: process.pid, kind: 'browser', url: server.url, startedAtMs: clock.nowMs() })
  log.info({ url: server.url, dataFolder }, 'browser host started')
  const page = await showPage({ dataFolder, options, clock, ids, platform, env, print }, server.url)
  if (page !== null) void clock.sleep(doorFileLifeMs, ending.signal).then(page.forget)

  async function end(): Promise<void> {
    ending.abort()
    const served = server?.close()
    await app.close()
    await clock.sleep(lastAnswerMs)
    server?.drop()
    await served
    log.info({}, 'browser host ended')
    log.close()
    lock.release()
    process.exit(0)
  }
}
