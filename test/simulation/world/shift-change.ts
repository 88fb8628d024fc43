import { closeShift } from '../../../main/cash/close-shift.ts'
import { counterOf } from './counter.ts'
import { agent, cashier, type Hands } from './hands.ts'
import type { Random } from './random.ts'
import type { Services, SimulatedTerminal } from './terminal.ts'
import type { World } from './world.ts'

export type Till = { drawer: string; staff: typeof cashier }

export const startingFloatRupiah = 5_000_000

/** Opens the drawer for whoever is on duty; the screen may have to be asked again what became of it. */
export async function openDrawer(world: World, terminal: SimulatedTerminal, hands: Hands, till: Till): Promise<void> {
  let opened = ''
  while (opened === '') {
    const heard = await hands.click((services) => counterOf(services, till.staff).openShift(startingFloatRupiah).id)
    if (heard.kind === 'shown') opened = heard.value
    else if (heard.kind === 'gone') opened = await hands.look(({ database }) => openShiftId(database))
    else await world.pause(5_000)
  }
  till.drawer = opened
  world.oracle.shiftOpened(terminal.name, opened, startingFloatRupiah)
}

/** One cashier counts the drawer and goes, the next one opens it again. */
export function changeShift(world: World, terminal: SimulatedTerminal, hands: Hands, till: Till, random: Random): Promise<void> {
  return hands.alone(async () => {
    // Change given wrongly, a note behind the drawer: nobody knows before it is counted.
    if (random.chance(0.4)) world.oracle.wentAstray(till.drawer, random.pick([-50_000, -500, 2_000]))
    const countedRupiah = world.oracle.counted(till.drawer)
    const close = (evenThoughUnsynced: boolean) =>
      hands.click(({ database, clock }) =>
        closeShift(database, { staff: till.staff, countedRupiah, evenThoughUnsynced, atMs: clock.nowMs() }),
      )
    for (let warned = false; ; ) {
      const heard = await close(warned)
      if (heard.kind === 'refused') {
        if (heard.refusal.code !== 'shiftCloseUnsynced' || warned) throw world.fail(`a shift can't be closed: ${heard.refusal.code}`)
        // Some wait for the link; the others have read what is still on its way.
        if (random.chance(0.3)) return
        warned = true
        continue
      }
      if (heard.kind === 'shown' || (await hands.look(({ database }) => openShiftId(database))) === '') {
        world.tell(`${terminal.name}: ${till.staff.name} counts ${countedRupiah} and goes${warned ? ', money unsynced' : ''}`)
        world.oracle.shiftClosed(terminal.name, till.drawer)
        break
      }
    }
    till.staff = till.staff.id === cashier.id ? agent : cashier
    await openDrawer(world, terminal, hands, till)
  })
}

function openShiftId(database: Services['database']): string {
  const row = database.prepare('SELECT id FROM shifts WHERE closed_at_ms IS NULL').get() as { id: string } | undefined
  return row?.id ?? ''
}
