import type { QuestionOutcome } from '../../../main/central/outcome.ts'
import type { Clock } from '../../../main/platform/clock.ts'
import { backoffMs } from '../../../main/sync/backoff.ts'
import { createLink } from '../../../main/sync/link.ts'
import { createPace } from '../../../main/sync/pace.ts'
import { batchSizes, drainLanes, type Facts, isSuspect, plan, type UnderWay } from '../../../main/sync/plan.ts'
import { defaultTiming as timing } from '../../../main/sync/sync.ts'
import type { Work } from '../../../main/sync/work.ts'
import type { Timeline } from '../../simulation/world/timeline.ts'
import type { FleetCentral, Said } from './central.ts'

type Open = { work: Work; notBeforeMs: number; attemptCount: number }

export type FleetTerminal = {
  /** A customer stands at the counter; calls back when the central has answered, with how long that took. */
  sell(answered: (waitedMs: number) => void): void
}

const silence: QuestionOutcome<never> = { kind: 'silent', cause: 'central', why: 'not there' }
const answer: QuestionOutcome<null> = { kind: 'answer', answer: null, reply: { status: 200, headers: {}, body: '' }, roundTripMs: 1 }
const freshForMs = 15_000

/**
 * A terminal of a fleet: the program's own decisions (plan, pace, backoff, link) over a queue that is a list instead of a ledger; the
 * glue does with it what main/sync/sync.ts and say.ts do with rows. It begins deep in an outage.
 */
export function createFleetTerminal(
  timeline: Timeline,
  central: FleetCentral,
  {
    name,
    queued,
    random,
    onOnline,
    onDrained,
  }: { name: string; queued: number; random: () => number; onOnline: () => void; onDrained: () => void },
): FleetTerminal {
  const nowMs = () => timeline.elapsedMs()
  const clock: Clock = { nowMs, monotonicMs: nowMs, sleep: () => Promise.reject(new Error('nothing sleeps here')), sinceBoot: () => null }
  const link = createLink(clock, () => {})
  const pace = createPace({ clock, ids: { next: () => '', secret: () => '', random }, link, timing })
  const open = new Map<string, Open>()
  const sales = new Map<string, (waitedMs: number) => void>()
  const underWay = new Set<UnderWay>()
  let isProbing = false
  let soldCount = 0
  let left = queued
  let cancelNap = () => {}

  for (let index = 0; index < queued; index += 1) add(`${name} ${index}`, -3_600_000)
  link.observe(silence)
  // Long into the outage every terminal is somewhere in its longest backoff.
  for (let failed = 0; failed < 8; failed += 1) pace.probeSilent(pace.beginProbe(), undefined)
  pass()

  return {
    sell(answered) {
      soldCount += 1
      const paymentId = `${name} sold ${soldCount}`
      add(paymentId, nowMs())
      sales.set(paymentId, answered)
      pass()
    },
  }

  function add(paymentId: string, acceptedAtMs: number): void {
    const work: Work = { paymentId, customerNumber: paymentId, productCode: 'PLN', kind: 'pay', acceptedAtMs, silenceCount: 0 }
    open.set(paymentId, { work, notBeforeMs: 0, attemptCount: 0 })
  }

  function pass(): void {
    cancelNap()
    if (open.size === 0) return
    const { probe, alone, batches, napMs } = plan(readFacts())
    if (probe) startProbe()
    for (const work of alone) start({ lane: 'counter', suspect: false, works: [work] })
    for (const works of batches) start({ lane: 'drain', suspect: isSuspect(works), works })
    cancelNap = timeline.after(napMs, pass)
  }

  function readFacts(): Facts {
    const linkGood = pace.linkGood()
    const busy = [...underWay].reduce((sum, { works }) => sum + works.length, 0)
    const dueMax = 1 + drainLanes * batchSizes[0] + busy
    const due: Work[] = []
    const fresh: Work[] = []
    let nextDueAtMs: number | null = null
    if (linkGood)
      for (const { work, notBeforeMs } of open.values()) {
        if (notBeforeMs > nowMs()) nextDueAtMs = Math.min(nextDueAtMs ?? notBeforeMs, notBeforeMs)
        else {
          if (due.length < dueMax) due.push(work)
          if (work.acceptedAtMs >= nowMs() - freshForMs) fresh.push(work)
        }
      }
    return {
      nowMs: nowMs(),
      linkGood,
      probeInMs: isProbing ? null : pace.probeInMs(),
      drainInMs: pace.drainInMs(),
      fresh,
      due,
      suspects: [],
      burns: [],
      nextDueAtMs,
      underWay: [...underWay],
      asking: new Set(),
      batchMax: batchSizes[0],
      notNow: () => null,
    }
  }

  function startProbe(): void {
    isProbing = true
    const wasOnline = link.view().state === 'online'
    const lookedInto = pace.beginProbe()
    const heard = (said: Said | null): void => {
      isProbing = false
      link.observe(said?.kind === 'answer' ? answer : silence)
      if (said?.kind !== 'answer') pace.probeSilent(lookedInto, said?.retryAfterMs)
      else {
        pace.probeAnswered(lookedInto, wasOnline)
        if (!wasOnline) onOnline()
        if (!wasOnline) for (const each of open.values()) each.notBeforeMs = 0
      }
      pass()
    }
    // `hello`, then `time`.
    ask(0, true, (said) => (said?.kind === 'answer' ? ask(0, true, heard) : heard(said)))
  }

  function start(what: UnderWay): void {
    underWay.add(what)
    const isAlone = what.works.length === 1
    const isQuestion = what.works.every(({ kind }) => kind === 'ask')
    ask(isQuestion ? what.works.length / 4 : what.works.length, isAlone, (said) => {
      underWay.delete(what)
      if (said?.kind === 'answer') for (const work of what.works) answered(work)
      else unanswered(what, said)
      pass()
    })
  }

  function answered(work: Work): void {
    const each = open.get(work.paymentId)
    if (each === undefined) return
    // Asked about after a refusal at the door, of which nothing is believed: the central has never seen it, and now it may go.
    if (work.kind === 'ask') {
      each.work = { ...work, kind: 'pay' }
      return
    }
    open.delete(work.paymentId)
    const sale = sales.get(work.paymentId)
    if (sale !== undefined) sale(nowMs() - work.acceptedAtMs)
    else left -= 1
    if (sale === undefined && left === 0) onDrained()
  }

  function unanswered({ works }: UnderWay, said: Exclude<Said, { kind: 'answer' }> | null): void {
    const draw = random()
    for (const work of works) {
      const each = open.get(work.paymentId)
      if (each === undefined) continue
      each.attemptCount += 1
      each.work = { ...work, kind: 'ask' }
      each.notBeforeMs = nowMs() + backoffMs(timing.payBackoff, said === null ? each.attemptCount : 1, draw)
    }
    if (said !== null) {
      if (works.length > 1) pace.easeDrain(said.retryAfterMs)
      else pace.pause(said.retryAfterMs)
    }
    pace.doubt([])
  }

  /** Null when nobody is there. */
  function ask(items: number, small: boolean, heard: (said: Said | null) => void): void {
    if (central.isOpen()) central.receive(items, small, heard)
    else timeline.after(1, () => heard(null))
  }
}
