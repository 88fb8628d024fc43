import { decodeEscpos } from '../../support/escpos-decoder.ts'

/** Each slip on the paper as its own text; a slip cut short ends where it ends. */
export function textsOf(bytes: Uint8Array): string[] {
  for (let length = bytes.length; length > 0; length -= 1) {
    try {
      return decodeEscpos(bytes.subarray(0, length)).slips.map((lines) => lines.map(({ text }) => text).join('\n'))
    } catch {
      // It stopped inside a command or a line: what came before stands.
    }
  }
  return []
}
