import { noticesNow } from '../../../main/payments/notices.ts'
import { letThingsHappen } from './happenings.ts'
import { seededRandom } from './random.ts'
import { openShop, type Shop } from './shop.ts'
import { createWorld, type Outcome, type RunningWorld, type Wishes } from './world.ts'

export type SeedWishes = Wishes & { payments: number }

const dayMaxMs = 12 * 3_600_000
const drainMaxMs = 8 * 3_600_000
/** Nothing is open, and so long nothing has moved: longer than anybody at a counter looks away. Or things are open and do not move at all. */
const quietMs = 100_000
const stuckMs = 40 * 60_000

/** One seed from the first customer to the last rupiah. */
export async function runSeed(wishes: SeedWishes): Promise<Outcome> {
  const world = await createWorld({ ...wishes, beginAfterMs: beginAfterMs(wishes.seed) })
  try {
    await live(world, wishes.payments)
    return world.outcome()
  } finally {
    world.close()
  }
}

const hourMs = 3_600_000

/** Some days begin just before midnight in Jakarta, some just before midnight in Jayapura, the others at any hour. */
function beginAfterMs(seed: number): number {
  const random = seededRandom(seed, 'beginning')
  const kind = random.next()
  if (kind < 0.25) return 14 * hourMs - random.between(30_000, 400_000)
  if (kind < 0.4) return 12 * hourMs - random.between(30_000, 400_000)
  return random.between(0, 20 * hourMs)
}

type Day = 'open' | 'closing' | 'over'

async function live(world: RunningWorld, payments: number): Promise<void> {
  let day: Day = 'open'
  const random = world.random('customers')
  const paceMs = random.pick([2_000, 4_000, 8_000, 40_000])
  world.central.operator().outlet({ zone: random.pick(['WIB', 'WIB', 'WIT'] as const), terminalCount: random.pick([1, 2, 5]) })
  /** Nobody waits for a person: each goes their own way until the day is over. */
  const start = (work: () => Promise<void>) =>
    void work().catch((error: unknown) =>
      world.fail(`somebody met something unexpected: ${error instanceof Error ? error.stack : String(error)}`),
    )
  const serveAll = async (shop: Shop) => {
    while (day === 'open') {
      await world.pause(random.between(paceMs / 4, paceMs * 2))
      if (day === 'open') await shop.serve()
    }
  }
  const mendAll = async (shop: Shop) => {
    while (day !== 'over') {
      await world.pause(day === 'open' ? random.between(15_000, 90_000) : 10_000)
      await shop.mend(day === 'closing')
    }
  }

  const rota = world.random('rota')
  const changeShifts = async (shop: Shop) => {
    while (day === 'open') {
      await world.pause(rota.between(60_000, 900_000))
      if (day === 'open') await shop.changeShift()
    }
  }

  for (const terminal of world.terminals) {
    await terminal.start()
    start(async () => {
      const shop = await openShop(world, terminal)
      for (const _ of ['first window', 'second window']) start(() => serveAll(shop))
      start(() => mendAll(shop))
      start(() => changeShifts(shop))
    })
  }
  start(() => letThingsHappen(world, () => day === 'open'))
  start(async () => {
    // The central's people take a copy of its ledger every few minutes.
    while (day === 'open') {
      await world.pause(random.between(20_000, 120_000))
      world.central.keepCopy()
    }
  })
  await world.run(() => world.acceptedCount() >= payments || world.timeline.elapsedMs() > dayMaxMs)
  day = 'closing'
  await repairWorld(world)
  start(async () => {
    // By evening the central has compared its book with the biller's.
    for (let round = 0; round < 2; round += 1) {
      await world.pause(30_000)
      world.central.operator().reconcile()
      creditClaims(world)
    }
  })
  const deadlineMs = world.timeline.elapsedMs() + drainMaxMs
  // A machine that was down still has to hear what it missed.
  const isAtRest = () => world.openCount() === 0 && world.terminals.every(({ upForMs }) => upForMs() > quietMs)
  await world.run(() => world.timeline.elapsedMs() > deadlineMs || world.quietForMs() > (isAtRest() ? quietMs : stuckMs))
  day = 'over'
  if (world.hasFailed()) return
  const [first] = world.oracle.checkEnd(endFacts(world))
  if (first !== undefined) world.fail(first)
}

/** All faults stop: links hold, clocks are right, the central is there and asks for nothing odd. */
async function repairWorld(world: RunningWorld): Promise<void> {
  world.plan.stop()
  world.tell('the faults stop')
  for (const terminal of world.terminals) {
    terminal.linkDown = false
    terminal.setWall(null)
  }
  const operator = world.central.operator()
  operator.cutOff(null)
  operator.rateLimit(null)
  operator.topUp(100_000_000)
  if (world.central.now() === null) await world.central.restart()
}

/** What the biller took back belongs to the agent again, whether or not a terminal knows of it. */
function creditClaims({ central }: RunningWorld): void {
  const reversed = central.books.biller
    .prepare("SELECT trace FROM payments WHERE status = 'reversed' AND (credited = 0 OR corrected_rupiah <> 0)")
    .pluck()
  for (const trace of reversed.all() as string[]) central.operator().creditClaim(trace.replace('trace-', ''))
}

function endFacts(world: RunningWorld) {
  const shown = new Map<string, string>()
  const slipsVoided = new Set<string>()
  for (const { ledger } of world.terminals) {
    for (const { paymentId, kind } of noticesNow(ledger, world.startMs + world.timeline.elapsedMs()))
      if (paymentId !== null) shown.set(paymentId, kind)
    for (const { id } of ledger.prepare('SELECT id FROM payments WHERE receipt_voided = 1').all() as { id: string }[]) slipsVoided.add(id)
  }
  return { shown, slipsVoided }
}
