import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Counter, until } from '../../test/support/counter.ts'
import { decodeEscpos } from '../../test/support/escpos-decoder.ts'
import { openSerialPair, type SerialPair, serialTools } from '../../test/support/serial-pair.ts'

/** The printer's end of the line: what came out of it is read back from its bytes, never from what was meant. */
export type Paper = {
  address: string
  kind: 'serial' | 'file'
  /** The next slips that came out, which have to be this payment's; one text per slip. */
  next(counter: Counter, paymentId: string): Promise<string[][]>
  close(): Promise<void>
}

/** A real tty where the machine can make one, else a file. */
export async function openPaper(folder: string): Promise<Paper> {
  const line = serialTools().length === 0 ? null : await openSerialPair()
  const path = join(folder, 'paper.bin')
  const received = () => (line === null ? readFileOr(path) : line.received())
  const printedCounts = new Map<string, number>()
  let readTo = 0

  return {
    address: line === null ? `file:${path}` : `serial:${line.path}?baudRate=38400`,
    kind: line === null ? 'file' : 'serial',

    async next(counter, paymentId) {
      const seen = printedCounts.get(paymentId) ?? 0
      const printed = await until(
        () => slipsPrinted(counter, paymentId),
        (sizes) => sizes.length > seen,
        20_000,
      )
      printedCounts.set(paymentId, seen + 1)
      const from = readTo
      readTo += printed[seen] ?? 0
      await until(
        () => received().length,
        (length) => length >= readTo,
      )
      return slipsIn(decodeEscpos(received().subarray(from, readTo)).lines.map(({ text }) => text))
    },

    close: async () => closeLine(line),
  }
}

/** Sizes in bytes of the slips of a payment that came out, oldest first. */
async function slipsPrinted(counter: Counter, paymentId: string): Promise<number[]> {
  const { story } = await counter.call('payment', { paymentId })
  return story
    .filter(({ kind, detail }) => kind === 'print' && (detail.print === 'assumed' || detail.print === 'proven'))
    .map(({ detail }) => Number(detail.bytesCount))
}

/** Paper fed by four lines is torn off there. */
function slipsIn(lines: readonly string[]): string[][] {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .split(/\n{4,}/)
    .map((slip) => slip.replace(/^\n+|\n+$/g, '').split('\n'))
    .filter((slip) => slip.some((line) => line !== ''))
}

function readFileOr(path: string): Buffer {
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
}

async function closeLine(line: SerialPair | null): Promise<void> {
  await line?.unplug()
}
