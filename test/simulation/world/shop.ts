import { cashier, handsAt } from './hands.ts'
import { mend } from './mending.ts'
import { serve } from './serving.ts'
import { changeShift, openDrawer, type Till } from './shift-change.ts'
import type { SimulatedTerminal } from './terminal.ts'
import type { World } from './world.ts'

export type Shop = {
  terminal: SimulatedTerminal
  serve(): Promise<void>
  /** Looks through what waits for a person; `closing` leaves nothing lying. */
  mend(closing: boolean): Promise<void>
  changeShift(): Promise<void>
}

/** Opens the drawer of a terminal; from then on its people work. */
export async function openShop(world: World, terminal: SimulatedTerminal): Promise<Shop> {
  const random = world.random(`people of ${terminal.name}`)
  const isSpender = random.chance(0.15)
  const till: Till = { drawer: '', staff: cashier }
  const drawer = () => till.drawer
  const hands = handsAt(world, terminal, drawer)
  await openDrawer(world, terminal, hands, till)
  const counter = { world, terminal, hands, random, drawer, onDuty: () => till.staff }
  const counts = world.random(`shifts of ${terminal.name}`)
  return {
    terminal,
    serve: () => serve(counter, isSpender),
    mend: (closing) => mend(counter, closing),
    changeShift: () => changeShift(world, terminal, hands, till, counts),
  }
}
