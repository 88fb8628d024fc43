/**
 * Sync owns the one loop that brings payments and the central together: it reads facts (the queue, the link, the clock), decides
 * (plan.ts), does it, and writes down what came of it. It never moves money itself: main/payments applies what the central signed.
 */
import type { Central } from '../central/central.ts'
import { postponeBecause, recoverAfterRestart, recoverStranded } from '../payments/attempts.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../storage/open.ts'
import { createErrands, type ErrandTiming } from './errands.ts'
import { createLineage } from './lineage.ts'
import type { Link } from './link.ts'
import { createNotNow } from './not-now.ts'
import { createPace, type PaceTiming } from './pace.ts'
import { batchSizes, drainLanes, type Facts, isSuspect, plan, suspectLanes, type UnderWay } from './plan.ts'
import { type Lesson, type Saying, type SayTiming, say } from './say.ts'
import { hearSigned } from './statements.ts'
import { burnWork, dueWork, freshWork, nextDueAtMs, type Work } from './work.ts'

export type SyncTiming = PaceTiming & SayTiming & ErrandTiming

export const defaultTiming: SyncTiming = {
  payBackoff: { firstMs: 1_000, longestMs: 60_000 },
  askBackoff: { firstMs: 2_000, longestMs: 60_000 },
  probeBackoff: { firstMs: 1_000, longestMs: 30_000 },
  idleProbeMs: 20_000,
  returnSpreadMs: 3_000,
  documentsAgeMaxMs: 3_600_000,
  failureRestMs: 60_000,
}

const freshForMs = 15_000

export type Sync = {
  /** `probeNow`: a person asks to try at once, whatever the backoff. */
  wake(how?: { probeNow?: boolean }): void
  stop(): Promise<void>
}

export function startSync(dependencies: {
  database: Database
  central: Central
  clock: Clock
  ids: Ids
  link: Link
  log: Log
  timing?: SyncTiming
  onChange: () => void
  /** The signed time of each reply. */
  hearServerTime?: (serverTimeMs: number) => void
}): Sync {
  const { database, clock, ids, link, log } = dependencies
  const timing = dependencies.timing ?? defaultTiming
  const underWay = new Map<UnderWay, Promise<void>>()
  const paymentsUnderWay = new Set<string>()
  const tasks = new Map<string, Promise<void>>()
  const notNow = createNotNow(database)
  /** Rows that can't even be put in doubt; main/payments shows them. */
  const unmovable = new Set<string>()
  let stopped = false
  let alarmClock = new AbortController()
  let restUntilMs = Number.NEGATIVE_INFINITY
  let batchMax: number = batchSizes[0]

  const pace = createPace({ clock, ids, link, timing })
  const lineage = createLineage(dependencies)
  const saying: Saying = { ...dependencies, timing, pace, rest, hear: heard }
  const errands = createErrands(saying, lineage, timing, () => stopped, isUnderWay)

  const inDoubt = recoverAfterRestart(database, clock.nowMs())
  if (inDoubt > 0) log.warn({ inDoubt }, 'payments were on their way when the process ended; asking about them')
  const running = run()

  return {
    wake(how = {}) {
      if (how.probeNow === true) pace.probeNow()
      ring()
    },
    stop: async () => {
      stopped = true
      ring()
      await running
      await Promise.all([...underWay.values(), ...tasks.values()])
    },
  }

  function ring() {
    // A word of its own, because without one an error with its stack is made for each ring.
    alarmClock.abort('rung')
  }

  async function run(): Promise<void> {
    while (!stopped) {
      alarmClock = new AbortController()
      const { signal } = alarmClock
      let napMs = timing.failureRestMs
      try {
        napMs = pass()
      } catch (error) {
        rest(error)
      }
      if (!stopped) await clock.sleep(napMs, signal)
    }
  }

  /** Starts what can be started; returns how long there is nothing to do. */
  function pass(): number {
    const restMs = restUntilMs - clock.monotonicMs()
    if (restMs > 0) return restMs
    sweep()
    const facts = readFacts()
    const { probe, alone, batches, notNow: waits, napMs } = plan(facts)
    if (probe) startErrand('probe')
    for (const { paymentId, reason, untilMs } of waits) postponeBecause(database, paymentId, reason, untilMs)
    for (const work of alone) start({ lane: 'counter', suspect: false, works: [work] })
    for (const works of batches) start({ lane: 'drain', suspect: isSuspect(works), works })
    if (facts.linkGood) {
      if (errands.stale.feed) startErrand('feed')
      if (errands.stale.documents) startErrand('documents')
      if (errands.stale.float && underWay.size === 0) startErrand('float')
    }
    return napMs
  }

  function readFacts(): Facts {
    const nowMs = clock.nowMs()
    const linkGood = pace.linkGood()
    const probing = tasks.has('probe')
    const nothing = { fresh: [], due: [], suspects: [], burns: [], nextDueAtMs: null }
    const flying = [...underWay.keys()]
    return {
      nowMs,
      linkGood,
      probeInMs: probing ? null : pace.probeInMs(),
      drainInMs: pace.drainInMs(),
      underWay: flying,
      asking: errands.asking,
      batchMax,
      notNow: notNow(nowMs),
      ...(linkGood ? readQueue(nowMs, flying) : nothing),
    }
  }

  function readQueue(nowMs: number, flying: readonly UnderWay[]): Pick<Facts, 'fresh' | 'due' | 'suspects' | 'burns' | 'nextDueAtMs'> {
    const allowed = lineage.allowed()
    const busy = errands.asking.size + flying.reduce((sum, { works }) => sum + works.length, 0)
    const free = drainLanes - flying.filter(({ lane }) => lane === 'drain').length
    return {
      fresh: freshWork(database, nowMs, allowed, freshForMs),
      // What is under way is still due, and what is not yet allowed makes room.
      due: dueWork(database, nowMs, allowed, 'plain', 1 + free * batchSizes[0] + busy),
      suspects: dueWork(database, nowMs, allowed, 'suspects', suspectLanes + busy),
      burns: allowed.void && free > 0 ? burnWork(database, nowMs, batchSizes[0] + busy) : [],
      nextDueAtMs: nextDueAtMs(database, nowMs, allowed),
    }
  }

  /** What came of these could not be written down, so nothing is known about them. */
  function sweep(): void {
    const { recovered, failed } = recoverStranded(database, {
      isUnderWay: (paymentId) => isUnderWay(paymentId) || unmovable.has(paymentId),
      atMs: clock.nowMs(),
    })
    for (const paymentId of failed) unmovable.add(paymentId)
    if (recovered > 0) log.warn({ recovered }, 'what came of these payments could not be written down; asking about them')
  }

  function isUnderWay(paymentId: string): boolean {
    return paymentsUnderWay.has(paymentId)
  }

  function start(what: UnderWay): void {
    const paymentIds = what.works.map(({ paymentId }) => paymentId)
    for (const paymentId of paymentIds) paymentsUnderWay.add(paymentId)
    const task = say(saying, paymentIds)
      .then((lesson) => heed(lesson, what.works))
      .catch(rest)
      .finally(() => {
        underWay.delete(what)
        for (const paymentId of paymentIds) paymentsUnderWay.delete(paymentId)
        ring()
      })
    underWay.set(what, task)
  }

  function heed(lesson: Lesson, works: readonly Work[]): void {
    if (lesson.answered > 0) errands.stale.float = true
    if (lesson.hintsAtChange) errands.stale.feed = true
    if (lesson.tooLarge) batchMax = Math.max(1, Math.min(batchMax, works.length >> 1))
    if (lesson.codes.has('terminalRevoked')) lineage.revoked()
    if (!lesson.codes.has('incarnationOld')) return
    lineage.overtaken(lesson.incarnation)
    pace.probeNow()
  }

  /** One of a kind at a time. */
  function startErrand(name: keyof typeof errands.run): void {
    if (tasks.has(name)) return
    const task = errands.run[name]()
      .catch(rest)
      .finally(() => {
        tasks.delete(name)
        ring()
      })
    tasks.set(name, task)
  }

  function heard(signed: Parameters<Saying['hear']>[0]): void {
    dependencies.hearServerTime?.(Date.parse(signed.serverTime))
    if (hearSigned(database, signed)) errands.stale.feed = true
  }

  /** The disk, not a payment: nothing leaves until there has been time to look at it, and the program stays to say so. */
  function rest(error: unknown): void {
    log.error({ error }, 'the ledger takes no writes; sync rests')
    restUntilMs = clock.monotonicMs() + timing.failureRestMs
  }
}
