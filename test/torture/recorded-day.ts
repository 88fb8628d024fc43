import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createDesk, type Desk } from './desk.ts'
import { createDisk } from './disk.ts'
import type { Mutant } from './mutants.ts'
import { recordingEnv } from './shim.ts'
import { readShimLog, type ShimRecord } from './shim-log.ts'
import { openShop } from './shop.ts'
import { createTillRoll } from './till-roll.ts'
import { untilAtRest } from './waiting.ts'
import { type Fact, witness } from './witness.ts'

export type RecordedDay = { records: ShimRecord[]; facts: Fact[]; payments: number }

/** One day at a real terminal whose every write, sync and sent byte is recorded: sales online and offline, drains, voids, refunds, cancels, slips. */
export async function recordDay(given: {
  folder: string
  library: string
  payments: number
  random: () => number
  mutant: Mutant | null
}): Promise<RecordedDay> {
  const { folder, library, mutant } = given
  const dataFolder = join(folder, 'terminal')
  mkdirSync(dataFolder, { recursive: true })
  const log = join(folder, 'shim.log')
  const shop = await openShop({
    folder,
    preloads: mutant === null ? [] : ['mutant-preload.ts'],
    env: { ...recordingEnv({ library, log, folder: dataFolder }), ...(mutant === null ? {} : { LOKET_TORTURE_MUTANT: mutant }) },
  })
  try {
    const roll = createTillRoll()
    const desk = createDesk(shop, roll, given.random)
    while (roll.sales.length < given.payments) await stretch(desk)
    await shop.line.listen()
    await untilAtRest(shop.ratna().status, ({ queue }) => queue.count === 0)
    // Stopped between two calls, so that the files and the log can be held against each other.
    shop.till.freeze()
    await delay(50)
    const records = readShimLog(log)
    if (mutant === null) expectWholeLog(records, realpathSync(dataFolder))
    return { records, facts: witness(records, shop.till.port), payments: roll.sales.length }
  } finally {
    await shop.close()
  }
}

/** A few customers in one of the ways a day has. */
async function stretch(desk: Desk): Promise<void> {
  const { shop, random } = desk
  const sells = (count: number, also = { pln: true }) => Promise.all(Array.from({ length: count }, () => desk.sell(also)))
  const way = random()
  if (way < 0.5) return void (await sells(1 + Math.floor(random() * 3)))
  if (way < 0.75) {
    await shop.line.refuse()
    const [first = ''] = await sells(4, { pln: false })
    await desk.allWaitForTheLine()
    if (random() < 0.5) await desk.promise('cancel', first).catch(() => {})
    await shop.line.listen()
    await drained(desk)
    return
  }
  if (way < 0.9) {
    shop.line.rule = (_, { path, request }) => (path.endsWith('/void') || request.includes('"kind":"void"') ? 'pass' : 'reset')
    const paymentId = await desk.sell()
    await desk.is(paymentId, 'inDoubt')
    await desk.promise('void', paymentId).catch(() => {})
    await delay(30)
    shop.line.rule = () => 'pass'
    await drained(desk)
    return
  }
  const [paymentId = ''] = (await desk.accept(await desk.refusedBasket())).paymentIds
  await desk.is(paymentId, 'rejected')
  await desk.promise('refund', paymentId)
}

async function drained(desk: Desk): Promise<void> {
  await desk.linkUp()
  await untilAtRest(desk.shop.ratna().status, ({ queue }) => queue.count === 0)
}

/** A write that went past the shim would make every rebuilt disk a lie: with nothing lost, they must be the files that are there. */
function expectWholeLog(records: readonly ShimRecord[], dataFolder: string): void {
  const disk = createDisk()
  for (const record of records) disk.apply(record)
  const rebuilt = disk.afterLoss('everything')
  const there = readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'))
    .map((entry) => relative(dataFolder, join(entry.parentPath, entry.name)))
  for (const path of there) {
    const content = rebuilt.get(path)
    if (content === undefined || content === 'folder' || !content.equals(readFileSync(join(dataFolder, path))))
      throw new Error(`the recording has not seen all that was written to ${path}: ${statSync(join(dataFolder, path)).size} bytes there`)
  }
  for (const path of rebuilt.keys())
    if (!existsSync(join(dataFolder, path))) throw new Error(`the recording has not seen that ${path} was taken away`)
}
