import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { onTestFinished } from 'vitest'
import { makeOpenCode } from '../../main/api/sessions.ts'
import { type App, createApp } from '../../main/app.ts'
import type { Central } from '../../main/central/central.ts'
import { createCentral } from '../../main/central/client.ts'
import { enrol } from '../../main/central/enrol.ts'
import { type Clock, systemClock } from '../../main/platform/clock.ts'
import { importPrivateKey, type KeyPair, makeKeyPair } from '../../main/platform/crypto.ts'
import { type Ids, systemIds } from '../../main/platform/ids.ts'
import { createLog } from '../../main/platform/log.ts'
import { createFloat } from '../../main/practice/float.ts'
import type { PracticeSettings } from '../../main/practice/practice-central.ts'
import { type PracticeServer, startPracticeCentral } from '../../main/practice/server.ts'
import { openDatabase } from '../../main/storage/open.ts'
import type { SyncTiming } from '../../main/sync/sync.ts'
import { signReply } from '../../main/wire/reply.ts'
import { type Books, paidAtBiller, paidHere, readBooks } from './books.ts'
import { type Counter, counterAt, until } from './counter.ts'
import { testFolder } from './folder.ts'
import { quickPins } from './quick-pins.ts'
import { openRelay, type Relay } from './relay.ts'

/** A loop that tries again within a story instead of within a minute. It never looks at the link unasked, so that what a story sees is what the story did. */
export const quickly: SyncTiming = {
  payBackoff: { firstMs: 40, longestMs: 300 },
  askBackoff: { firstMs: 40, longestMs: 300 },
  probeBackoff: { firstMs: 40, longestMs: 300 },
  idleProbeMs: 600_000,
  returnSpreadMs: 0,
  documentsAgeMaxMs: 3_600_000,
  failureRestMs: 500,
}

/** A terminal with its shift open, online, and the practice central over loopback. */
export type Story = {
  server: PracticeServer
  /** Stands between the two where the story asks for it, and passes all on until told otherwise. */
  relay: Relay
  clock: Clock
  advance(durationMs: number): void
  ids: Ids
  /** The cashier, whose shift it is. */
  sari: Counter
  /** The agent: may void and refund. */
  joko: Counter
  ledgerPath: string
  logLines: string[]
  books(): Promise<Books & { centralFloatRupiah: number; centralReservedRupiah: number }>
  /** Bills paid by the biller's book and by this terminal's ledger, line by line. */
  billsPaid(): { atBiller: string[]; here: string[] }
  /** The agent tops the outlet's deposit up. */
  creditFloat(amountRupiah: number): void
  /** The outlet's other terminal, as a bare client of the central. */
  otherTerminal(): Promise<Central>
  /** Another life of this terminal, from what its disk would hold if the plug were pulled now. */
  afterPowerLoss(): Promise<Omit<Story, 'afterPowerLoss'>>
}

export const startingFloatRupiah = 200_000
export const outletFloatRupiah = 25_000_000

/** What the books of a story are expected to be: zero where nothing is named, and the central's float less what was used. */
export function booksWith(expected: Partial<Books> & { float?: number }): Awaited<ReturnType<Story['books']>> {
  const { float = outletFloatRupiah, ...named } = expected
  return {
    states: {},
    drawerRupiah: startingFloatRupiah,
    heldRupiah: 0,
    floatUsedRupiah: 0,
    commissionRupiah: 0,
    refundsDueRupiah: 0,
    complaints: [],
    centralFloatRupiah: float - (named.floatUsedRupiah ?? 0),
    centralReservedRupiah: 0,
    ...named,
  }
}

export async function openStory(wishes: { settings?: Partial<PracticeSettings>; through?: 'relay' } = {}): Promise<Story> {
  const time = storyClock()
  const ids: Ids = { ...systemIds, next: () => v7({ msecs: time.clock.nowMs() }) }
  const centralFolder = testFolder()
  const server = await startPracticeCentral({
    port: 0,
    folder: centralFolder,
    clock: time.clock,
    ids,
    settings: { pinHashes: quickPins, ...wishes.settings },
  })
  const relay = await openRelay(server.url)
  relay.signAgain = signerOf(centralFolder, time.clock)
  lendPins(centralFolder)
  const apps: App[] = []
  onTestFinished(async () => {
    relay.rule = () => 'pass'
    for (const { release } of relay.held) release()
    for (const app of apps) await app.close()
    await relay.close()
    await server.close()
  })

  async function live(dataFolder: string, openShift: boolean): Promise<Omit<Story, 'afterPowerLoss'>> {
    const logLines: string[] = []
    const log = createLog((line) => logLines.push(line))
    const centralUrl = wishes.through === 'relay' ? relay.url : server.url
    const options = { port: 0, dataDir: dataFolder, centralUrl, practice: true, printer: null, openBrowser: false }
    const app = await createApp({ ...time, ids, dataFolder, options, log, host: { kind: 'bare' }, pageFolder: null, timing: quickly })
    apps.push(app)
    const person = async (staffId: Parameters<Counter['signIn']>[0]) => {
      const counter = counterAt('http://127.0.0.1', app.fetch)
      await counter.open(makeOpenCode({ dataFolder, clock: time.clock, ids }))
      await counter.signIn(staffId)
      return counter
    }
    const sari = await person('staff-sari')
    await until(sari.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)
    if (openShift) await sari.call('openShift', { startingFloatRupiah })
    const ledgerPath = join(dataFolder, 'practice', 'ledger.sqlite')
    return {
      ...time,
      server,
      relay,
      ids,
      sari,
      joko: await person('staff-joko'),
      ledgerPath,
      logLines,
      async books() {
        const books = readBooks(ledgerPath)
        const { shift, owedBack, queue } = await sari.status()
        if (shift?.drawerRupiah !== books.drawerRupiah) books.complaints.push(`the screen says drawer ${shift?.drawerRupiah}`)
        if (queue.totalRupiah !== books.heldRupiah) books.complaints.push(`the screen says held ${queue.totalRupiah}`)
        if (owedBack.totalRupiah !== books.refundsDueRupiah) books.complaints.push(`the screen says owed ${owedBack.totalRupiah}`)
        const { float } = server.central.book()
        return { ...books, centralFloatRupiah: float.balanceRupiah, centralReservedRupiah: float.reservedRupiah }
      },
      billsPaid: () => ({ atBiller: paidAtBiller(server.central.billerBook()), here: paidHere(ledgerPath) }),
      creditFloat(amountRupiah) {
        const database = openCentral(centralFolder)
        createFloat(database).move('credit', null, amountRupiah, time.clock.nowMs())
        database.close()
      },
      otherTerminal: () => enrolled(server, time.clock, ids),
    }
  }

  const dataFolder = testFolder()
  const story = await live(dataFolder, true)
  rememberPins(centralFolder)
  return {
    ...story,
    afterPowerLoss: () => {
      const copy = testFolder()
      // The index of the write-ahead log lives in memory; only the log itself outlives a power loss.
      cpSync(dataFolder, copy, { recursive: true, filter: (path) => !path.endsWith('-shm') })
      return live(copy, false)
    },
  }
}

/** Runs at the usual speed from a fixed morning, so that no story ever crosses midnight. */
function storyClock() {
  const startMs = Date.parse('2026-11-23T03:42:00Z') - performance.now()
  let aheadMs = 0
  const monotonicMs = () => performance.now() + aheadMs
  const clock: Clock = {
    ...systemClock,
    nowMs: () => Math.floor(startMs + monotonicMs()),
    monotonicMs,
    sinceBoot: () => ({ bootId: 'story', elapsedMs: Math.round(monotonicMs()) }),
  }
  return {
    clock,
    advance(durationMs: number): void {
      aheadMs += durationMs
    },
  }
}

async function enrolled(server: PracticeServer, clock: Clock, ids: Ids): Promise<Central> {
  const [activationCode = ''] = server.central.unusedActivationCodes()
  const keys = makeKeyPair()
  const outcome = await enrol({ baseUrl: server.url, activationCode, terminalName: 'Loket 2', keys, clock, ids })
  if (outcome.kind !== 'enrolled') throw new Error(`not enrolled: ${JSON.stringify(outcome)}`)
  return createCentral({ baseUrl: server.url, ...outcome.answer, keys: { ...keys, keyId: outcome.answer.keyId }, clock, ids })
}

/** Hashing PINs is slow on purpose; the stories of one file share what the first of them has hashed. */
const hashedPins = new Map<string, string>()

function lendPins(folder: string): void {
  const database = openCentral(folder)
  for (const [staffId, hash] of hashedPins) database.prepare('INSERT INTO staff_pins (staff_id, pin_hash) VALUES (?, ?)').run(staffId, hash)
  database.close()
}

function rememberPins(folder: string): void {
  const database = openCentral(folder)
  const rows = database.prepare('SELECT staff_id AS staffId, pin_hash AS hash FROM staff_pins').all() as { staffId: string; hash: string }[]
  for (const { staffId, hash } of rows) hashedPins.set(staffId, hash)
  database.close()
}

function openCentral(folder: string) {
  return openDatabase(join(folder, 'practice-central.sqlite'), new URL('../../main/practice/migrations/', import.meta.url))
}

/** The central's own key, from its own disk: only with it can a relay make the central say something false. */
function signerOf(folder: string, clock: Clock): NonNullable<Relay['signAgain']> {
  const database = openCentral(folder)
  const { value } = database.prepare("SELECT value FROM facts WHERE name = 'keys'").get() as { value: string }
  database.close()
  const identity = { keyId: 'practice-central', privateKey: importPrivateKey(JSON.parse(value) as KeyPair) }
  return (reply, request) => signReply(reply, request, identity, { createdMs: clock.nowMs() })
}
