import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Counter } from '../support/counter.ts'
import { type Book, startProgram } from '../support/process.ts'
import { type LedgerView, mergeLedgers, readLedger } from './ledger-view.ts'
import { openLine } from './line.ts'
import type { Side } from './points.ts'
import { createMortal, createTill, type Mortal, startingFloatRupiah, type Till } from './till.ts'
import { untilAtRest } from './waiting.ts'

/** A counter, its central and the line between them: real processes that die and come back on the same folders and ports. */
export type Shop = Awaited<ReturnType<typeof openShop>>

export type ShopOptions = {
  folder: string
  /** More preloads and variables for the terminal. */
  preloads?: readonly string[]
  env?: Record<string, string>
}

export async function openShop({ folder, ...forTerminal }: ShopOptions) {
  const centralFolder = join(folder, 'central')
  mkdirSync(centralFolder, { recursive: true })
  const [centralPort, hostPort] = [await freePorts(2), await freePorts(2)]
  const line = await openLine(centralPort)
  const tillFacts = { folder, centralUrl: line.url }
  const till = createTill({ ...tillFacts, ...forTerminal, name: 'terminal', port: hostPort })
  const central = createMortal({
    name: 'central',
    folder,
    start: (env) => startProgram('main/practice/serve.ts', ['--port', String(centralPort), '--data-dir', centralFolder], env),
  })
  let second: Till | null = null

  const shop = {
    folder,
    line,
    till,
    ratna: (): Counter => till.ratna(),
    side(side: Side): Mortal | Till {
      if (side === 'central') return central
      return side === 'terminal' ? till : shop.requireSecond()
    },
    requireSecond(): Till {
      if (second === null) throw new Error('the outlet has one terminal so far')
      return second
    },
    /** Another terminal of the outlet, from the first time that it is needed. */
    async second(): Promise<Till> {
      if (second !== null) return second
      second = createTill({ ...tillFacts, name: 'second', port: hostPort + 1 })
      await openTill(second)
      return second
    },
    tills: (): Till[] => (second === null ? [till] : [till, second]),
    output: (): string => [...shop.tills(), central].map((each) => each.output()).join('\n'),
    startCentral: () => central.start((program) => program.said(/Practice central: (http:\S+) /)),
    book: async (): Promise<Book> => (await (await fetch(`http://127.0.0.1:${centralPort + 1}/practice/book`)).json()) as Book,
    /** What people at the central do behind the terminal's back. */
    async operator(order: { do: 'failAtReconciliation' | 'creditClaim'; paymentId: string }): Promise<void> {
      const headers = { 'content-type': 'application/json' }
      const said = await fetch(`http://127.0.0.1:${centralPort + 1}/practice/operator`, {
        method: 'POST',
        headers,
        body: JSON.stringify(order),
      })
      const { done } = (await said.json()) as { done: boolean }
      if (!done) throw new Error(`there was nothing to ${order.do}`)
    },
    ledger: (): LedgerView => {
      const first = readLedger(till.ledgerPath)
      return second === null ? first : mergeLedgers(first, readLedger(second.ledgerPath), startingFloatRupiah)
    },
    async close(): Promise<void> {
      await Promise.all([...shop.tills(), central].map((each) => each.kill()))
      await line.close()
    },
  }

  await shop.startCentral()
  await openTill(till)
  return shop
}

async function openTill(till: Till): Promise<void> {
  await till.start()
  await till.ratna().call('openShift', { startingFloatRupiah })
  await untilAtRest(till.ratna().status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)
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
