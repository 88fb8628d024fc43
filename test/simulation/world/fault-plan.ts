import { aimsOf } from './aims.ts'
import { type Coverage, count } from './coverage.ts'
import { batchFaults, type DiskFault, faultsOf, type PrinterCall, type PrinterFault, printerFaults, type WireFault } from './fault-kinds.ts'
import { type Random, seededRandom } from './random.ts'

export type FaultPlan = {
  crashes(point: string): boolean
  /** A disk is whatever its ledger is kept in, so that it is the same one in the next life. */
  diskFault(disk: object, point: string, writes: boolean): DiskFault | null
  wireFault(route: string): WireFault | null
  printerFault(call: PrinterCall): PrinterFault | null
  /** A fault of the world at large (an outage, a jump of the clock, a restore), counted where it is done. */
  note(fault: string, point: string): void
  /** This very fault befalls the next request on this road: how a hand-written day has its troubles. */
  befall(route: string, fault: WireFault): void
  stop(): void
  readonly stopped: boolean
  readonly faultCount: number
}

/** How rough a seed's world is. Each seed also aims at a few places, so that rare ones are hit as well. */
type Roughness = { wire: number; crash: number; disk: number; printer: number }

export function createFaultPlan(seed: number, coverage: Coverage, tell: (line: string) => void): FaultPlan {
  const random = seededRandom(seed, 'faults')
  const roughness = roughnessOf(random)
  const aims = aimsOf(seed)
  let stopped = false
  let faultCount = 0
  const badFor = new WeakMap<object, number>()
  const written: { route: string; fault: WireFault }[] = []

  function note(fault: string, point: string): void {
    faultCount += 1
    count(coverage.faults, `${fault} @ ${point}`)
    tell(`fault ${fault} @ ${point}`)
  }

  /** What this seed has in mind for the point, or else what chance says. */
  function fate<Fault extends string>(point: string, chance: number, faults: () => readonly Fault[]): Fault | null {
    count(coverage.visits, point)
    const fault = (aims.at(point) as Fault | null) ?? (random.chance(chance) ? random.pick(faults()) : null)
    if (fault !== null) note(fault, point)
    return fault
  }

  return {
    note,
    befall: (route, fault) => void written.push({ route, fault }),
    stop() {
      stopped = true
    },
    get stopped() {
      return stopped
    },
    get faultCount() {
      return faultCount
    },
    crashes: (point) => !stopped && fate(point, roughness.crash, () => ['crash']) !== null,
    diskFault(disk, name, writes) {
      if (stopped) return null
      const point = `${writes ? 'write' : 'read'} ${name}`
      // A full disk stays full for a while, and only for those who write to it.
      const statementsLeft = badFor.get(disk) ?? 0
      if (statementsLeft > 0) {
        badFor.set(disk, statementsLeft - 1)
        if (!writes) return null
        note('SQLITE_FULL', point)
        return 'SQLITE_FULL'
      }
      const fault = fate<DiskFault>(point, roughness.disk, () => (writes ? ['SQLITE_FULL', 'SQLITE_IOERR'] : ['SQLITE_IOERR']))
      if (fault === 'SQLITE_FULL' && random.chance(0.3)) badFor.set(disk, random.between(1, 30))
      return fault
    },
    wireFault(route) {
      const next = written.findIndex((each) => each.route === route)
      if (next >= 0) return written.splice(next, 1)[0]?.fault ?? null
      if (stopped) return null
      return fate(`wire ${route}`, roughness.wire, () => (route === 'batch' && random.chance(0.5) ? batchFaults : faultsOf(route)))
    },
    printerFault: (call) => (stopped ? null : fate<PrinterFault>(`printer ${call}`, roughness.printer, () => printerFaults[call])),
  }
}

function roughnessOf(random: Random): Roughness {
  const level = random.pick([0.3, 1, 1, 1, 3])
  return { wire: 0.14 * level, crash: 0.00008 * level, disk: 0.00008 * level, printer: 0.03 * level }
}
