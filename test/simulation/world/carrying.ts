import { exportQueue } from '../../../main/handover/export-queue.ts'
import { handOverFile } from '../../../main/handover/hand-overs.ts'
import { importQueue } from '../../../main/handover/import-queue.ts'
import { agent, type Hands } from './hands.ts'
import type { Random } from './random.ts'
import type { Services, SimulatedTerminal } from './terminal.ts'
import type { World } from './world.ts'

type Counter = { world: World; terminal: SimulatedTerminal; hands: Hands; random: Random }

/** A file on a stick: whoever wrote it freezes its payments, whoever reads it brings them home. */
export type CarriedFile = { handOverId: string; from: SimulatedTerminal; text: string; isRead: boolean }

/** A counter whose link is dead gives its queue away; one that works takes what was brought. */
export async function carryQueues(counter: Counter, closing: boolean): Promise<void> {
  const { world, terminal, random } = counter
  if (!closing && random.chance(terminal.linkDown ? 0.3 : 0.04)) await giveAway(counter)
  await pickUpFiles(counter)
  for (const file of world.files) {
    if (file.from === terminal || file.isRead || !(closing || random.chance(0.5))) continue
    await takeOver(counter, file)
  }
}

async function giveAway({ hands }: Counter): Promise<void> {
  await hands.click(({ database, signer, ids, clock, sync }) => {
    exportQueue(database, { paymentIds: null, staff: agent, practice: false, signer, ids, atMs: clock.nowMs() })
    sync.wake()
  })
}

/** Also what was written just before a screen died. */
async function pickUpFiles({ world, terminal, hands }: Counter): Promise<void> {
  const heard = await hands.click(({ database }) => exportsOf(database))
  if (heard.kind !== 'shown') return
  for (const handOverId of heard.value) {
    if (world.files.some((file) => file.handOverId === handOverId)) continue
    const written = await hands.click(({ database }) => handOverFile(database, handOverId).text)
    if (written.kind !== 'shown') return
    world.tell(`${terminal.name}: the queue is on a stick as ${handOverId}`)
    world.files.push({ handOverId, from: terminal, text: written.value, isRead: false })
  }
}

async function takeOver({ world, terminal, hands }: Counter, file: CarriedFile): Promise<void> {
  const heard = await hands.click((services) => importQueue(importerOf(services), file.text))
  if (heard.kind === 'refused' && heard.refusal.code === 'handOverAlreadyImported') file.isRead = true
  if (heard.kind === 'shown') file.isRead = true
  world.tell(`${terminal.name} reads ${file.handOverId}: ${heard.kind === 'refused' ? heard.refusal.code : heard.kind}`)
  await hands.click(({ sync }) => sync.wake())
}

function importerOf({ database, central, clock, ids }: Services) {
  return { database, central, clock, ids, practice: false, staff: agent }
}

function exportsOf(database: Services['database']): string[] {
  return database.prepare("SELECT id FROM hand_overs WHERE direction = 'out' ORDER BY at_ms").pluck().all() as string[]
}
