import { limits } from '../../shared/limits.ts'
import type { Port, PortTrouble } from './ports/port.ts'
import type { PrinterModel } from './printer-models.ts'
import { askPrinter, type PrinterTrouble, workedOff } from './printer-status.ts'

/** `notStarted`: not one byte of the slip left, so it may simply be tried again. */
export type PrintOutcome =
  | { kind: 'proven' }
  | { kind: 'assumed' }
  | { kind: 'notStarted'; trouble: PortTrouble | PrinterTrouble; why: string }
  | { kind: 'failed'; trouble: PortTrouble | PrinterTrouble; why: string }

/** One slip through one port: open, ask, `begin` (durable before the first byte), write, ask again, close. */
export async function printSlip(port: Port, bytes: Uint8Array, model: PrinterModel, begin: () => void): Promise<PrintOutcome> {
  try {
    const opened = await port.open()
    if (!opened.ok) return { kind: 'notStarted', trouble: opened.trouble, why: opened.why }
    if (model.answersStatus) {
      const before = await askPrinter(port, limits.printerStatusTimeoutMs)
      if (before.kind === 'trouble') return { kind: 'notStarted', trouble: before.trouble, why: 'the printer says so' }
    }
    begin()
    const written = await port.write(bytes)
    if (!written.ok) return { kind: 'failed', trouble: written.trouble, why: written.why }
    return model.answersStatus ? await proof(port) : { kind: 'assumed' }
  } finally {
    await port.close()
  }
}

/** A printer that should answer and doesn't may have printed all the same: assumed, not failed. */
async function proof(port: Port): Promise<PrintOutcome> {
  if (port.readStatus === undefined) return { kind: 'assumed' }
  if (await workedOff(port, limits.printerProofTimeoutMs)) return { kind: 'proven' }
  const after = await askPrinter(port, limits.printerStatusTimeoutMs)
  if (after.kind === 'trouble') return { kind: 'failed', trouble: after.trouble, why: 'the printer says so after the slip' }
  return { kind: 'assumed' }
}
