import { type Command, ownCommands } from './command.ts'
import type { Port } from './ports/port.ts'

/** What a printer says is wrong with it, as words the screen has sentences for. */
export type PrinterTrouble = 'paperOut' | 'coverOpen' | 'printerOffline'

/** `silent`: no answer, which says nothing about the printer. */
export type PrinterAnswer = { kind: 'ready' } | { kind: 'trouble'; trouble: PrinterTrouble } | { kind: 'silent' }

/** Asks what is answered at once, even by a printer that is off-line; the paper first because it is the commonest cause. */
export async function askPrinter(port: Port, timeoutMs: number): Promise<PrinterAnswer> {
  const paper = await ask(port, ownCommands.askPaper, timeoutMs)
  if (paper === null) return { kind: 'silent' }
  // Bits 5 and 6: the roll sensor sees no paper.
  if ((paper & 0x60) !== 0) return { kind: 'trouble', trouble: 'paperOut' }
  const printer = await ask(port, ownCommands.askPrinter, timeoutMs)
  if (printer === null) return { kind: 'silent' }
  // Bit 3: off-line. Bit 2 of the off-line status says whether the cover is why.
  if ((printer & 0x08) === 0) return { kind: 'ready' }
  const offline = await ask(port, ownCommands.askOffline, timeoutMs)
  return { kind: 'trouble', trouble: offline !== null && (offline & 0x04) !== 0 ? 'coverOpen' : 'printerOffline' }
}

/** True when the printer has worked off everything sent before, which it says only then. */
export async function workedOff(port: Port, timeoutMs: number): Promise<boolean> {
  const { bytes } = ownCommands.askInOrder
  const reply = await port.readStatus?.(bytes, timeoutMs)
  // Bits 0, 1: near end; 2, 3: paper end; 4 and 7 are always 0.
  return typeof reply === 'number' && (reply & 0x90) === 0 && (reply & 0x0c) === 0
}

async function ask(port: Port, question: Command, timeoutMs: number): Promise<number | null> {
  const reply = await port.readStatus?.(question.bytes, timeoutMs)
  // Real-time status bytes have bits 1 and 4 set, 0 and 7 clear; anything else is noise or another protocol.
  return typeof reply === 'number' && (reply & 0x93) === 0x12 ? reply : null
}
