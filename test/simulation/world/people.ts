import { cancelPayment, refundPayment, requestVoid } from '../../../main/payments/actions.ts'
import { Refusal } from '../../../shared/refusals.ts'
import { counterOf, type Staff } from './counter.ts'
import { isDiskError } from './disk.ts'
import { Crash } from './process.ts'
import type { Random } from './random.ts'
import type { Services, SimulatedTerminal } from './terminal.ts'
import type { World } from './world.ts'

const cashier: Staff = { id: 'staff-sari', name: 'Sari' }
const supervisor: Staff = { id: 'staff-ratna', name: 'Bu Ratna' }

/** What a person hears from a screen: what it shows, or why not. `gone` is a dead screen: nobody knows what became of the click. */
type Heard<Value> = { kind: 'shown'; value: Value } | { kind: 'refused'; refusal: Refusal } | { kind: 'gone' }

export type Shop = {
  terminal: SimulatedTerminal
  drawer: string
  /** Serves one customer from the greeting to the change. */
  serve(): Promise<void>
  /** Looks through what waits for a person and does something about it. */
  tidyUp(): Promise<void>
}

/** Opens the drawer of a terminal; from then on its people work. */
export async function openShop(world: World, terminal: SimulatedTerminal): Promise<Shop> {
  const random = world.random(`people of ${terminal.name}`)
  const startingFloatRupiah = 2_000_000
  const opened = await insist(
    (services) => counterOf(services, cashier).openShift(startingFloatRupiah),
    ({ database }) => shiftOf(database),
  )
  const drawer = opened.id
  world.oracle.shiftOpened(terminal.name, drawer, startingFloatRupiah)
  return { terminal, drawer, serve, tidyUp }

  /** One click. Whatever was planted comes back as what a person would see; anything else is a find. */
  async function click<Value>(act: (services: Services) => Value | Promise<Value>): Promise<Heard<Value>> {
    const services = await terminal.up()
    const process = terminal.process
    if (process === null) return { kind: 'gone' }
    try {
      return { kind: 'shown', value: await process.whileAlive(Promise.resolve(act(services))) }
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', refusal: error }
      if (error instanceof Crash || isDiskError(error)) return { kind: 'gone' }
      throw world.fail(`a click met something unexpected: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }

  /** Clicks until it is done; after a dead screen `find` looks whether it was done already. */
  async function insist<Value>(act: (services: Services) => Value, find: (services: Services) => Value | null): Promise<Value> {
    for (;;) {
      const heard = await click(act)
      if (heard.kind === 'shown') return heard.value
      await world.pause(3_000)
      const found = await click(find)
      if (found.kind === 'shown' && found.value !== null) return found.value
    }
  }

  async function serve(): Promise<void> {
    const basket = await click((services) => counterOf(services, cashier).openBasket())
    if (basket.kind !== 'shown') return
    const basketId = basket.value
    for (let item = 0, items = random.pick([1, 1, 1, 2, 3]); item < items; item += 1) {
      const wanted = wantedBill(random)
      const found = await click((services) => counterOf(services, cashier).find(wanted.productCode, wanted.customerNumber))
      if (found.kind !== 'shown') continue
      await world.pause(random.between(500, 4_000))
      const added = await click((services) => counterOf(services, cashier).add(basketId, found.value.id, null))
      if (added.kind === 'refused' && added.refusal.code === 'duplicateBill' && random.chance(0.15)) {
        const first = added.refusal.detail.firstPaymentId
        if (typeof first !== 'string') continue
        for (const { period } of found.value.sheets) world.oracle.biller.allowAgain(billName(wanted, period, terminal))
        await click((services) => counterOf(services, supervisor).add(basketId, found.value.id, first))
      }
    }
    await world.pause(random.between(500, 5_000))
    await withHands(() => payAtCounter(basketId))
  }

  /** From the click until the notes lie where the screen says they are. */
  async function withHands(work: () => Promise<void>): Promise<void> {
    world.oracle.hands(drawer, 1)
    await work()
    world.oracle.hands(drawer, -1)
  }

  async function payAtCounter(basketId: string): Promise<void> {
    const shown = await click((services) => counterOf(services, cashier).view(basketId))
    if (shown.kind !== 'shown' || shown.value.items.length === 0) return
    const { totalRupiah, items } = shown.value
    const notesRupiah = Math.ceil(world.oracle.inCoins(totalRupiah) / random.pick([100, 5_000, 50_000])) * 50_000
    const cashRupiah = Math.max(notesRupiah, world.oracle.inCoins(totalRupiah))
    const accept = (services: Services) => counterOf(services, cashier).accept(basketId, totalRupiah, cashRupiah)
    // A second window on the same basket: only one of the two may take the money.
    const windows = random.chance(0.1) ? [click(accept), click(accept)] : [click(accept)]
    const heard = await Promise.all(windows)
    let isTaken = heard.some(({ kind }) => kind === 'shown')
    if (!isTaken && heard.some(({ kind }) => kind === 'gone')) isTaken = await wasAccepted(basketId)
    if (heard.filter(({ kind }) => kind === 'shown').length > 1) throw world.fail(`basket ${basketId} was accepted twice`)
    if (!isTaken) return
    const askedRupiah = world.oracle.inCoins(totalRupiah)
    world.tell(`${terminal.name}: the customer pays ${askedRupiah} for ${items.map(({ paymentId }) => paymentId).join(' ')}`)
    world.oracle.taken({
      terminal: terminal.name,
      drawer,
      paymentIds: items.map(({ paymentId }) => paymentId),
      cashRupiah: askedRupiah,
      askedRupiah,
    })
  }

  /** The screen died under the click: whoever stands there waits until it is back and says. */
  async function wasAccepted(basketId: string): Promise<boolean> {
    for (;;) {
      const again = await click((services) => counterOf(services, cashier).view(basketId))
      if (again.kind === 'shown') return again.value.state === 'accepted'
      await world.pause(1_000)
    }
  }

  async function tidyUp(): Promise<void> {
    const rows = await click(({ database }) => waitingRows(database))
    if (rows.kind !== 'shown') return
    for (const { id, state, everSent, total } of rows.value) {
      if (state === 'rejected')
        await giveBack(id, total, 'refunded', (services) => void refundPayment(services.database, id, counterOf(services, cashier).by()))
      else if (state === 'queued' && everSent === 0 && random.chance(0.1))
        await giveBack(
          id,
          total,
          'cancelled',
          (services) => void cancelPayment(services.database, id, 'pelanggan batal', counterOf(services, supervisor).by()),
        )
      else if ((state === 'inDoubt' || state === 'queued') && everSent === 1 && random.chance(0.1))
        await click((services) => void requestVoid(services.database, id, 'pelanggan batal', counterOf(services, supervisor).by()))
      await click((services) => counterOf(services, cashier).changed())
    }
  }

  function giveBack(id: string, totalRupiah: number, into: string, act: (services: Services) => void): Promise<void> {
    return withHands(() => handBack(id, totalRupiah, into, act))
  }

  async function handBack(id: string, totalRupiah: number, into: string, act: (services: Services) => void): Promise<void> {
    const heard = await click(act)
    if (heard.kind === 'refused') return
    const done = heard.kind === 'shown' || (await stateOf(id)) === into
    if (!done) return
    const cashRupiah = world.oracle.inCoins(totalRupiah)
    world.tell(`${terminal.name}: the customer gets ${cashRupiah} back for ${id}`)
    world.oracle.given({ terminal: terminal.name, drawer, paymentId: id, cashRupiah })
  }

  async function stateOf(id: string): Promise<string> {
    for (;;) {
      const heard = await click(({ database }) => database.prepare('SELECT state FROM payments WHERE id = ?').get(id) as { state: string })
      if (heard.kind === 'shown') return heard.value.state
      await world.pause(1_000)
    }
  }
}

type Row = { id: string; state: string; everSent: number; total: number }

function waitingRows(database: Services['database']): Row[] {
  return database
    .prepare(
      "SELECT id, state, ever_sent AS everSent, total_rupiah AS total FROM payments WHERE state IN ('queued', 'inDoubt', 'rejected') ORDER BY sequence",
    )
    .all() as Row[]
}

function shiftOf(database: Services['database']) {
  return (database.prepare('SELECT id FROM shifts WHERE closed_at_ms IS NULL').get() ?? null) as ReturnType<
    ReturnType<typeof counterOf>['openShift']
  > | null
}

type Wanted = { productCode: string; customerNumber: string }

/** Few enough customers that the same bill comes up again: at the other window, at the other terminal, or on another day. */
function wantedBill(random: Random): Wanted {
  const kind = random.next()
  const customer = random.between(0, 400)
  if (kind < 0.5)
    return { productCode: 'PLN', customerNumber: random.chance(0.1) ? random.pick(plnStories) : String(512_300_000_000 + customer * 37) }
  if (kind < 0.75)
    return {
      productCode: random.pick(['PLNT20', 'PLNT50', 'PLNT100']),
      customerNumber: random.chance(0.15) ? random.pick(tokenStories) : String(41_230_000_000 + customer * 41),
    }
  return {
    productCode: random.pick(['TSEL5', 'TSEL10', 'TSEL20']),
    customerNumber: random.chance(0.15) ? random.pick(pulsaStories) : `0812${String(30_000_000 + customer * 43)}`,
  }
}

/** Published test numbers: failing, pending, or not there at all. */
const plnStories = ['530000000003', '530000000004', '530000000006', '630000000001', '630000000002', '630000000006']
const tokenStories = ['12345671231', '12345671232', '12345671233', '12345671234']
const pulsaStories = ['081200001232', '081200001233', '081200001234']

function billName({ productCode, customerNumber }: Wanted, period: string, terminal: SimulatedTerminal): string {
  if (period !== '') return `${productCode} ${customerNumber} ${period}`
  const wall = terminal.services?.clock.nowMs() ?? 0
  return `${productCode} ${customerNumber} ${new Date(wall + 7 * 3_600_000).toISOString().slice(0, 10)}`
}
