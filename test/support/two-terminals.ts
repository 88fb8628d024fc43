import { cpSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { v7 } from 'uuid'
import { onTestFinished } from 'vitest'
import { makeOpenCode } from '../../main/api/sessions.ts'
import { type App, createApp } from '../../main/app.ts'
import { systemClock } from '../../main/platform/clock.ts'
import { type Ids, systemIds } from '../../main/platform/ids.ts'
import { createLog } from '../../main/platform/log.ts'
import { placeOf } from '../../main/platform/place.ts'
import { type PracticeServer, startPracticeCentral } from '../../main/practice/server.ts'
import { type Books, paidAtBiller, paidHere, readBooks } from './books.ts'
import { type Counter, counterAt, until } from './counter.ts'
import { testFolder } from './folder.ts'
import { quickPins } from './quick-pins.ts'
import { openRelay, type Relay } from './relay.ts'
import { quickly } from './story-terminal.ts'
import { plnBill, pulsa } from './wishes.ts'

export const startingFloatRupiah = 200_000

/** One of the outlet's terminals, as a process would run it, over its own disk. */
export type Living = {
  dataFolder: string
  copyFolder: string
  logLines: string[]
  /** Serves, with an open shift of 200.000. */
  sari: Counter
  /** The supervisor. */
  ratna: Counter
  terminalId: string
  books(): Books
  paidHere(): string[]
  /** Everything one query finds in the ledger's own file. */
  rows(sql: string, ...parameters: unknown[]): Record<string, unknown>[]
  end(): Promise<void>
}

export type Outlet = {
  server: PracticeServer
  /** On the way of whom it is asked for; passes all on until told otherwise. */
  relay: Relay
  /** A terminal on its own folder: a new one, or the one that lived there before. */
  live(dataFolder?: string, through?: 'relay'): Promise<Living>
  /** What the disk holds now, on another disk. */
  diskCopy(dataFolder: string): string
  paidAtBiller(): string[]
}

/** Two real terminals of one outlet and its practice central over loopback; places and second copies as on a real machine. */
export async function openOutlet(): Promise<Outlet> {
  const startMs = Date.parse('2026-11-23T03:42:00Z') - performance.now()
  const clock = { ...systemClock, nowMs: () => Math.floor(startMs + performance.now()) }
  const ids: Ids = { ...systemIds, next: () => v7({ msecs: clock.nowMs() }) }
  const server = await startPracticeCentral({ port: 0, folder: testFolder(), clock, ids, settings: { pinHashes: quickPins } })
  const relay = await openRelay(server.url)
  const apps = new Set<App>()
  onTestFinished(async () => {
    relay.rule = () => 'pass'
    for (const { release } of relay.held) release()
    for (const app of apps) await app.close()
    await relay.close()
    await server.close()
  })

  async function live(dataFolder = testFolder(), through?: 'relay'): Promise<Living> {
    const logLines: string[] = []
    const copyFolder = join(dataFolder, 'stick')
    const options = {
      port: 0,
      dataDir: dataFolder,
      centralUrl: through === 'relay' ? relay.url : server.url,
      practice: true,
      printer: null,
      openBrowser: false,
    }
    const app = await createApp({
      clock,
      ids,
      dataFolder,
      options: { ...options, secondCopy: copyFolder },
      log: createLog((line) => logLines.push(line)),
      host: { kind: 'bare' },
      pageFolder: null,
      timing: { ...quickly, idleProbeMs: 300 },
      placeOf: (path) => placeOf(path, process.platform),
    })
    apps.add(app)
    const person = async (staffId: Parameters<Counter['signIn']>[0]) => {
      const counter = counterAt('http://127.0.0.1', app.fetch)
      await counter.open(makeOpenCode({ dataFolder, clock, ids }))
      await counter.signIn(staffId)
      return counter
    }
    const [sari, ratna] = [await person('staff-sari'), await person('staff-ratna')]
    const { shift, outlet } = await sari.status()
    if (shift === null) await sari.call('openShift', { startingFloatRupiah })
    const ledgerPath = join(dataFolder, 'practice', 'ledger.sqlite')
    return {
      dataFolder,
      copyFolder,
      logLines,
      sari,
      ratna,
      terminalId: outlet?.terminalId ?? '',
      books: () => readBooks(ledgerPath),
      paidHere: () => paidHere(ledgerPath),
      rows(sql, ...parameters) {
        const database = new Sqlite(ledgerPath, { readonly: true })
        try {
          return database.prepare(sql).all(...parameters) as Record<string, unknown>[]
        } finally {
          database.close()
        }
      },
      async end() {
        apps.delete(app)
        await app.close()
      },
    }
  }

  return {
    server,
    relay,
    live,
    diskCopy(dataFolder) {
      const copy = testFolder()
      // The index of the write-ahead log lives in memory.
      cpSync(dataFolder, copy, { recursive: true, filter: (path) => !path.endsWith('-shm') })
      return copy
    },
    paidAtBiller: () => paidAtBiller(server.central.billerBook()),
  }
}

export const online = ({ sari }: Living) => until(sari.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)

/** Hands the whole queue of one terminal to the other one. */
export async function exportFile({ ratna }: Living): Promise<{ handOverId: string; text: string }> {
  const { handOver } = await ratna.call('exportQueue', {})
  const { text } = await ratna.call('handOverFile', { handOverId: handOver.id })
  return { handOverId: handOver.id, text }
}

export const bill = { commission: 3_600, line: 'PLN 530000000002 [202610,202611] 45000' }

/** Sells a bill and a pulsa that stay in the queue, because nothing gets through. */
async function sellTwo(one: Living, block: () => Promise<unknown>): Promise<string[]> {
  const seen = await one.sari.call('inquire', plnBill('530000000002'))
  await block()
  const basket = await one.sari.accept(await one.sari.fill([seen]))
  const second = await one.sari.sell(pulsa())
  await until(one.sari.payments, (rows) => rows.every(({ state, reason }) => state === 'queued' && reason === 'notReached'))
  return [basket.items[0]?.paymentId ?? '', second.id]
}

export const statesOf = ({ rows }: Living) => rows('SELECT state FROM payments ORDER BY sequence').map(({ state }) => state)

/** A terminal with two queued payments that can't get out, and two more of the outlet. */
export async function oneCutOff() {
  const outlet = await openOutlet()
  const [one, other, third] = [await outlet.live(), await outlet.live(undefined, 'relay'), await outlet.live()]
  for (const each of [one, other, third]) await online(each)
  const ids = await sellTwo(one, () => outlet.server.central.faults.set('offline'))
  return { ...outlet, one, other, third, ids }
}
