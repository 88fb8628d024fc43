import type { Staff } from '../../../main/staff/sign-in.ts'
import { counterOf } from './counter.ts'
import { type Hands, supervisor } from './hands.ts'
import type { Random } from './random.ts'
import type { Services, SimulatedTerminal } from './terminal.ts'
import { billName, wantedBill } from './wanted-bill.ts'
import type { World } from './world.ts'

type Counter = { world: World; terminal: SimulatedTerminal; hands: Hands; random: Random; drawer: () => string; onDuty: () => Staff }

/** Serves one customer from the greeting to the change. */
export async function serve(counter: Counter, isSpender: boolean): Promise<void> {
  const { world, hands, random, onDuty } = counter
  const basket = await hands.click((services) => counterOf(services, onDuty()).openBasket())
  if (basket.kind !== 'shown') return
  for (let item = 0, items = random.pick([1, 1, 1, 2, 3]); item < items; item += 1) {
    await addOne(counter, basket.value, isSpender)
    await world.pause(random.between(300, 3_000))
  }
  await hands.atDrawer(() => payBasket(counter, basket.value, []))
}

async function addOne({ world, terminal, hands, random, onDuty }: Counter, basketId: string, isSpender: boolean): Promise<void> {
  const wanted = wantedBill(random, isSpender)
  const found = await hands.click((services) => counterOf(services, onDuty()).find(wanted.productCode, wanted.customerNumber))
  if (found.kind !== 'shown') return
  world.seen.push({ ...wanted, periods: found.value.sheets.map(({ period }) => period) })
  await world.pause(random.between(300, 4_000))
  const added = await hands.click((services) => counterOf(services, onDuty()).add(basketId, found.value.id))
  // A deliberate second payment: a supervisor names the first one.
  if (added.kind !== 'refused' || added.refusal.code !== 'duplicateBill' || !random.chance(0.15)) return
  const first = added.refusal.detail.firstPaymentId
  if (typeof first !== 'string') return
  const atMs = terminal.services?.clock.nowMs() ?? 0
  for (const { period } of found.value.sheets) world.oracle.biller.allowAgain(billName(wanted, period, atMs))
  await hands.click((services) => counterOf(services, supervisor).add(basketId, found.value.id, { overridesPaymentId: first }))
}

/** `repaid`: rejected payments whose money goes into this basket. Whoever stands there has to know in the end whether it was taken. */
export async function payBasket(
  { world, terminal, hands, random, drawer, onDuty }: Counter,
  basketId: string,
  repaid: readonly string[],
): Promise<void> {
  const shown = await hands.click((services) => counterOf(services, onDuty()).view(basketId))
  if (shown.kind !== 'shown' || shown.value.items.length === 0 || shown.value.state !== 'open') return
  const { totalRupiah, creditRupiah, cashDueRupiah, items } = shown.value
  const askedRupiah = world.oracle.inCoins(totalRupiah - creditRupiah)
  if (askedRupiah !== cashDueRupiah) throw world.fail(`the screen asks ${cashDueRupiah} for ${totalRupiah} less ${creditRupiah}`)
  const noteRupiah = random.pick([100, 5_000, 50_000])
  const cashRupiah = Math.max(0, Math.ceil(askedRupiah / noteRupiah) * noteRupiah)
  const accept = (services: Services) => counterOf(services, onDuty()).accept(basketId, totalRupiah, cashRupiah)
  // A second window on the same basket: only one of the two may take the money.
  const heard = await Promise.all(random.chance(0.1) ? [hands.click(accept), hands.click(accept)] : [hands.click(accept)])
  if (heard.filter(({ kind }) => kind === 'shown').length > 1) throw world.fail(`basket ${basketId} was accepted twice`)
  const isTaken =
    heard.some(({ kind }) => kind === 'shown') ||
    (heard.some(({ kind }) => kind === 'gone') &&
      (await hands.look((services) => counterOf(services, onDuty()).view(basketId).state)) === 'accepted')
  if (!isTaken) return
  const paymentIds = items.map(({ paymentId }) => paymentId)
  world.tell(`${terminal.name}: the customer pays ${askedRupiah} for ${paymentIds.join(' ')}`)
  world.oracle.taken(drawer(), paymentIds, askedRupiah, repaid)
}
