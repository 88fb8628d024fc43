import { suspectFrom, type Work } from './work.ts'

/** Everything the loop knows when it decides. Nothing here is asked for again: the same facts give the same plan. */
export type Facts = {
  nowMs: number
  /** The link is known to be good, and this is not just in question. */
  linkGood: boolean
  /** How long until the central is asked whether it is there; null while that question is out. */
  probeInMs: number | null
  /** How long until anything may be drained: thousands of terminals come back together. */
  drainInMs: number
  /** A customer is standing there. */
  fresh: readonly Work[]
  /** Oldest first, the fresh ones among them. */
  due: readonly Work[]
  /** The same for those that got no answer even alone. */
  suspects: readonly Work[]
  burns: readonly Work[]
  nextDueAtMs: number | null
  underWay: readonly UnderWay[]
  /** Asked about by a resync just now. */
  asking: ReadonlySet<string>
  /** The most that a batch may hold, once the central has found one too large. */
  batchMax: number
  /** Why a payment may not leave now although it is its turn, and when to look again. */
  notNow(work: Work): NotNow | null
}

export type UnderWay = { lane: 'counter' | 'drain'; suspect: boolean; works: readonly Work[] }
export type NotNow = { reason: string; untilMs: number }

export type Plan = {
  probe: boolean
  /** One exchange each, at once. */
  alone: Work[]
  batches: Work[][]
  notNow: (NotNow & { paymentId: string })[]
  /** How long there is nothing to do, unless something rings. */
  napMs: number
}

export const counterLanes = 4
export const drainLanes = 4
/** Of the drain's lanes, how many may wait for a payment that never gets an answer; the others stay for those that do. */
export const suspectLanes = 2

/**
 * How large a batch may be with a payment in it that got no answer so many times in a row. One bad item among a thousand is alone
 * after three silences, and what shared its batches is out of its way.
 */
export const batchSizes = [100, 25, 6, 1] as const

export function batchSizeFor(silenceCount: number): number {
  return batchSizes[Math.min(silenceCount, batchSizes.length - 1)] ?? 1
}

const shortestNapMs = 10
const longestNapMs = 60_000

/** What to start now, and how long to sleep. Pure: main/sync/sync.ts does it. */
export function plan(facts: Facts): Plan {
  const { probeInMs, drainInMs, nextDueAtMs, nowMs } = facts
  const probe = probeInMs !== null && probeInMs <= 0
  const naps = [probeInMs === null || probe ? longestNapMs : probeInMs]
  if (!facts.linkGood) return { probe, alone: [], batches: [], notNow: [], napMs: nap(naps) }

  const works = facts.underWay.flatMap((each) => each.works)
  const busyNumbers = new Set(works.map(({ customerNumber }) => customerNumber))
  const busyPayments = new Set([...facts.asking, ...works.map(({ paymentId }) => paymentId)])
  const notNow: Plan['notNow'] = []
  /** One of a number at a time, on its way or about to be. */
  const takes = (work: Work): boolean => {
    if (busyPayments.has(work.paymentId) || busyNumbers.has(work.customerNumber)) return false
    const wait = work.kind === 'pay' ? facts.notNow(work) : null
    if (wait === null) busyNumbers.add(work.customerNumber)
    else notNow.push({ ...wait, paymentId: work.paymentId })
    return wait === null
  }

  const freeCounterLanes = counterLanes - facts.underWay.filter(({ lane }) => lane === 'counter').length
  const alone: Work[] = []
  for (const work of facts.fresh) if (alone.length < freeCounterLanes && takes(work)) alone.push(work)

  const freshIds = new Set(facts.fresh.map(({ paymentId }) => paymentId))
  const older = [...facts.due, ...facts.suspects, ...facts.burns].filter(({ paymentId }) => !freshIds.has(paymentId))
  const batches = drainInMs > 0 ? [] : choose(older.filter(takes), facts)

  if (drainInMs > 0 && older.length > 0) naps.push(drainInMs)
  if (nextDueAtMs !== null) naps.push(nextDueAtMs - nowMs)
  for (const { untilMs } of notNow) naps.push(untilMs - nowMs)
  return { probe, alone, batches, notNow, napMs: nap(naps) }
}

/** Batches by how much each payment is suspected, in the order of their oldest payment, as many as there are lanes. */
function choose(candidates: readonly Work[], facts: Facts): Work[][] {
  const draining = facts.underWay.filter(({ lane }) => lane === 'drain')
  let freeLanes = drainLanes - draining.length
  let freeSuspectLanes = suspectLanes - draining.filter(({ suspect }) => suspect).length
  const growing = new Map<number, Work[]>()
  const batches: Work[][] = []
  for (const work of candidates) {
    const sizeMax = Math.min(facts.batchMax, batchSizeFor(work.silenceCount))
    let batch = growing.get(sizeMax)
    if (batch === undefined || batch.length >= sizeMax) {
      batch = []
      growing.set(sizeMax, batch)
      batches.push(batch)
    }
    batch.push(work)
  }
  return batches.filter((batch) => {
    const suspect = isSuspect(batch)
    if (freeLanes <= 0 || (suspect && freeSuspectLanes <= 0)) return false
    freeLanes -= 1
    if (suspect) freeSuspectLanes -= 1
    return true
  })
}

export function isSuspect(works: readonly Work[]): boolean {
  return works.some(({ silenceCount }) => silenceCount >= suspectFrom)
}

function nap(naps: readonly number[]): number {
  return Math.min(longestNapMs, Math.max(shortestNapMs, ...[Math.min(...naps)]))
}
