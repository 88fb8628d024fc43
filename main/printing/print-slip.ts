import { limits } from '../../shared/limits.ts'
import type { Port, PortTrouble } from './ports/port.ts'
import type { PrinterModel } from './printer-models.ts'
import { askPrinter, type PrinterAnswer, type PrinterTrouble, workedOff } from './printer-status.ts'

/** `notStarted`: not one byte of the slip left, so it may simply be tried again. */
export type PrintOutcome =
  | { kind: 'proven' }
  | { kind: 'assumed' }
  | { kind: 'notStarted'; trouble: PortTrouble | PrinterTrouble; why: string }
  | { kind: 'failed'; trouble: PortTrouble | PrinterTrouble; why: string }

const silent: PrinterAnswer = { kind: 'silent' }

/** One slip through one port: open, ask, `begin` (durable before the first byte), write, ask again, close. */
export async function printSlip(port: Port, bytes: Uint8Array, model: PrinterModel, begin: () => void): Promise<PrintOutcome> {
  try {
    const opened = await port.open()
    if (!opened.ok) return { kind: 'notStarted', trouble: opened.trouble, why: opened.why }
    const before = model.answersStatus ? await askPrinter(port, limits.printerStatusTimeoutMs) : silent
    if (before.kind === 'trouble') return { kind: 'notStarted', trouble: before.trouble, why: 'the printer says so' }
    begin()
    const written = await port.write(bytes)
    if (!written.ok) return { kind: 'failed', trouble: written.trouble, why: written.why }
    // One that was silent before the slip, such as behind a cable that only carries one way, is not waited for after it.
    return before.kind === 'ready' ? await proof(port) : { kind: 'assumed' }
  } finally {
    await port.close()
  }
}

/** A printer that falls silent may have printed all the same: assumed, not failed. */
async function proof(port: Port): Promise<PrintOutcome> {
  if (await workedOff(port, limits.printerProofTimeoutMs)) return { kind: 'proven' }
  const after = await askPrinter(port, limits.printerStatusTimeoutMs)
  if (after.kind === 'trouble') return { kind: 'failed', trouble: after.trouble, why: 'the printer says so after the slip' }
  return { kind: 'assumed' }
}
