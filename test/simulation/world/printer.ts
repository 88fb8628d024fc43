import { fine, type Port, type PortResult } from '../../../main/printing/ports/port.ts'
import type { FaultPlan } from './fault-plan.ts'
import type { Process } from './process.ts'
import type { Random } from './random.ts'
import type { Timeline } from './timeline.ts'

/** Paper that came out, with what is on it. `whole` is false when the slip stopped half-way. */
export type Paper = { bytes: Uint8Array; whole: boolean }

/** A printer at the counter: it takes time, runs out of paper, and is unplugged. What it printed stays in somebody's hand. */
export function simulatedPort(given: {
  timeline: Timeline
  plan: FaultPlan
  random: Random
  process: Process
  print: (paper: Paper) => void
}): Port {
  const { timeline, plan, random, process, print } = given
  let gone = false

  function takes<Value>(point: string, ms: number, work: () => Value): Promise<Value> {
    process.mayCrash(`begin printer ${point}`)
    return new Promise((resolve) => {
      timeline.after(ms, () => {
        const value = work()
        if (process.survives(`end printer ${point}`)) resolve(value)
      })
    })
  }
  const trouble = (word: 'portMissing' | 'portStuck' | 'portVanished'): PortResult => ({ ok: false, trouble: word, why: 'simulated' })

  return {
    open: () =>
      takes('open', random.between(1, 20), () => {
        const fault = plan.printerFault('open')
        return fault === null ? fine : trouble(fault === 'portStuck' ? 'portStuck' : 'portMissing')
      }),
    write: (bytes) =>
      takes('write', random.between(50, 400), () => {
        const fault = plan.printerFault('write')
        if (fault === null) {
          print({ bytes, whole: true })
          return fine
        }
        gone = true
        print({ bytes: bytes.subarray(0, random.between(0, bytes.length)), whole: false })
        return trouble(fault === 'portStuck' ? 'portStuck' : 'portVanished')
      }),
    readStatus: (question) =>
      takes('status', random.between(1, 10), () => {
        if (gone) return null
        const fault = plan.printerFault('status')
        if (fault === 'silent') return null
        // GS r 1: bits 2 and 3 say that the paper is out; DLE EOT 4: bits 5 and 6. Bits 1 and 4 of DLE EOT are always set.
        const noPaper = fault === 'outOfPaper'
        if (question[0] === 0x1d) return noPaper ? 0x0c : 0x00
        return noPaper && question[2] === 4 ? 0x72 : 0x12
      }),
    close: async () => {},
  }
}
