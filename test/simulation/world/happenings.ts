import type { PracticeCentral } from '../../../main/practice/practice-central.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

type Happening = { name: string; weight: number; happen: (world: World, random: Random) => Promise<void> | void }

/** What the world does to an outlet by itself: links, power, clocks, the central and the biller. One at a time, for as long as the day is open. */
export async function letThingsHappen(world: World, isOpen: () => boolean): Promise<void> {
  const random = world.random('happenings')
  const everyMs = random.pick([8_000, 20_000, 60_000])
  const all = happenings.flatMap((happening) => Array.from({ length: happening.weight }, () => happening))
  for (;;) {
    await world.pause(random.between(everyMs / 2, everyMs * 2))
    if (!isOpen()) return
    const { name, happen } = random.pick(all)
    world.plan.note(name, 'world')
    await happen(world, random)
  }
}

const happenings: readonly Happening[] = [
  {
    name: 'outage',
    weight: 6,
    async happen(world, random) {
      const terminal = random.pick(world.terminals)
      terminal.linkDown = true
      await world.pause(random.between(2_000, 180_000))
      terminal.linkDown = false
    },
  },
  {
    name: 'central restart',
    weight: 3,
    async happen({ central, pause }, random) {
      central.stop()
      await pause(random.between(1_000, 60_000))
      await central.restart()
    },
  },
  { name: 'central crash ahead', weight: 6, happen: ({ central }, random) => central.crashAfter(random.between(1, 120)) },
  {
    name: 'central restored',
    weight: 4,
    async happen(world, random) {
      const { central } = world
      central.stop()
      await world.pause(random.between(1_000, 20_000))
      central.restoreOld(random)
      await central.restart()
    },
  },
  { name: 'snapshot', weight: 4, happen: ({ central }) => central.keepCopy() },
  {
    name: 'power cut',
    weight: 2,
    happen: (world, random) => random.pick(world.terminals).cutPower(random.chance(0.5) ? random.pick(wildYears) : null),
  },
  {
    name: 'clock jump',
    weight: 3,
    happen(world, random) {
      const terminal = random.pick(world.terminals)
      terminal.setWall(random.pick([...wildYears, null]))
    },
  },
  { name: 'bill changed', weight: 5, happen: (world, random) => changeBill(world, random) },
  { name: 'bill paid elsewhere', weight: 4, happen: (world, random) => payElsewhere(world, random) },
  {
    name: 'failed at reconciliation',
    weight: 4,
    happen: (world, random) => withPayment(world, random, 'paid', (op, id) => op.failAtReconciliation(id)),
  },
  { name: 'paid after all', weight: 6, happen: (world, random) => withPayment(world, random, 'refused', (op, id) => op.payAfterAll(id)) },
  { name: 'claim credited', weight: 4, happen: (world, random) => withPayment(world, random, 'refused', (op, id) => op.creditClaim(id)) },
  { name: 'dispute credited', weight: 4, happen: creditDispute },
  { name: 'float corrected', weight: 3, happen: correctTaken },
  {
    name: 'other commission',
    weight: 1,
    happen: ({ central }, random) => central.operator().setCommission(random.pick([null, 0, 1_500, 2_000])),
  },
  { name: 'one rupiah more', weight: 1, happen: ({ central }, random) => central.operator().deductOneMore(random.chance(0.5)) },
  { name: 'rate limit', weight: 2, happen: ({ central }, random) => central.operator().rateLimit(random.pick([null, 5, 20])) },
  { name: 'top-up', weight: 1, happen: ({ central }) => central.operator().topUp(5_000_000) },
  { name: 'notice', weight: 1, happen: ({ central }) => central.operator().notice('Pemeliharaan nanti malam') },
  { name: 'feed expired', weight: 2, happen: ({ central }, random) => central.operator().expireFeed(random.between(0, 5)) },
  { name: 'cut-off', weight: 2, happen: cutOff },
  { name: 'reconciled', weight: 1, happen: ({ central }) => central.operator().reconcile() },
  { name: 'new epoch', weight: 1, happen: ({ central }) => central.operator().newEpoch() },
]

/** 1970 and 2099, as after an empty battery or a wrong finger. */
const wildYears = [Date.UTC(1970, 0, 1, 0, 3), Date.UTC(2099, 5, 1)]

function changeBill({ central, seen }: World, random: Random): void {
  const bills = seen.filter(({ productCode }) => productCode === 'PLN')
  if (bills.length === 0) return
  const recent = bills.slice(-12)
  central.operator().changeBill(random.pick(recent).customerNumber, random.pick(['otherSheets', 'otherTotal', 'nextPeriod'] as const))
}

function payElsewhere({ central, seen }: World, random: Random): void {
  // Two counters may ask a biller for the same bill at once, but one of them is told no: that is the biller's to see to, not ours.
  const pending = central.books.biller.prepare("SELECT count(*) FROM payments WHERE customer_number = ? AND status = 'pending'").pluck()
  const bills = seen.filter(({ productCode, customerNumber }) => productCode === 'PLN' && pending.get(customerNumber) === 0).slice(-12)
  if (bills.length === 0) return
  const { customerNumber, periods } = random.pick(bills)
  central.operator().payElsewhere(customerNumber, periods)
}

/** Somebody at the central works on a payment of these last ones. */
function withPayment(world: World, random: Random, status: string, act: (operator: PracticeCentral, paymentId: string) => boolean): void {
  const rows = world.central.books.central
    .prepare('SELECT payment_id AS id FROM payments WHERE status = ? ORDER BY payment_id DESC LIMIT 20')
    .all(status) as { id: string }[]
  if (rows.length > 0) act(world.central.operator(), random.pick(rows).id)
}

/** The central only gives back what a terminal disputes. */
function creditDispute(world: World, random: Random): void {
  const disputed = disputedPayments(world)
  if (disputed.length > 0) world.central.operator().creditDispute(random.pick(disputed))
}

/** Somebody at the central takes a little more for an order, or gives a little back: in a dispute if there is one, else of the last ones. */
function correctTaken(world: World, random: Random): void {
  const rupiah = random.pick([-500, -1, 1, 500])
  const disputed = disputedPayments(world)
  if (disputed.length > 0 && random.chance(0.5)) world.central.operator().correctTaken(random.pick(disputed), rupiah)
  else withPayment(world, random, random.chance(0.8) ? 'paid' : 'refused', (operator, id) => operator.correctTaken(id, rupiah))
}

function disputedPayments({ terminals }: World): string[] {
  return terminals.flatMap(({ ledger }) => ledger.prepare("SELECT id FROM payments WHERE state = 'disputed'").pluck().all() as string[])
}

/** PLN closes for a while, on the clock of its own day. */
async function cutOff(world: World, random: Random): Promise<void> {
  const at = (ms: number) => new Date(world.startMs + world.timeline.elapsedMs() + ms + 7 * 3_600_000).toISOString().slice(11, 16)
  world.central.operator().cutOff({ start: at(0), end: at(random.between(120_000, 300_000)) })
  await world.pause(random.between(30_000, 200_000))
  world.central.operator().cutOff(null)
}
