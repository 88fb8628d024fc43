/**
 * Lines to ESC/POS bytes, the last pure step: no port, no clock. Every command carries its name. Text, alignment, size and
 * cut come from escpos through an adapter in memory; what it gets wrong is in command.ts.
 */
import Printer from 'escpos/printer.js'
import { isPlainText } from '../../shared/receipt/plain-text.ts'
import type { ReceiptLine } from '../../shared/receipt/receipt-lines.ts'
import { type Command, escposManual, ownCommands } from './command.ts'
import type { PrinterModel } from './printer-models.ts'

/** `afterInterruption`: the printer may still hold half of an earlier slip, so its line is cancelled first. */
export function encodeSlips(slips: readonly ReceiptLine[][], model: PrinterModel, afterInterruption = false): Command[] {
  const press = makePress(model)
  const initialise = press('ESC @', 'ESC @: initialize printer', (printer) => printer.hardware('init'))
  return [
    ...(afterInterruption ? [initialise, ownCommands.cancel] : []),
    initialise,
    ...(model.leavesMultibyteMode ? [ownCommands.singleByte] : []),
    ownCommands.codePage(model.codePage.number, model.codePage.name),
    press('ESC a 0', 'ESC a n: select justification', (printer) => printer.align('lt')),
    ...slips.flatMap((slip) => [...slipCommands(slip, press, model.columns), ...endOfSlip(press, model)]),
  ]
}

/** The pulse that opens the cash drawer; empty for a printer without a connector for one. */
export function encodeDrawerPulse(model: PrinterModel): Command[] {
  return model.drawerPin === null ? [] : [ownCommands.drawerPulse(model.drawerPin)]
}

export function bytesOf(commands: readonly Command[]): Uint8Array {
  return Buffer.concat(commands.map(({ bytes }) => bytes))
}

type Press = (name: string, what: string, act: (printer: Printer) => void) => Command

/** escpos collects bytes until flush and hands them to its adapter: so one flush is one command. */
function makePress(model: PrinterModel): Press {
  let bytes: Uint8Array = new Uint8Array()
  const adapter = {
    open: (done: (error: Error | null) => void) => done(null),
    write: (written: Uint8Array, done?: () => void) => {
      bytes = Uint8Array.from(written)
      done?.()
    },
    close: (done?: () => void) => done?.(),
  }
  const printer = new Printer(adapter, { encoding: model.codePage.encoding })
  return (name, what, act) => {
    act(printer)
    printer.flush()
    return { name, bytes, manual: escposManual(what) }
  }
}

function slipCommands(slip: readonly ReceiptLine[], press: Press, columns: number): Command[] {
  const commands: Command[] = []
  let bold = false
  let double = false
  for (const line of [...slip, { text: null, bold: false, double: false }]) {
    // Size first: the ESC ! behind it resets bold as well.
    if (line.double !== double) {
      double = line.double
      commands.push(size(press, double))
      bold = false
    }
    if (line.bold !== bold) {
      bold = line.bold
      commands.push(ownCommands.bold(bold))
    }
    if (line.text === null) break
    assertPrintable(line.text, double ? columns / 2 : columns)
    const { text } = line
    commands.push(press('text', 'text and LF', (printer) => printer.text(text)))
  }
  return commands
}

function size(press: Press, double: boolean): Command {
  return double
    ? press('ESC ! 48', 'ESC ! n: select print modes, double width and height', (printer) => printer.size(2, 2))
    : press('ESC ! 0', 'ESC ! n: select print modes, normal', (printer) => printer.size(1, 1))
}

function endOfSlip(press: Press, model: PrinterModel): Command[] {
  const { cutter, feedLines } = model

  if (cutter === 'none') return [press(`LF x ${feedLines}`, 'LF: print and line feed', (printer) => printer.feed(feedLines))]
  const partial = cutter === 'partial'
  return [
    press(`LF x ${feedLines}, GS V ${partial ? 1 : 0}`, 'GS V m: select cut mode and cut paper', (printer) =>
      printer.cut(partial, feedLines),
    ),
  ]
}

/** The layout promises both; a line that breaks the promise would garble a slip, so it stops here. */
function assertPrintable(text: string, columns: number): void {
  if (!isPlainText(text)) throw new Error(`a line holds what no code page prints: ${JSON.stringify(text)}`)
  if (text.length > columns) throw new Error(`a line is wider than the paper's ${columns} columns: ${JSON.stringify(text)}`)
}
