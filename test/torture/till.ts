import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Counter, counterAt } from '../support/counter.ts'
import { type Program, startProgram } from '../support/process.ts'
import type { Fired, Order } from './kill-preload.ts'
import type { PointName } from './points.ts'

/** A process of ours that can be ordered to kill itself at a named point, and started again on the same folder and port. */
export type Mortal = ReturnType<typeof createMortal>

const preload = (name: string) => `--import=${pathToFileURL(join(import.meta.dirname, name)).href}`

export function createMortal(given: {
  name: string
  folder: string
  start: (env: Record<string, string>) => Program
  preloads?: readonly string[]
}) {
  const orderFile = join(given.folder, `${given.name}-order.json`)
  const firedFile = `${orderFile}.fired`
  let program: Program | null = null

  return {
    isUp: (): boolean => program !== null,
    output: (): string => `${given.name}:\n${program?.output() ?? '(down)'}`,
    freeze: (): void => program?.freeze(),
    /** Answers what the process said, or null when it died by an order first. */
    async start<Said>(isThere: (program: Program) => Promise<Said>): Promise<Said | null> {
      const preloads = ['kill-preload.ts', ...(given.preloads ?? [])].map(preload)
      const started = given.start({ LOKET_TORTURE_ORDER: orderFile, NODE_OPTIONS: preloads.join(' ') })
      program = started
      return isThere(started).catch(async (error: unknown) => {
        if (!existsSync(firedFile)) throw error
        await started.exited
        program = null
        return null
      })
    },
    async kill(): Promise<void> {
      await program?.kill()
      program = null
    },
    order(point: PointName, skip = 0): void {
      const order: Order = { id: `${point} ${performance.now()}`, point, skip }
      rmSync(firedFile, { force: true })
      writeFileSync(orderFile, JSON.stringify(order))
    },
    countermand(): void {
      rmSync(orderFile, { force: true })
      rmSync(firedFile, { force: true })
    },
    /** What the process wrote down when it killed itself, or null when it is still there once nothing more can lead it to the point. */
    async fired(tooLate: Promise<unknown>): Promise<Fired | null> {
      const dying = program
      if (dying === null) throw new Error(`${given.name} is down already`)
      const ended = await Promise.race([dying.exited.then(() => true), tooLate.then(() => false)])
      if (!ended) return null
      program = null
      if (!existsSync(firedFile)) throw new Error(`${given.name} ended by itself:\n${dying.output()}`)
      return JSON.parse(readFileSync(firedFile, 'utf8')) as Fired
    },
  }
}

export const startingFloatRupiah = 200_000

/** A terminal as it stands at the counter, with the supervisor signed in, who may do everything. */
export type Till = ReturnType<typeof createTill>

export function createTill(given: {
  name: string
  folder: string
  port: number
  centralUrl: string
  preloads?: readonly string[]
  env?: Record<string, string>
}) {
  const { name, folder, port, centralUrl } = given
  const dataFolder = join(folder, name)
  mkdirSync(dataFolder, { recursive: true })
  const flags = ['--practice', '--no-open', '--port', String(port), '--data-dir', dataFolder, '--central', centralUrl]
  // What a start remembers about the last one stays with its till.
  const home = { XDG_DATA_HOME: join(folder, `${name}-home`) }
  const printer = ['--printer', `file:${join(folder, `${name}-paper.bin`)}`]
  const mortal = createMortal({
    name,
    folder,
    preloads: ['hurry-preload.ts', ...(given.preloads ?? [])],
    start: (env) => startProgram('main/hosts/browser-main.ts', [...flags, ...printer], { ...home, ...env, ...given.env }),
  })
  let session: Counter | null = null

  return {
    ...mortal,
    name,
    port,
    dataFolder,
    ledgerPath: join(dataFolder, 'practice', 'ledger.sqlite'),
    /** False when it died by an order before the supervisor was signed in. */
    async start(): Promise<boolean> {
      session = await mortal.start(async (program) => {
        const [, url = '', openCode = ''] = await program.said(/Open Loket at (http:\S+?)#open=(\S+)/, 90_000)
        const counter = counterAt(url)
        await counter.open(openCode)
        await counter.signIn('staff-ratna')
        return counter
      })
      return session !== null
    },
    ratna(): Counter {
      if (session === null) throw new Error(`${name} is down`)
      return session
    },
  }
}
