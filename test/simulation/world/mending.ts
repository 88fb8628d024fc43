import { cancelPayment, refundPayment, requestVoid } from '../../../main/payments/actions.ts'
import { advancePayment, collectOwed } from '../../../main/payments/advances.ts'
import { writeOffDispute, writeOffOwed } from '../../../main/payments/write-off.ts'
import { failedJobs, retryJob, skipJob } from '../../../main/printing/jobs.ts'
import type { Staff } from '../../../main/staff/sign-in.ts'
import { confirmHeld } from '../../../main/sync/incarnation.ts'
import { carryQueues } from './carrying.ts'
import { counterOf } from './counter.ts'
import { agent, cashier, type Hands, supervisor } from './hands.ts'
import type { Random } from './random.ts'
import { payBasket } from './serving.ts'
import type { Services, SimulatedTerminal } from './terminal.ts'
import type { World } from './world.ts'

type Counter = { world: World; terminal: SimulatedTerminal; hands: Hands; random: Random; drawer: () => string; onDuty: () => Staff }
type Row = {
  id: string
  state: string
  everSent: number
  advanced: number
  total: number
  owed: number
  product: string
  number: string
}

/** Looks through what waits for a person and does something about it. `closing`: nothing may be left lying, so nobody hesitates. */
export async function mend(counter: Counter, closing: boolean): Promise<void> {
  const { world, terminal, hands, random } = counter
  await mendPrinter(counter)
  await hands.click((services) => {
    if (services.time.view().trusted || services.link.view().state !== 'offline') return
    services.time.confirm(Math.max(world.startMs + world.timeline.elapsedMs(), services.time.view().nowMs), supervisor.id)
  })
  await hands.click(({ database, clock }) => confirmHeld(database, 'all', { actor: supervisor.id, atMs: clock.nowMs() }))
  const rows = await hands.click(({ database }) => waitingRows(database))
  if (rows.kind !== 'shown') return
  for (const row of rows.value) {
    await decide(counter, row, closing)
    await world.pause(random.between(200, 2_000))
  }
  await hands.click((services) => counterOf(services, cashier).changed())
  await carryQueues(counter, closing)
  if (closing) world.tell(`${terminal.name}: ${rows.value.length} payments waited for a person`)
}

async function decide(counter: Counter, row: Row, closing: boolean): Promise<void> {
  const { hands, random } = counter
  const { id, state } = row
  const at = (services: Services, staff = cashier) => counterOf(services, staff).by()
  const reason = 'permintaan pelanggan'
  switch (state) {
    case 'rejected':
      if (random.chance(0.25) && !closing) return repay(counter, row)
      return giveBack(
        counter,
        row,
        (services) => refundPayment(services.database, id, at(services)),
        (now) => now.state === 'refunded',
      )
    case 'queued':
      if (row.everSent === 0 && random.chance(0.08) && !closing)
        return giveBack(
          counter,
          row,
          (services) => cancelPayment(services.database, id, reason, at(services, supervisor)),
          (now) => now.state === 'cancelled',
        )
      if (row.everSent === 1 && random.chance(0.15))
        await hands.click((services) => requestVoid(services.database, id, reason, at(services, agent)))
      return
    case 'inDoubt':
      if (row.advanced === 0 && random.chance(0.12) && !closing)
        return giveBack(
          counter,
          row,
          (services) => advancePayment(services.database, id, reason, at(services, supervisor), services.ids),
          (now) => now.events.includes('advance'),
        )
      // In the end somebody burns what nobody can say anything about.
      if (random.chance(closing ? 0.3 : 0.12))
        await hands.click((services) => requestVoid(services.database, id, reason, at(services, agent)))
      return
    case 'paid':
      if (row.owed === 0 || !(closing || random.chance(0.3))) return
      if (random.chance(0.7)) return collect(counter, row)
      await hands.click((services) => writeOffOwed(services.database, id, two(services)))
      return
    case 'disputed':
      if (closing || random.chance(0.1)) await hands.click((services) => writeOffDispute(services.database, id, two(services)))
      return
    default:
      return
  }
}

function two({ clock }: Services) {
  return { staff: agent, second: supervisor, reason: 'disepakati berdua', atMs: clock.nowMs() }
}

/** The screen says yes, or it died and says later what became of it: only then do the notes move. */
async function isDone(counter: Counter, id: string, act: (services: Services) => unknown, isSo: (now: Now) => boolean): Promise<boolean> {
  const heard = await counter.hands.click(act)
  if (heard.kind !== 'gone') return heard.kind === 'shown'
  return isSo(await counter.hands.look(({ database }) => readNow(database, id)))
}

function giveBack(counter: Counter, { id, total }: Row, act: (services: Services) => unknown, isSo: (now: Now) => boolean): Promise<void> {
  const { world, terminal, hands, drawer } = counter
  return hands.atDrawer(async () => {
    if (!(await isDone(counter, id, act, isSo))) return
    const cashRupiah = world.oracle.inCoins(total)
    world.tell(`${terminal.name}: the customer gets ${cashRupiah} back for ${id}`)
    world.oracle.given(drawer(), id, cashRupiah)
  })
}

function collect(counter: Counter, { id, total }: Row): Promise<void> {
  const { world, terminal, hands, drawer } = counter
  return hands.atDrawer(async () => {
    const act = (services: Services) => collectOwed(services.database, id, counterOf(services, cashier).by())
    if (!(await isDone(counter, id, act, ({ events }) => events.includes('collectOwed')))) return
    world.tell(`${terminal.name}: the customer brings back the money for ${id}`)
    world.oracle.brought(drawer(), id, world.oracle.inCoins(total))
  })
}

/** The same customer pays the bill as it stands now, with the money of the one that failed. */
async function repay(counter: Counter, { id, product, number }: Row): Promise<void> {
  const { hands } = counter
  const found = await hands.click((services) => counterOf(services, cashier).find(product, number))
  if (found.kind !== 'shown') return
  const basket = await hands.click((services) => counterOf(services, cashier).openBasket())
  if (basket.kind !== 'shown') return
  const added = await hands.click((services) => counterOf(services, agent).add(basket.value, found.value.id, { repaysPaymentId: id }))
  if (added.kind === 'shown') await hands.atDrawer(() => payBasket(counter, basket.value, [id]))
}

/** Somebody puts paper in, looks what came out, and prints the slip again or lets it be. */
async function mendPrinter({ hands, random }: Counter): Promise<void> {
  await hands.click(({ database, clock, printing }) => {
    for (const job of failedJobs(database)) {
      const by = { staffName: cashier.name, atMs: clock.nowMs() }
      if (random.chance(0.9)) retryJob(database, job.id, by)
      else skipJob(database, job.id, by)
    }
    printing.wake()
  })
}

function waitingRows(database: Services['database']): Row[] {
  return database
    .prepare(
      `SELECT id, state, ever_sent AS everSent, advanced, total_rupiah AS total, product_code AS product, customer_number AS number,
         coalesce((SELECT amount_rupiah FROM balances WHERE account = 'owedByCustomer' AND dimension = payments.id), 0) AS owed
       FROM payments WHERE state IN ('queued', 'inDoubt', 'rejected', 'disputed')
         OR id IN (SELECT dimension FROM balances WHERE account = 'owedByCustomer' AND amount_rupiah <> 0) ORDER BY sequence`,
    )
    .all() as Row[]
}

type Now = { state: string; events: string[] }

function readNow(database: Services['database'], id: string): Now {
  const { state } = database.prepare('SELECT state FROM payments WHERE id = ?').get(id) as { state: string }
  const rows = database.prepare('SELECT event FROM events WHERE payment_id = ?').all(id) as { event: string }[]
  return { state, events: rows.map(({ event }) => event) }
}
