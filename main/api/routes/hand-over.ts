import { Refusal } from '../../../shared/refusals.ts'
import { slipTime } from '../../../shared/zones.ts'
import { readConfig } from '../../central/documents.ts'
import { exportQueue } from '../../handover/export-queue.ts'
import { handOverFile, listHandOvers, payloadOf, viewHandOver } from '../../handover/hand-overs.ts'
import { claimWaiting, type Importer, importQueue } from '../../handover/import-queue.ts'
import { selectPayments } from '../../payments/payment.ts'
import { viewPayment } from '../../payments/rows.ts'
import { confirmHeld } from '../../sync/incarnation.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** A queue that leaves for another terminal of the outlet, or arrives from one. */
export function mountHandOver(api: Api, terminal: () => Terminal): void {
  mount(api, 'handOvers', () => ({ handOvers: listHandOvers(terminal().database) }))

  mount(api, 'exportQueue', ({ request, staff }) => {
    const { database, ids, clock, signer, mode } = terminal()
    const by = { staff, practice: mode === 'practice', signer, ids, atMs: clock.nowMs() }
    const { handOverId, ...exported } = exportQueue(database, { ...by, paymentIds: request.paymentIds ?? null })
    changed()
    return { ...exported, handOver: viewHandOver(database, handOverId) }
  })

  mount(api, 'handOverFile', ({ request }) => fileOf(request.handOverId))

  mount(api, 'saveHandOver', async ({ request }) => {
    if (api.host.saveFile === undefined) throw new Refusal('hostCannot', { ability: 'saveFile' })
    const { name, text } = fileOf(request.handOverId)
    await api.host.saveFile(name, new TextEncoder().encode(text))
    return {}
  })

  mount(api, 'importQueue', async ({ request, staff }) => {
    const handOverId = await importQueue(importer(staff), request.file).finally(changed)
    return { handOver: viewHandOver(terminal().database, handOverId) }
  })

  mount(api, 'claimHandOver', async ({ request, staff }) => {
    await claimWaiting(importer(staff), request.handOverId).finally(changed)
    return { handOver: viewHandOver(terminal().database, request.handOverId) }
  })

  mount(api, 'heldPayments', () => {
    const { database } = terminal()
    const held = selectPayments(database, "WHERE state = 'queued' AND reason = 'heldAfterRestore' ORDER BY sequence")
    return { held: held.map((payment) => viewPayment(database, payment)) }
  })

  mount(api, 'confirmHeld', ({ request, staff }) => {
    const { database, clock } = terminal()
    const confirmedCount = confirmHeld(database, request.paymentIds, { actor: staff.id, atMs: clock.nowMs() })
    changed()
    return { confirmedCount }
  })

  function importer(staff: Importer['staff']): Importer {
    const { database, central, clock, ids, mode } = terminal()
    return { database, central, clock, ids, practice: mode === 'practice', staff }
  }

  function fileOf(handOverId: string): { name: string; text: string } {
    const { database } = terminal()
    const { text, atMs } = handOverFile(database, handOverId)
    const [day = '', time = ''] = slipTime(atMs, readConfig(database).outlet.zone).split(' ')
    const stamp = `${day.split('/').reverse().join('')}-${time.replaceAll(':', '')}`
    return { name: `loket-serah-terima-${payloadOf(text).terminalId}-${stamp}.txt`, text }
  }

  function changed(): void {
    terminal().sync.wake()
    for (const topic of ['payments', 'status'] as const) api.events.publish(topic)
  }
}
