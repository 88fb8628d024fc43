import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { type Backoff, backoffMs } from './backoff.ts'
import type { Link } from './link.ts'

export type PaceTiming = {
  /** Between tries to reach a silent central. */
  probeBackoff: Backoff
  /** While all is quiet, how often the central is asked whether it is there, so that the screen's "online" stays true. */
  idleProbeMs: number
  /** Over how long terminals that lost the link together begin to drain. */
  returnSpreadMs: number
}

export type Pace = ReturnType<typeof createPace>

const shortestProbeGapMs = 200

/**
 * When the central may be spoken to. Silence stops everything but one probe at a time; a return starts slowly; and whoever asks for a
 * pause gets one. Durations only: it never looks at the wall clock.
 */
export function createPace({ clock, ids, link, timing }: { clock: Clock; ids: Ids; link: Link; timing: PaceTiming }) {
  const nowMs = clock.monotonicMs
  let probeAtMs = Number.NEGATIVE_INFINITY
  let pausedUntilMs = Number.NEGATIVE_INFINITY
  let drainFromMs = Number.NEGATIVE_INFINITY
  let failedProbes = 0
  /** Exchanges that got no answer, counted, and how many of them a probe has looked into since. */
  let doubts = 0
  let doubtsCleared = 0
  let silenced: string[] = []

  /**
   * One payment without an answer says little about the link: its own request may be the trouble, and then the counter must not go
   * offline for it. So the central is asked at once whether it is there, and nothing new leaves before it has answered or not.
   * The same for a silence that someone else met, such as an inquiry.
   */
  function isQuestioned(): boolean {
    return doubts > doubtsCleared || (link.view().state === 'offline' && failedProbes === 0)
  }

  return {
    linkGood: (): boolean => link.view().state === 'online' && !isQuestioned() && nowMs() >= pausedUntilMs,
    probeInMs: (): number => Math.max(isQuestioned() ? 0 : probeAtMs - nowMs(), pausedUntilMs - nowMs()),
    drainInMs: (): number => drainFromMs - nowMs(),

    doubt(paymentIds: readonly string[]): void {
      doubts += 1
      silenced.push(...paymentIds)
    },
    /** Everything waits: an unsigned 429 or 503. A little longer than asked, each terminal for itself. */
    pause(retryAfterMs: number): void {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + spread(retryAfterMs))
      link.observe({ kind: 'silent', cause: 'central', why: 'asked to wait' })
    },
    /** Only what nobody waits for at the counter waits. */
    easeDrain(retryAfterMs: number): void {
      drainFromMs = Math.max(drainFromMs, nowMs() + spread(retryAfterMs))
    },
    /** A person asks: no backoff, no pause. */
    probeNow(): void {
      probeAtMs = Number.NEGATIVE_INFINITY
      pausedUntilMs = Number.NEGATIVE_INFINITY
    },

    beginProbe: (): number => doubts,
    /** Those that got no answer although the central is there: they, not the link, are the trouble. */
    probeAnswered(lookedInto: number, wasOnline: boolean): string[] {
      doubtsCleared = lookedInto
      failedProbes = 0
      pausedUntilMs = Number.NEGATIVE_INFINITY
      probeAtMs = nowMs() + Math.round(timing.idleProbeMs * (0.75 + ids.random() / 2))
      if (!wasOnline) drainFromMs = Math.max(drainFromMs, nowMs() + Math.round(timing.returnSpreadMs * ids.random()))
      return silenced.splice(0)
    },
    probeSilent(lookedInto: number, retryAfterMs: number | undefined): void {
      doubtsCleared = lookedInto
      failedProbes += 1
      silenced = []
      probeAtMs = nowMs() + Math.max(shortestProbeGapMs, backoffMs(timing.probeBackoff, failedProbes, ids.random()))
      if (retryAfterMs !== undefined) pausedUntilMs = Math.max(pausedUntilMs, nowMs() + spread(retryAfterMs))
    },
  }

  function spread(delayMs: number): number {
    return Math.round(delayMs * (1 + ids.random() / 4))
  }
}
