/** Bytes for a printer with their meaning beside them, so that a slip can be read, compared and explained. */
export type Command = { name: string; bytes: Uint8Array; manual: string }

const reference = 'Epson ESC/POS Command Reference'

/** What escpos gets wrong or leaves out, byte by byte. */
export const ownCommands = {
  /** Cancels what an interrupted slip left on the line; escpos has no name for it. */
  cancel: { name: 'CAN', bytes: Uint8Array.of(0x18), manual: `${reference}, CAN: cancel print data` },
  /** escpos never selects a code page, so letters above ASCII come out as whatever the printer woke up with. */
  codePage: (number: number, page: string): Command => ({
    name: `ESC t ${number} (${page})`,
    bytes: Uint8Array.of(0x1b, 0x74, number),
    manual: `${reference}, ESC t n: select character code table`,
  }),
  singleByte: { name: 'FS .', bytes: Uint8Array.of(0x1c, 0x2e), manual: `${reference}, FS .: cancel Kanji character mode` },
  /** escpos' style() adds ESC 5, an ESC/P command that some ESC/POS printers print as a digit. */
  bold: (on: boolean): Command => ({
    name: `ESC E ${on ? 1 : 0}`,
    bytes: Uint8Array.of(0x1b, 0x45, on ? 1 : 0),
    manual: `${reference}, ESC E n: turn emphasized mode on/off`,
  }),
  /** escpos leaves out t1 and t2, and the printer takes the next slip's first two bytes for them. 100 ms on, 500 ms off. */
  drawerPulse: (pin: 2 | 5): Command => ({
    name: `ESC p ${pin === 2 ? 0 : 1} 50 250`,
    bytes: Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, 50, 250),
    manual: `${reference}, ESC p m t1 t2: generate pulse, times in units of 2 ms`,
  }),
  /** Answered at once, even by a printer that is off-line. */
  askPrinter: { name: 'DLE EOT 1', bytes: Uint8Array.of(0x10, 0x04, 1), manual: `${reference}, DLE EOT 1: printer status` },
  askOffline: { name: 'DLE EOT 2', bytes: Uint8Array.of(0x10, 0x04, 2), manual: `${reference}, DLE EOT 2: off-line status` },
  askPaper: { name: 'DLE EOT 4', bytes: Uint8Array.of(0x10, 0x04, 4), manual: `${reference}, DLE EOT 4: roll paper sensor status` },
  /** Answered only after everything before it was processed: what makes a slip proved. */
  askInOrder: { name: 'GS r 1', bytes: Uint8Array.of(0x1d, 0x72, 1), manual: `${reference}, GS r 1: transmit paper sensor status` },
} as const satisfies Record<string, Command | ((...values: never[]) => Command)>

export function escposManual(what: string): string {
  return `${reference}, ${what} (bytes by escpos)`
}
