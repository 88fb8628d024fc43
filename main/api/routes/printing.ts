import { Refusal } from '../../../shared/refusals.ts'
import { listJobs, queueJob, retryJob, skipJob } from '../../printing/jobs.ts'
import { parsePrinterAddress } from '../../printing/ports/printer-address.ts'
import { serialLines } from '../../printing/ports/serial-lines.ts'
import { printerModel, printerModels } from '../../printing/printer-models.ts'
import { audit } from '../../storage/audit.ts'
import { writeSetting } from '../../storage/settings.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** The printer of this terminal and the slips waiting for it. */
export function mountPrinting(api: Api, terminal: () => Terminal): void {
  const changed = () => {
    terminal().printing.wake()
    for (const topic of ['printing', 'status'] as const) api.events.publish(topic)
  }

  mount(api, 'printJobs', () => ({ jobs: listJobs(terminal().database) }))

  mount(api, 'retryPrintJob', ({ request, staff }) => {
    const { database, clock } = terminal()
    const job = retryJob(database, request.jobId, { staffName: staff.name, atMs: clock.nowMs() })
    changed()
    return job
  })

  mount(api, 'skipPrintJob', ({ request, staff }) => {
    const { database, clock } = terminal()
    const job = skipJob(database, request.jobId, { staffName: staff.name, atMs: clock.nowMs() })
    changed()
    return job
  })

  mount(api, 'printers', async () => ({
    current: terminal().printing.printer(),
    models: printerModels.map(({ id, name, columns }) => ({ id, name, columns })),
    ports: await serialLines(),
  }))

  mount(api, 'setPrinter', ({ request, staff }) => {
    const { database, clock } = terminal()
    const parsed = parsePrinterAddress(request.address)
    if (!parsed.ok) throw new Refusal('printerAddressInvalid', { fault: parsed.fault })
    if (printerModel(request.model) === null) throw new Refusal('printerAddressInvalid', { fault: 'modelUnknown' })
    const chosen = { address: request.address, model: request.model }
    database
      .transaction(() => {
        writeSetting(database, 'printer', chosen)
        audit(database, { actor: staff.id, action: 'setPrinter', atMs: clock.nowMs(), detail: chosen })
      })
      .immediate()
    changed()
    return {}
  })

  mount(api, 'printTest', ({ staff }) => {
    const { database, clock, ids, printing } = terminal()
    if (printing.printer().address === 'none') throw new Refusal('printerNotSet')
    const job = queueJob(database, { ids, kind: 'test', paymentId: null, reason: null, staffName: staff.name, atMs: clock.nowMs() })
    changed()
    return job
  })
}
