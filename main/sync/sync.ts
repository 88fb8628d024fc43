/**
 * Sync owns the one loop that brings payments and the central together: it reads facts (the queue, the link, the clock), decides
 * what to try next, and writes down what came of it. It never moves money itself: main/payments applies what the central signed.
 */
import { type CashRounding, roundCash } from '../../shared/money.ts'
import type { Central } from '../central/central.ts'
import type { PaymentOutcome } from '../central/outcome.ts'
import { applyAnswer } from '../payments/answers.ts'
import {
  type Attempt,
  beginAttempt,
  endAttempt,
  paymentRequest,
  postpone,
  recordFailure,
  recordSilence,
  recoverAfterRestart,
  recoverStranded,
} from '../payments/attempts.ts'
import { findPayment } from '../payments/payment.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../storage/open.ts'
import { type Backoff, backoffMs } from './backoff.ts'
import type { Link } from './link.ts'
import { hearEpoch, refreshDocuments, refreshFloat } from './statements.ts'
import { dueWork, nextDueAtMs, releaseSilenced, type Work } from './work.ts'

export type SyncTiming = {
  payBackoff: Backoff
  /** Between status questions about one payment. */
  askBackoff: Backoff
  /** Between tries to reach a silent central. */
  probeBackoff: Backoff
  /** While all is quiet, how often the central is asked for its time so that the screen's "online" stays true. */
  idleProbeMs: number
  documentsAgeMaxMs: number
  /** After a failure of our own over one payment, until it is tried again. */
  failureRestMs: number
}

export const defaultTiming: SyncTiming = {
  payBackoff: { firstMs: 1_000, longestMs: 60_000 },
  askBackoff: { firstMs: 2_000, longestMs: 60_000 },
  probeBackoff: { firstMs: 1_000, longestMs: 30_000 },
  idleProbeMs: 20_000,
  documentsAgeMaxMs: 3_600_000,
  failureRestMs: 60_000,
}

/** Lanes for the drain, and some more that only payments with a customer waiting may use. */
const drainLanes = 4
const counterLanes = 2
const freshForMs = 15_000

export type Sync = {
  wake(): void
  stop(): Promise<void>
  /** Resolves when nothing is due, nothing is under way, and the central has spoken or is silent. For tests and the demo. */
  settled(): Promise<void>
}

export function startSync(dependencies: {
  database: Database
  central: Central
  clock: Clock
  ids: Ids
  link: Link
  log: Log
  rounding: () => CashRounding
  timing?: SyncTiming
  onChange: () => void
}): Sync {
  const { database, central, clock, ids, link, log, onChange } = dependencies
  const timing = dependencies.timing ?? defaultTiming
  const underWay = new Map<string, Promise<void>>()
  const errands = new Map<string, Promise<void>>()
  let stopped = false
  let alarmClock = new AbortController()
  let probeAtMs = 0
  let failedProbes = 0
  /** Payments that got no answer, counted, and how many of them a probe has looked into since. */
  let doubts = 0
  let doubtsCleared = 0
  let restUntilMs = 0
  let floatStale = true
  let documentsAtMs = 0
  const settledWaiters: (() => void)[] = []

  const inDoubt = recoverAfterRestart(database, clock.nowMs())
  if (inDoubt > 0) log.warn({ inDoubt }, 'payments were on their way when the process ended; asking about them')
  const running = run()

  return {
    wake: ring,
    stop: async () => {
      stopped = true
      ring()
      await running
      await Promise.all([...underWay.values(), ...errands.values()])
    },
    settled: () =>
      new Promise((resolve) => {
        settledWaiters.push(resolve)
        ring()
      }),
  }

  function ring() {
    alarmClock.abort()
  }

  async function run(): Promise<void> {
    while (!stopped) {
      alarmClock = new AbortController()
      const { signal } = alarmClock
      const nowMs = clock.nowMs()
      let nextInMs = timing.failureRestMs
      try {
        nextInMs = pass(nowMs)
      } catch (error) {
        rest(error)
      }
      if (!stopped) await clock.sleep(nextInMs, signal)
    }
    for (const resolve of settledWaiters.splice(0)) resolve()
  }

  /** Starts what can be started; returns how long there is nothing to do. */
  function pass(nowMs: number): number {
    if (nowMs >= restUntilMs) {
      const stranded = recoverStranded(database, { isUnderWay: (customerNumber) => underWay.has(customerNumber), atMs: nowMs })
      if (stranded > 0) log.warn({ stranded }, 'what came of these payments could not be written down; asking about them')
      if (nowMs >= probeAtMs || linkIsQuestioned()) startErrand('probe', probe)
      if (link.view().state === 'online' && !linkIsQuestioned()) {
        startDueWork(nowMs)
        if (floatStale && underWay.size === 0) startErrand('float', askFloat)
      }
    }
    if (isSettled()) for (const resolve of settledWaiters.splice(0)) resolve()
    return napMs(nowMs)
  }

  /** The disk, not a payment: nothing leaves until there has been time to look at it, and the program stays to say so. */
  function rest(error: unknown): void {
    log.error({ error }, 'the ledger takes no writes; sync rests')
    restUntilMs = clock.nowMs() + timing.failureRestMs
  }

  /**
   * One payment without an answer says little about the link: its own request may be the trouble, and then the counter must not go
   * offline for it. So the central is asked for its time at once, and nothing new leaves before it has answered or not. The
   * same for a silence that someone else met, such as an inquiry.
   */
  function linkIsQuestioned(): boolean {
    return doubts > doubtsCleared || (link.view().state === 'offline' && failedProbes === 0)
  }

  /** Questions beside the payments, one of a kind at a time; no payment ever waits for one. */
  function startErrand(name: 'probe' | 'float', errand: () => Promise<void>): void {
    if (errands.has(name)) return
    const task = errand()
      .catch(rest)
      .finally(() => {
        errands.delete(name)
        ring()
      })
    errands.set(name, task)
  }

  /** From `nowMs` until the next probe or the next payment whose time comes, whichever is first; a wake cuts it short. */
  function napMs(nowMs: number): number {
    if (nowMs < restUntilMs) return restUntilMs - nowMs
    // While a probe is out, its own end rings.
    const untilProbeMs = errands.has('probe') ? timing.idleProbeMs : Math.max(10, probeAtMs - nowMs)
    if (link.view().state !== 'online') return untilProbeMs
    // A payment that is due but may not go yet, because its number or all lanes are busy, is woken by the end of another.
    // Seen from the same instant as the work just started: one that came due between two readings would be missed until the next probe.
    const dueAtMs = nextDueAtMs(database, nowMs)
    return Math.max(10, Math.min(untilProbeMs, dueAtMs === null ? untilProbeMs : dueAtMs - nowMs))
  }

  function isSettled(): boolean {
    if (underWay.size > 0 || errands.has('float')) return false
    if (link.view().state === 'offline' && failedProbes > 0) return true
    return link.view().state === 'online' && !floatStale && dueWork(database, clock.nowMs(), 0, 1).length === 0
  }

  async function probe(): Promise<void> {
    const wasOnline = link.view().state === 'online'
    const lookedInto = doubts
    const outcome = await central.time()
    doubtsCleared = lookedInto
    link.observe(outcome)
    if (outcome.kind !== 'answer') {
      failedProbes += 1
      probeAtMs = clock.nowMs() + Math.max(200, backoffMs(timing.probeBackoff, failedProbes, ids))
      return
    }
    failedProbes = 0
    probeAtMs = clock.nowMs() + timing.idleProbeMs
    hearEpoch(database, outcome.answer.ledgerEpoch)
    link.billerReachable(outcome.answer.billerReachable)
    if (!wasOnline) {
      releaseSilenced(database)
      floatStale = true
      onChange()
    }
    if (clock.nowMs() - documentsAtMs > timing.documentsAgeMaxMs) {
      if (await refreshDocuments({ database, central, clock })) documentsAtMs = clock.nowMs()
      onChange()
    }
  }

  async function askFloat(): Promise<void> {
    floatStale = false
    await refreshFloat({ database, central, clock, link })
    onChange()
  }

  function startDueWork(nowMs: number): void {
    const lanes = drainLanes + counterLanes
    for (const work of dueWork(database, nowMs, nowMs - freshForMs, lanes * 2)) {
      const fresh = work.acceptedAtMs >= nowMs - freshForMs
      if (underWay.size >= (fresh ? lanes : drainLanes) || underWay.has(work.customerNumber)) continue
      const task = tryOne(work)
        .catch((error: unknown) => standAside(work, error))
        .finally(() => {
          underWay.delete(work.customerNumber)
          ring()
        })
      underWay.set(work.customerNumber, task)
    }
  }

  async function tryOne(work: Work): Promise<void> {
    const attempt = beginAttempt(database, work.paymentId, { ids, atMs: clock.nowMs() })
    if (attempt === null) return
    onChange()
    const outcome = await speak(attempt)
    endAttempt(database, attempt, outcome, { ids, atMs: clock.nowMs() })
    if (outcome.kind === 'noAnswer') doubts += 1
    else link.observe(outcome)
    if (outcome.kind === 'answer') {
      hearEpoch(database, outcome.answer.ledgerEpoch)
      settle(attempt, outcome)
      floatStale = true
    } else {
      log.warn({ paymentId: work.paymentId, attempt: attempt.kind, outcome: outcome.kind, why: outcome.why }, 'no word from the central')
      const retryAtMs = clock.nowMs() + backoffMs(timing.payBackoff, work.attemptCount, ids)
      // A question that was never heard says nothing about the payment itself.
      recordSilence(database, work.paymentId, outcome.kind, { atMs: clock.nowMs(), retryAtMs, why: outcome.why })
    }
    onChange()
  }

  /** Whatever goes wrong in here over one payment, the others go on. */
  function standAside(work: Work, error: unknown): void {
    log.error({ paymentId: work.paymentId, error }, 'a payment could not be worked on and was set aside')
    const atMs = clock.nowMs()
    try {
      recordFailure(database, work.paymentId, error, { ids, atMs, retryAtMs: atMs + timing.failureRestMs })
    } catch (again) {
      rest(again)
    }
    onChange()
  }

  function speak(attempt: Attempt): Promise<PaymentOutcome> {
    const { payment } = attempt
    if (attempt.kind === 'pay') return central.pay(paymentRequest(database, payment))
    if (attempt.kind === 'void') return central.void(payment.id, payment.intentHash)
    return central.ask(payment.id, payment.intentHash)
  }

  function settle(attempt: Attempt, outcome: Extract<PaymentOutcome, { kind: 'answer' }>): void {
    const { payment } = attempt
    const atMs = clock.nowMs()
    const retryAtMs = atMs + Math.max(500, backoffMs(timing.askBackoff, payment.attemptCount, ids))
    const effect = applyAnswer(database, payment.id, outcome.answer, outcome.reply, {
      ids,
      atMs,
      retryAtMs,
      roundingOf: (totalRupiah) => roundCash(totalRupiah, dependencies.rounding()),
    })
    if (effect === 'moved') return
    log.warn({ paymentId: payment.id, status: outcome.answer.status, effect }, 'an answer changed nothing')
    // Whatever the answer was, a payment never stays `sending` once its attempt is over.
    if (findPayment(database, payment.id)?.state === 'sending')
      recordSilence(database, payment.id, 'noAnswer', { atMs, retryAtMs, why: effect })
    else postpone(database, payment.id, retryAtMs)
  }
}
