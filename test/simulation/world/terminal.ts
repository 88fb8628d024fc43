import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KeyPair } from '../../../main/platform/crypto.ts'
import type { Log } from '../../../main/platform/log.ts'
import { openSecrets } from '../../../main/platform/secrets.ts'
import { startTerminal } from '../../../main/start-terminal.ts'
import type { Database } from '../../../main/storage/open.ts'
import type { Terminal } from '../../../main/terminal.ts'
import { seededIds } from '../../support/seeded-ids.ts'
import { openCopy } from './central.ts'
import { faultyDatabase, isDiskError } from './disk.ts'
import { type Paper, simulatedPort } from './printer.ts'
import { Crash, createProcess, type Process, processClock, type Wall } from './process.ts'
import { seededRandom } from './random.ts'
import { type FarEnd, simulatedWire } from './wire.ts'
import type { World } from './world.ts'

export type Services = Terminal & { close(): Promise<void> }

/** A terminal of the outlet over all its lives: its disk stays, its processes come and go. */
export type SimulatedTerminal = {
  readonly name: string
  readonly index: number
  /** The true database under every process, for the oracle's facts. */
  readonly ledger: Database
  /** What runs now; null while the machine is down. */
  readonly services: Services | null
  readonly process: Process | null
  readonly lives: number
  /** Since when it has been running; 0 while it is down. */
  upForMs(): number
  wall: Wall
  /** The outlet's own network is gone. */
  linkDown: boolean
  papers: Paper[]
  /** Resolves when a process is there, now or after the next start. */
  up(): Promise<Services>
  start(): Promise<void>
  /** The machine goes off and is switched on again, perhaps with a clock that begins anew; null: the clock ran on. */
  cutPower(wallMs: number | null): void
  /** Somebody sets the machine's clock; null: right. */
  setWall(wallMs: number | null): void
}

export function createTerminal(
  world: World,
  index: number,
  given: { keys: KeyPair; ledger: Buffer; farEnd: () => FarEnd | null },
): SimulatedTerminal {
  const { timeline, plan, seed } = world
  const name = `terminal ${index + 1}`
  const random = seededRandom(seed, name)
  const folder = keyFolder(given.keys)
  const ledger = openCopy(given.ledger)
  let services: Services | null = null
  let process: Process | null = null
  let lives = 0
  let upAtMs = 0
  const waiting: ((services: Services) => void)[] = []

  const terminal: SimulatedTerminal = {
    name,
    index,
    ledger,
    get services() {
      return services
    },
    get process() {
      return process
    },
    get lives() {
      return lives
    },
    upForMs: () => (services === null ? 0 : timeline.elapsedMs() - upAtMs),
    wall: { startMs: world.startMs, offByMs: 0, boot: { id: 'boot 1', atMs: -60_000 } },
    linkDown: false,
    papers: [],
    up: () => (services === null ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(services)),
    start,
    cutPower(wallMs) {
      process?.kill('a power cut')
      terminal.setWall(wallMs)
      terminal.wall.boot = { id: `boot ${lives + 1}`, atMs: timeline.elapsedMs() }
    },
    setWall(wallMs) {
      terminal.wall.offByMs = wallMs === null ? 0 : wallMs - world.startMs - timeline.elapsedMs()
    },
  }
  return terminal

  async function start(): Promise<void> {
    lives += 1
    const life = createProcess(`${name} life ${lives}`, plan, (point) => {
      services = null
      world.tell(`${name} CRASHES at ${point}`)
      timeline.after(random.between(2_000, 120_000), () => void start())
    })
    process = life
    const clock = processClock(timeline, life, terminal.wall, 'sleeper')
    const wire = simulatedWire({
      timeline,
      plan,
      random,
      process: life,
      farEnd: given.farEnd,
      isDown: () => terminal.linkDown,
      tell: world.tell,
    })
    const port = () => simulatedPort({ timeline, plan, random, process: life, print: (paper) => void terminal.papers.push(paper) })
    try {
      const started = await startTerminal({
        mode: 'live',
        folder,
        centralUrl: 'http://central.test',
        activationCodes: [],
        printerFromOptions: null,
        wrapSecret: null,
        clock,
        ids: seededIds(clock, seed * 1_000 + index * 100 + lives),
        log: watchfulLog(world, name),
        publish() {},
        machine: { openLedger: () => faultyDatabase(ledger, life, plan), exchange: wire, openPort: port },
        practice: null,
      })
      if (!life.alive) return
      services = started
      upAtMs = timeline.elapsedMs()
      world.tell(`${name} starts, life ${lives}`)
      for (const resolve of waiting.splice(0)) resolve(started)
    } catch (error) {
      if (error instanceof Crash) return
      if (!isDiskError(error)) throw world.fail(`${name} can't start: ${error instanceof Error ? error.stack : String(error)}`)
      // The disk would not let it start: somebody tries again.
      life.end()
      timeline.after(random.between(2_000, 30_000), () => void start())
    }
  }
}

/** A terminal's key lies in its folder; written once, as it never changes. */
const folders = new Map<string, string>()
function keyFolder(keys: KeyPair): string {
  const known = folders.get(keys.publicKey)
  if (known !== undefined) return known
  const folder = mkdtempSync(join(tmpdir(), 'loket-keys-'))
  // `exit` of the machine's own process, not of a simulated one.
  globalThis.process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  openSecrets(folder, null).write('terminal-key', JSON.stringify(keys))
  folders.set(keys.publicKey, folder)
  return folder
}

/** The program may complain of what the simulator does to it, but an error that nobody planted is a find. */
function watchfulLog(world: World, name: string): Log {
  const tell = (facts: object, message: string) => world.tell(`${name} says: ${message} ${spelled(facts)}`)
  return {
    debug() {},
    info: tell,
    warn: tell,
    error(facts, message) {
      tell(facts, message)
      const error = 'error' in facts ? facts.error : null
      if (error instanceof Error && !(error instanceof Crash) && !isDiskError(error)) world.fail(`${name}: ${message}: ${error.stack}`)
    },
  }
}

function spelled(facts: object): string {
  return JSON.stringify(facts, (_, value) => (value instanceof Error ? value.message : value))
}
