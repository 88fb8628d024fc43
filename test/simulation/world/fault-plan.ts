import { type Coverage, count } from './coverage.ts'
import { hashOf, type Random, seededRandom } from './random.ts'

/** Everything that may happen to one request and its reply, other than going well. */
export const wireFaults = [
  'notReached',
  'lostRequest',
  'lostReply',
  'lateRequest',
  'duplicateRequest',
  'staleReply',
  'slow',
  'tooSlow',
  'html200',
  'status401',
  'status404',
  'status413',
  'status429',
  'status500',
  'status502AfterCommit',
  'status503',
  'corruptJson',
  'cutReply',
  'wrongSignature',
  'signedNonsense',
] as const
/** Lies of a central that signs them: only where an answer about a payment is asked for. */
export const paymentFaults = ['wrongHash', 'otherPayment', 'unknownWord', 'refusedForNow'] as const
export const batchFaults = ['itemLeftOut', 'itemExtra', 'itemRepeated', 'itemContradicted', 'itemsReordered', 'itemUnreadable'] as const
export type WireFault = (typeof wireFaults)[number] | (typeof paymentFaults)[number] | (typeof batchFaults)[number]

export const paymentRoutes: readonly string[] = ['pay', 'ask', 'void', 'batch']

export function faultsOf(route: string): readonly WireFault[] {
  return [...wireFaults, ...(paymentRoutes.includes(route) ? paymentFaults : []), ...(route === 'batch' ? batchFaults : [])]
}

export const printerFaults = ['portMissing', 'portStuck', 'portVanished', 'silent', 'outOfPaper'] as const
export type PrinterFault = (typeof printerFaults)[number]
export type DiskFault = 'SQLITE_FULL' | 'SQLITE_IOERR'

export type FaultPlan = {
  crashes(point: string): boolean
  diskFault(point: string, writes: boolean): DiskFault | null
  wireFault(route: string): WireFault | null
  printerFault(point: string): PrinterFault | null
  /** A fault of the world at large (an outage, a jump of the clock, a restore), counted where it is done. */
  note(fault: string, point: string): void
  /** This very fault befalls the next request on this road: how a hand-written day has its troubles. */
  befall(route: string, fault: WireFault): void
  stop(): void
  readonly stopped: boolean
  readonly faultCount: number
}

/** How rough a seed's world is. Each seed also aims at one kind of place, so that rare ones are hit as well. */
type Roughness = { wire: number; crash: number; disk: number; printer: number }

const aimBuckets = 48
const aimedHitsMax = 4

export function createFaultPlan(seed: number, coverage: Coverage, tell: (line: string) => void): FaultPlan {
  const random = seededRandom(seed, 'faults')
  const roughness = roughnessOf(random)
  const aim = { kind: seed % 3, bucket: Math.floor(seed / 3) % aimBuckets, hitsLeft: aimedHitsMax }
  const faultAim = random.next()
  let stopped = false
  let faultCount = 0
  let diskBadFor = 0
  const written: { route: string; fault: WireFault }[] = []

  function note(fault: string, point: string): void {
    faultCount += 1
    count(coverage.faults, `${fault} @ ${point}`)
    tell(`fault ${fault} @ ${point}`)
  }

  function isAimed(kind: number, point: string): boolean {
    if (aim.kind !== kind || aim.hitsLeft === 0 || bucketOf(point) !== aim.bucket || !random.chance(0.08)) return false
    aim.hitsLeft -= 1
    return true
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
    crashes(point) {
      count(coverage.visits, point)
      if (stopped || !(isAimed(0, point) || random.chance(roughness.crash))) return false
      note('crash', point)
      return true
    },
    diskFault(point, writes) {
      if (stopped) return null
      // A full disk stays full for a while, and only for those who write.
      if (diskBadFor > 0) {
        diskBadFor -= 1
        if (!writes) return null
        note('SQLITE_FULL', point)
        return 'SQLITE_FULL'
      }
      if (!(isAimed(1, point) || random.chance(roughness.disk))) return null
      const fault: DiskFault = writes && random.chance(0.5) ? 'SQLITE_FULL' : 'SQLITE_IOERR'
      if (fault === 'SQLITE_FULL' && random.chance(0.3)) diskBadFor = random.between(1, 30)
      note(fault, point)
      return fault
    },
    wireFault(route) {
      const next = written.findIndex((each) => each.route === route)
      if (next >= 0) return written.splice(next, 1)[0]?.fault ?? null
      const faults = faultsOf(route)
      count(coverage.visits, `wire ${route}`)
      const aimed = isAimed(2, `wire ${route}`)
      if (stopped || !(aimed || random.chance(roughness.wire))) return null
      const fault = aimed
        ? (faults[Math.floor(faultAim * faults.length)] ?? null)
        : random.pick(route === 'batch' && random.chance(0.5) ? batchFaults : faults)
      if (fault !== null) note(fault, `wire ${route}`)
      return fault
    },
    printerFault(point) {
      if (stopped || !random.chance(roughness.printer)) return null
      const fault = random.pick(printerFaults)
      note(fault, point)
      return fault
    },
  }
}

function roughnessOf(random: Random): Roughness {
  const level = random.pick([0.3, 1, 1, 1, 3])
  return { wire: 0.14 * level, crash: 0.00008 * level, disk: 0.00008 * level, printer: 0.03 * level }
}

const buckets = new Map<string, number>()

function bucketOf(point: string): number {
  let bucket = buckets.get(point)
  if (bucket === undefined) {
    bucket = hashOf(point) % aimBuckets
    buckets.set(point, bucket)
  }
  return bucket
}
