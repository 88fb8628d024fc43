import { counterOf } from './counter.ts'
import { cashier, handsAt } from './hands.ts'
import { mend } from './mending.ts'
import { serve } from './serving.ts'
import type { Services, SimulatedTerminal } from './terminal.ts'
import type { World } from './world.ts'

export type Shop = {
  terminal: SimulatedTerminal
  serve(): Promise<void>
  /** Looks through what waits for a person; `closing` leaves nothing lying. */
  mend(closing: boolean): Promise<void>
}

const startingFloatRupiah = 5_000_000

/** Opens the drawer of a terminal; from then on its people work. */
export async function openShop(world: World, terminal: SimulatedTerminal): Promise<Shop> {
  const random = world.random(`people of ${terminal.name}`)
  const isSpender = random.chance(0.15)
  let opened = ''
  const drawer = () => opened
  const hands = handsAt(world, terminal, drawer)
  while (opened === '') {
    const heard = await hands.click((services) => counterOf(services, cashier).openShift(startingFloatRupiah).id)
    if (heard.kind === 'shown') opened = heard.value
    else if (heard.kind === 'gone') opened = await hands.look(({ database }) => shiftId(database))
    else await world.pause(5_000)
  }
  world.oracle.shiftOpened(terminal.name, opened, startingFloatRupiah)
  const counter = { world, terminal, hands, random, drawer }
  return { terminal, serve: () => serve(counter, isSpender), mend: (closing) => mend(counter, closing) }
}

function shiftId(database: Services['database']): string {
  const row = database.prepare('SELECT id FROM shifts WHERE closed_at_ms IS NULL').get() as { id: string } | undefined
  return row?.id ?? ''
}
