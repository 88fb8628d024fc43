import type { Staff } from '../../../main/staff/sign-in.ts'
import { Refusal } from '../../../shared/refusals.ts'
import { isDiskError } from './disk.ts'
import { Crash } from './process.ts'
import type { Services, SimulatedTerminal } from './terminal.ts'
import type { World } from './world.ts'

export const cashier: Staff = { id: 'staff-sari', name: 'Sari', role: 'cashier' }
export const agent: Staff = { id: 'staff-joko', name: 'Pak Joko', role: 'agent' }
export const supervisor: Staff = { id: 'staff-ratna', name: 'Bu Ratna', role: 'supervisor' }

/** What a person hears from a screen: what it shows, or why not. `gone` is a dead screen: nobody knows what became of the click. */
export type Heard<Value> = { kind: 'shown'; value: Value } | { kind: 'refused'; refusal: Refusal } | { kind: 'gone' }

/** People at one counter: they click, they wait, they look again, and they move banknotes only as the screen says. */
export type Hands = {
  click<Value>(act: (services: Services) => Value | Promise<Value>): Promise<Heard<Value>>
  /** Looks until the screen is there again. */
  look<Value>(read: (services: Services) => Value): Promise<Value>
  /** From the click until the notes lie where the screen says they are. */
  atDrawer(work: () => Promise<void>): Promise<void>
  /** Nobody else is at the drawer meanwhile: whoever comes waits, and what is begun is finished first. */
  alone(work: () => Promise<void>): Promise<void>
}

export function handsAt(world: World, terminal: SimulatedTerminal, drawer: () => string): Hands {
  let working = 0
  let isReserved = false

  /** Whatever was planted comes back as what a person would see; anything else is a find. */
  async function click<Value>(act: (services: Services) => Value | Promise<Value>): Promise<Heard<Value>> {
    const services = await terminal.up()
    const process = terminal.process
    if (process === null) return { kind: 'gone' }
    try {
      return { kind: 'shown', value: await process.whileAlive((async () => act(services))()) }
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', refusal: error }
      if (error instanceof Crash || isDiskError(error)) return { kind: 'gone' }
      throw world.fail(`a click met something unexpected: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }

  return {
    click,
    async look(read) {
      for (;;) {
        const heard = await click(read)
        if (heard.kind === 'shown') return heard.value
        if (heard.kind === 'refused') throw world.fail(`a look was refused: ${heard.refusal.code}`)
        await world.pause(1_000)
      }
    },
    async atDrawer(work) {
      while (isReserved) await world.pause(1_000)
      working += 1
      const held = drawer()
      world.oracle.hands(held, 1)
      await work()
      world.oracle.hands(held, -1)
      working -= 1
    },
    async alone(work) {
      isReserved = true
      while (working > 0) await world.pause(1_000)
      world.oracle.hands(terminal.name, 1)
      await work()
      world.oracle.hands(terminal.name, -1)
      isReserved = false
    },
  }
}
