import { limits } from '../../shared/limits.ts'
import { Refusal } from '../../shared/refusals.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { readSetting, type Settings, writeSetting } from '../storage/settings.ts'
import type { Clock } from './clock.ts'

export type TimeView = {
  /** False after an offline start with no way to know how long the machine was off. */
  trusted: boolean
  /** Whose word it is: the central's signature, a supervisor's, or nobody's since this start. */
  source: 'central' | 'person' | null
  nowMs: number
  /** When that word was given. */
  sinceMs: number | null
  /** How far the machine's own clock is ahead. */
  wallAheadMs: number
  /** What a person is asked to confirm: the machine's clock where it is possible at all, else the earliest it can be. */
  suggestedMs: number
}

export type TrustedTime = {
  /** The terminal's time: never the wall clock, never before the newest event, never back. */
  clock: Clock
  /** For dating signatures, which the central takes only near its own time: the central's when known, else the best guess there is. */
  wireClock: Clock
  /** A reply's signed server time. */
  hear(serverTimeMs: number): void
  /** What an unsigned reply says the time is: good enough to date the next signature, believed for nothing else. */
  hearUnsigned(serverTimeMs: number): void
  view(): TimeView
  /** A person says what the time is. Refuses `timeAlreadyTrusted`, `dateImplausible`. */
  confirm(dateMs: number, actor: string): void
}

/** What of it is on disk between two words of the central's: enough to go on after a restart, not worth a write a reply. */
const storeEveryMs = 60_000
const minuteMs = 60_000
/** A reply may have been this long under way; only a larger lag means that this clock runs ahead. */
const lagMaxMs = 30_000
/** Waking from sleep shows as uptime that ran on while the process's clock stood still. */
const sleepShowsMs = 1_500

/**
 * Trusted time is the last signed server time and what has passed since, by clocks that nobody can set. Where the machine names its starts, a
 * new process knows how long it was away; elsewhere, and after the machine itself was off, it does not, and says so.
 */
export function createTrustedTime(database: Database, base: Clock): TrustedTime {
  const stored = readSetting(database, 'trustedTime')
  let source: TimeView['source'] = null
  let sinceMs = stored?.sinceMs ?? null
  let storedAtMs = Number.NEGATIVE_INFINITY
  let wireAheadMs = 0
  let isWireDoubted = false
  let guessedThrough = stored?.guessedThrough ?? 0
  let floorMs = Math.max(newestEvent(database, guessedThrough).atMs, stored?.atMs ?? 0)
  const beganMs = floorMs
  let anchor = anchorAt(floorMs === 0 ? base.nowMs() : floorMs)
  /**
   * What was told last rests on a person's word, or on the machine's own clock at a ledger's very first start, by which events may have been
   * dated; the central may still correct it, down to `firmMs`.
   */
  let isGuess = stored === null || stored.source === 'person'
  let firmMs = isGuess ? (stored?.firmMs ?? 0) : floorMs
  goOnAfterRestart()

  const clock: Clock = { nowMs, monotonicMs: base.monotonicMs, sleep: base.sleep, sinceBoot: base.sinceBoot }

  return {
    clock,
    wireClock: { ...clock, nowMs: () => (source === 'central' && !isWireDoubted ? runningMs() : base.nowMs() + wireAheadMs) },
    hear,
    hearUnsigned: (serverTimeMs) => {
      if (!Number.isFinite(serverTimeMs)) return
      wireAheadMs = serverTimeMs - base.nowMs()
      // A signed word that came very late set this clock behind; it alone would be refused for ever.
      isWireDoubted = true
    },
    view: () => ({
      trusted: source !== null,
      source,
      nowMs: nowMs(),
      sinceMs,
      wallAheadMs: base.nowMs() - nowMs(),
      suggestedMs: suggested(),
    }),
    confirm,
  }

  /** Under the same start of the machine its uptime says how long this ledger was closed. */
  function goOnAfterRestart(): void {
    const uptime = base.sinceBoot()
    if (stored?.uptime == null || uptime?.bootId !== stored.uptime.bootId || uptime.elapsedMs < stored.uptime.elapsedMs) return
    anchor = anchorAt(stored.atMs + uptime.elapsedMs - stored.uptime.elapsedMs)
    source = stored.source
  }

  function anchorAt(atMs: number) {
    return { atMs, monotonicMs: base.monotonicMs(), uptime: base.sinceBoot() }
  }

  /** By the anchor alone, which may lie a little behind what was told already. */
  function runningMs(): number {
    const passedMs = base.monotonicMs() - anchor.monotonicMs
    const uptime = base.sinceBoot()
    if (uptime !== null && uptime.bootId === anchor.uptime?.bootId) {
      const upMs = uptime.elapsedMs - anchor.uptime.elapsedMs
      if (upMs > passedMs + sleepShowsMs) anchor = anchorAt(anchor.atMs + upMs)
      else return Math.floor(anchor.atMs + passedMs)
      return anchor.atMs
    }
    return Math.floor(anchor.atMs + passedMs)
  }

  function nowMs(): number {
    floorMs = Math.max(floorMs, runningMs())
    return floorMs
  }

  function hear(serverTimeMs: number): void {
    if (!Number.isSafeInteger(serverTimeMs)) return
    isWireDoubted = false
    const saidMs = nowMs()
    const isNews = source !== 'central'
    if (isNews || serverTimeMs >= runningMs() || runningMs() - serverTimeMs > lagMaxMs) anchor = anchorAt(serverTimeMs)
    // A date that a person got wrong ends with the central's word. What rests on anything better is never unsaid.
    if (isGuess) {
      floorMs = Math.max(firmMs, serverTimeMs)
      guessedThrough = newestEvent(database, guessedThrough).sequence
    }
    isGuess = false
    source = 'central'
    sinceMs = nowMs()
    if (beganMs > 0 && saidMs > sinceMs)
      audit(database, { actor: 'central', action: 'timeSetBack', atMs: sinceMs, detail: { fromMs: saidMs, toMs: sinceMs } })
    if (isNews || base.monotonicMs() - storedAtMs >= storeEveryMs) {
      write({ atMs: sinceMs, sinceMs, source, firmMs: sinceMs, guessedThrough, uptime: base.sinceBoot() })
      storedAtMs = base.monotonicMs()
    }
  }

  function confirm(saidMs: number, actor: string): void {
    const fromMs = nowMs()
    if (source === 'central') throw new Refusal('timeAlreadyTrusted')
    const latestMs = fromMs + limits.confirmedTimeAheadMaxMs
    if (!Number.isSafeInteger(saidMs) || saidMs <= fromMs - minuteMs || saidMs > latestMs)
      throw new Refusal('dateImplausible', { earliestMs: fromMs, latestMs })
    // People say minutes: of the present one the part that is known to be over stays over.
    const dateMs = Math.max(saidMs, fromMs)
    if (!isGuess) firmMs = fromMs
    database
      .transaction(() => {
        audit(database, { actor, action: 'confirmTime', atMs: dateMs, detail: { fromMs, toMs: dateMs } })
        write({ atMs: dateMs, sinceMs: dateMs, source: 'person', firmMs, guessedThrough, uptime: base.sinceBoot() })
      })
      .immediate()
    anchor = anchorAt(dateMs)
    isGuess = true
    source = 'person'
    sinceMs = dateMs
  }

  function suggested(): number {
    const wallMs = base.nowMs()
    const soonestMs = nowMs()
    return wallMs >= soonestMs && wallMs <= soonestMs + limits.confirmedTimeAheadMaxMs ? wallMs : soonestMs
  }

  function write(value: Settings['trustedTime']): void {
    writeSetting(database, 'trustedTime', value)
  }
}

/** Events are written by this clock, so the last one is the newest; one that was dated by a guess says nothing about the time. */
function newestEvent(database: Database, guessedThrough: number): { sequence: number; atMs: number } {
  const row = database
    .prepare('SELECT sequence, at_ms AS atMs FROM events WHERE sequence > ? ORDER BY sequence DESC LIMIT 1')
    .get(guessedThrough)
  return (row as { sequence: number; atMs: number } | undefined) ?? { sequence: guessedThrough, atMs: 0 }
}
