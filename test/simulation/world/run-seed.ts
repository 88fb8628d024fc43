import { openShop, type Shop } from './people.ts'
import { createWorld, type Outcome, type RunningWorld, type Wishes } from './world.ts'

export type SeedWishes = Wishes & { payments: number }

/** One seed from the first customer to the last rupiah. */
export async function runSeed(wishes: SeedWishes): Promise<Outcome> {
  const world = await createWorld(wishes)
  try {
    for (const terminal of world.terminals) await terminal.start()
    await serveAll(world, wishes.payments)
    return world.outcome()
  } finally {
    world.close()
  }
}

async function serveAll(world: RunningWorld, payments: number): Promise<void> {
  const shops: Shop[] = []
  let accepted = 0
  let day: 'open' | 'draining' | 'over' = 'open'
  const random = world.random('customers')
  const countAccepted = () => {
    accepted = world.terminals.reduce(
      (sum, { ledger }) => sum + (ledger.prepare('SELECT count(*) AS n FROM payments').get() as { n: number }).n,
      0,
    )
    return accepted
  }
  /** Nobody waits for a person: each goes their own way until the day is over. */
  const start = (work: () => Promise<void>) =>
    void work().catch((error: unknown) =>
      world.fail(`somebody met something unexpected: ${error instanceof Error ? error.stack : String(error)}`),
    )

  for (const terminal of world.terminals)
    start(async () => {
      const shop = await openShop(world, terminal)
      shops.push(shop)
      for (const _ of ['first window', 'second window'])
        start(async () => {
          while (day === 'open') {
            await world.pause(random.between(500, 8_000))
            await shop.serve()
          }
        })
      start(async () => {
        while (day !== 'over') {
          await world.pause(random.between(30_000, 120_000))
          await shop.tidyUp()
        }
      })
    })
  await world.run(() => countAccepted() >= payments || world.timeline.elapsedMs() > 12 * 3_600_000)
  day = 'draining'
  world.plan.stop()
  world.tell('the faults stop')
  for (const terminal of world.terminals) terminal.linkDown = false
  if (world.central.now() === null) await world.central.restart()
  const endMs = world.timeline.elapsedMs() + 6 * 3_600_000
  await world.run(() => world.timeline.elapsedMs() > endMs || (isQuiet(world)))
  day = 'over'
  const [first] = world.oracle.checkEnd({ shown: new Map(), disputedRupiah: 0 })
  if (first !== undefined) world.fail(first)
}

function isQuiet(world: RunningWorld): boolean {
  return world.terminals.every(({ ledger }) => {
    const { n } = ledger
      .prepare("SELECT count(*) AS n FROM payments WHERE state IN ('queued', 'sending', 'inDoubt', 'rejected')")
      .get() as { n: number }
    return n === 0
  })
}
