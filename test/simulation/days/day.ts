import { expect, onTestFinished } from 'vitest'
import { counterOf } from '../world/counter.ts'
import { cashier, handsAt, supervisor } from '../world/hands.ts'
import type { Services, SimulatedTerminal } from '../world/terminal.ts'
import { createWorld, type RunningWorld } from '../world/world.ts'

/** A day somebody wrote down: one counter, no chance, and troubles only where the story has them. */
export type Day = {
  world: RunningWorld
  terminal: SimulatedTerminal
  /** Time goes by. */
  pass(ms: number): Promise<void>
  /** Puts the bills into a basket; `repays` pays with a rejected payment's money. */
  basket(
    bills: readonly [product: string, number: string][],
    repays?: string,
  ): Promise<{ id: string; totalRupiah: number; cashDueRupiah: number }>
  /** The customer pays what the screen asks; gives the payments' ids. */
  pay(basketId: string): Promise<string[]>
  /** One click of the cashier's or the supervisor's; its refusal by name where there is one. */
  click<Value>(act: (services: Services, by: ReturnType<ReturnType<typeof counterOf>['by']>) => Value): Promise<Value | string>
  /** Notes go from the drawer to the customer of a payment, or back; called inside the click that says so. */
  handBack(paymentId: string, rupiah: number): void
  bringBack(paymentId: string, rupiah: number): void
  /** Every event of payments and shift with its lines, as a bookkeeper would write them. */
  journal(): string[]
  balance(account: string): number
  states(): string[]
  /** Bills the biller has as paid. */
  billerBook(): string[]
  /** The central's movements: kind and amount. */
  float(): string[]
  slips(): string[]
}

export async function openDay(beginAfterMs = 0): Promise<Day> {
  const world = await createWorld({ seed: 1, beginAfterMs, trace: true })
  onTestFinished(() => world.close())
  world.plan.stop()
  const terminal = world.terminals[0] as SimulatedTerminal
  let drawer = ''
  const hands = handsAt(world, terminal, () => drawer)

  /** Lets the world turn until somebody is done with something. */
  async function during<Value>(work: Promise<Value>): Promise<Value> {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    // What needs no time is done before any passes.
    await new Promise<void>((resolve) => setImmediate(resolve))
    await world.run(() => isDone)
    expect(world.outcome().failure).toBeNull()
    return done
  }
  async function sure<Value>(act: (services: Services) => Value | Promise<Value>): Promise<Value> {
    const heard = await during(hands.click(act))
    if (heard.kind !== 'shown') throw new Error(heard.kind === 'refused' ? `refused: ${heard.refusal.code}` : 'the screen is gone')
    return heard.value
  }
  const pass = (ms: number) => during(world.pause(ms))

  await terminal.start()
  drawer = await sure((services) => counterOf(services, cashier).openShift(500_000).id)
  world.oracle.shiftOpened(terminal.name, drawer, 500_000)
  await pass(2_000)

  return {
    world,
    terminal,
    pass,
    async basket(bills, repays) {
      const id = await sure((services) => counterOf(services, cashier).openBasket())
      for (const [product, number] of bills) {
        const found = await sure((services) => counterOf(services, cashier).find(product, number))
        await sure((services) => counterOf(services, cashier).add(id, found.id, repays === undefined ? {} : { repaysPaymentId: repays }))
      }
      const { totalRupiah, cashDueRupiah } = await sure((services) => counterOf(services, cashier).view(id))
      return { id, totalRupiah, cashDueRupiah }
    },
    async pay(basketId) {
      const { totalRupiah, cashDueRupiah, items } = await sure((services) => counterOf(services, cashier).view(basketId))
      await sure((services) => {
        counterOf(services, cashier).accept(basketId, totalRupiah, Math.max(0, cashDueRupiah))
        const repaid = items.flatMap(({ repaysPaymentId }) => repaysPaymentId ?? [])
        world.oracle.taken(
          drawer,
          items.map(({ paymentId }) => paymentId),
          cashDueRupiah,
          repaid,
        )
      })
      return items.map(({ paymentId }) => paymentId)
    },
    async click(act) {
      const heard = await during(hands.click((services) => act(services, counterOf(services, supervisor).by())))
      if (heard.kind === 'gone') throw new Error('the screen is gone')
      await during(hands.click((services) => counterOf(services, cashier).changed()))
      return heard.kind === 'refused' ? heard.refusal.code : heard.value
    },
    handBack: (paymentId, rupiah) => world.oracle.given(drawer, paymentId, rupiah),
    bringBack: (paymentId, rupiah) => world.oracle.brought(drawer, paymentId, rupiah),
    journal: () => journalOf(terminal),
    balance: (account) =>
      terminal.ledger.prepare('SELECT coalesce(sum(amount_rupiah), 0) FROM journal_lines WHERE account = ?').pluck().get(account) as number,
    states: () =>
      terminal.ledger.prepare("SELECT product_code || ' ' || state AS row FROM payments ORDER BY sequence").pluck().all() as string[],
    billerBook: () =>
      world.central.books.biller
        .prepare(
          "SELECT product_code || ' ' || customer_number || ' ' || periods || ' ' || amount_rupiah || ' ' || status FROM payments ORDER BY sequence",
        )
        .pluck()
        .all() as string[],
    float: () =>
      world.central.books.central
        .prepare("SELECT kind || ' ' || amount_rupiah FROM float_movements ORDER BY sequence")
        .pluck()
        .all() as string[],
    slips: () => world.slips(terminal),
  }
}

function journalOf({ ledger }: SimulatedTerminal): string[] {
  const events = ledger.prepare('SELECT sequence, event, payment_id AS id FROM events ORDER BY sequence').all() as {
    sequence: number
    event: string
    id: string | null
  }[]
  const lines = ledger.prepare('SELECT account, amount_rupiah AS rupiah FROM journal_lines WHERE event_sequence = ? ORDER BY line_number')
  const names = new Map<string, string>()
  const nameOf = (id: string) => {
    const name = names.get(id) ?? String(names.size + 1)
    names.set(id, name)
    return name
  }
  return events.flatMap(({ sequence, event, id }) => {
    const name = id === null ? '' : ` ${nameOf(id)}`
    const written = (lines.all(sequence) as { account: string; rupiah: number }[]).map(
      ({ account, rupiah }) => `${account} ${spelled(rupiah)}`,
    )
    return written.length === 0 ? [] : [`${event}${name}: ${written.join(', ')}`]
  })
}

/** 66500 as 66.500. */
function spelled(rupiah: number): string {
  return `${rupiah < 0 ? '-' : ''}${String(Math.abs(rupiah)).replace(/\B(?=(\d{3})+$)/g, '.')}`
}
