import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Counter, counterAt, until } from '../support/counter.ts'
import { type Book, type Program, startProgram } from '../support/process.ts'
import type { Fired, Order } from './kill-preload.ts'
import { openLine } from './line.ts'
import type { PointName, Side } from './points.ts'

/** A counter, its central and the line between them: real processes that die and come back on the same folders and ports. */
export type Shop = Awaited<ReturnType<typeof openShop>>

export const startingFloatRupiah = 200_000
const preload = (name: string) => `--import=${pathToFileURL(join(import.meta.dirname, name)).href}`

export type ShopOptions = {
  folder: string
  /** More preloads and variables for the terminal. */
  terminalPreloads?: readonly string[]
  terminalEnv?: Record<string, string>
}

export async function openShop({ folder, terminalPreloads = [], terminalEnv = {} }: ShopOptions) {
  const folders = { terminal: join(folder, 'terminal'), central: join(folder, 'central') }
  for (const each of Object.values(folders)) mkdirSync(each, { recursive: true })
  const orders = { terminal: join(folder, 'terminal-order.json'), central: join(folder, 'central-order.json') }
  const [centralPort, hostPort] = [await freePorts(2), await freePorts(1)]
  const line = await openLine(centralPort)
  let terminal: Program | null = null
  let central: Program | null = null
  let session: Counter | null = null

  const shop = {
    folder,
    folders,
    line,
    ledgerPath: join(folders.terminal, 'practice', 'ledger.sqlite'),
    isUp: (side: Side): boolean => (side === 'terminal' ? terminal : central) !== null,
    output: () => `terminal:\n${terminal?.output() ?? ''}\ncentral:\n${central?.output() ?? ''}`,
    hostPort,
    freeze: (side: Side): void => (side === 'terminal' ? terminal : central)?.freeze(),

    async startCentral(): Promise<void> {
      const env = { LOKET_TORTURE_ORDER: orders.central, NODE_OPTIONS: preload('kill-preload.ts') }
      central = startProgram('main/practice/serve.ts', ['--port', String(centralPort), '--data-dir', folders.central], env)
      await central.said(/Practice central: (http:\S+) /)
    },

    /** Starts the terminal and signs the supervisor in. Answers false when it died by an order before it could say that it is there. */
    async startTerminal(): Promise<boolean> {
      const flags = ['--practice', '--no-open', '--port', String(hostPort), '--data-dir', folders.terminal, '--central', line.url]
      const preloads = ['kill-preload.ts', 'hurry-preload.ts', ...terminalPreloads].map(preload)
      const env = { LOKET_TORTURE_ORDER: orders.terminal, NODE_OPTIONS: preloads.join(' '), ...terminalEnv }
      const paper = `file:${join(folder, 'paper.bin')}`
      const program = startProgram('main/hosts/browser-main.ts', [...flags, '--printer', paper], env)
      terminal = program
      const isThere = program.said(/Open Loket at (http:\S+?)#open=(\S+)/, 30_000)
      const said = await isThere.catch(async (error: unknown) => {
        if (!existsSync(`${orders.terminal}.fired`)) throw error
        await program.exited
        return null
      })
      session = null
      if (said === null) {
        terminal = null
        return false
      }
      const counter = counterAt(said[1] ?? '')
      await counter.open(said[2] ?? '')
      await counter.signIn('staff-ratna')
      session = counter
      return true
    },

    /** The supervisor, who may do everything: serve, cancel, void, refund. */
    ratna(): Counter {
      if (session === null) throw new Error('the terminal is down')
      return session
    },

    book: async (): Promise<Book> => (await (await fetch(`http://127.0.0.1:${centralPort + 1}/practice/book`)).json()) as Book,

    async kill(side: Side): Promise<void> {
      const program = side === 'terminal' ? terminal : central
      await program?.kill()
      shop.gone(side)
    },
    gone(side: Side): void {
      if (side === 'terminal') terminal = null
      else central = null
    },

    order(side: Side, point: PointName, skip = 0): Order {
      const order: Order = { id: `${point} ${performance.now()}`, point, skip }
      rmSync(`${orders[side]}.fired`, { force: true })
      writeFileSync(orders[side], JSON.stringify(order))
      return order
    },
    countermand(side: Side): void {
      rmSync(orders[side], { force: true })
    },
    /** Resolves with what the process wrote down when it killed itself, or null when it did not in time. */
    async fired(side: Side, limitMs: number): Promise<Fired | null> {
      const program = side === 'terminal' ? terminal : central
      if (program === null) throw new Error(`the ${side} is down already`)
      const ended = await Promise.race([program.exited.then(() => true), new Promise<false>((no) => setTimeout(no, limitMs, false))])
      if (!ended) return null
      shop.gone(side)
      if (!existsSync(`${orders[side]}.fired`)) throw new Error(`the ${side} ended by itself:\n${program.output()}`)
      return JSON.parse(readFileSync(`${orders[side]}.fired`, 'utf8')) as Fired
    },

    online: () => until(shop.ratna().status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null, 30_000),

    async close(): Promise<void> {
      await Promise.all([terminal?.kill(), central?.kill()])
      await line.close()
    },
  }

  await shop.startCentral()
  await shop.startTerminal()
  await shop.ratna().call('openShift', { startingFloatRupiah })
  await shop.online()
  return shop
}

/** The first of so many neighbouring ports that nobody listens on. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 12_000)
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)))
    if (free.every((each) => each)) return first
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
