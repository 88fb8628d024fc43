import type { QueueLimits } from '../../shared/central-api/config.ts'
import { type Rupiah, sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { LiftableRefusal, LimitRefusal } from '../../shared/terminal-api/shapes.ts'
import type { Database } from '../storage/open.ts'

export type QueueFacts = { count: number; inDoubtCount: number; totalRupiah: Rupiah; oldestAgeMs: number | null; expectedUseRupiah: Rupiah }

/** The unsynced queue as it stands: what every limit and the status bar are about. */
export function queueFacts(database: Database, nowMs: number): QueueFacts {
  const row = database
    .prepare(
      `SELECT count(*) AS count, coalesce(sum(state = 'inDoubt'), 0) AS inDoubtCount, coalesce(sum(total_rupiah), 0) AS totalRupiah,
         min(accepted_at_ms) AS oldestAtMs, coalesce(sum(bill_total_rupiah - commission_rupiah), 0) AS expectedUseRupiah
       FROM payments WHERE state IN ('queued', 'sending', 'inDoubt')`,
    )
    .get() as { count: number; inDoubtCount: number; totalRupiah: number; oldestAtMs: number | null; expectedUseRupiah: number }
  const { oldestAtMs, ...facts } = row
  return { ...facts, oldestAgeMs: oldestAtMs === null ? null : Math.max(0, nowMs - oldestAtMs) }
}

/** What every warning before leaving names. */
export type Unsynced = { count: number; totalRupiah: Rupiah; oldestAgeMs: number | null }

/** Null when the central has spoken about everything. */
export function unsyncedMoney(database: Database, nowMs: number): Unsynced | null {
  const { count, totalRupiah, oldestAgeMs } = queueFacts(database, nowMs)
  return count === 0 ? null : { count, totalRupiah, oldestAgeMs }
}

/** A payment about to be taken, and the limits that a supervisor has lifted for it. */
export type Weighed = { totalRupiah: Rupiah; lifted: ReadonlySet<LiftableRefusal> }

/**
 * Refuses what would take the queue over a limit: `paymentLimit`, `queueCountLimit`, `queueTotalLimit`, `queueAgeLimit`. A payment for which
 * a limit was lifted passes that one and no other; those beside it find the room that is really left.
 */
export function refuseOverLimits(queue: QueueFacts, limits: QueueLimits, items: readonly Weighed[]): void {
  const bound = (refusal: LiftableRefusal) => items.filter(({ lifted }) => !lifted.has(refusal))
  if (bound('paymentLimit').some(({ totalRupiah }) => totalRupiah > limits.perPaymentMaxRupiah))
    throw new Refusal('paymentLimit', { maxRupiah: limits.perPaymentMaxRupiah })
  const counted = bound('queueCountLimit').length
  if (counted > 0 && queue.count + counted > limits.countMax)
    throw new Refusal('queueCountLimit', { count: queue.count, countMax: limits.countMax })
  const addedRupiah = sumRupiah(bound('queueTotalLimit').map(({ totalRupiah }) => totalRupiah))
  if (addedRupiah > 0 && queue.totalRupiah + addedRupiah > limits.totalMaxRupiah)
    throw new Refusal('queueTotalLimit', { totalRupiah: queue.totalRupiah, totalMaxRupiah: limits.totalMaxRupiah })
  if (queue.oldestAgeMs !== null && queue.oldestAgeMs >= limits.ageMaxMs && bound('queueAgeLimit').length > 0)
    throw new Refusal('queueAgeLimit', { oldestAgeMs: queue.oldestAgeMs, ageMaxMs: limits.ageMaxMs })
}

const warningShare = 0.8

/** The limits of which 80 % are reached, by the refusal each will give at 100 %. */
export function nearLimits(
  queue: QueueFacts,
  limits: QueueLimits,
  float: { allotmentRupiah: Rupiah | null; allotmentUsedRupiah: Rupiah },
): LimitRefusal[] {
  const near: LimitRefusal[] = []
  if (queue.count >= limits.countMax * warningShare) near.push('queueCountLimit')
  if (queue.totalRupiah >= limits.totalMaxRupiah * warningShare) near.push('queueTotalLimit')
  if ((queue.oldestAgeMs ?? 0) >= limits.ageMaxMs * warningShare) near.push('queueAgeLimit')
  // With no allotment at all there is nothing to near; the refusal says so.
  if (float.allotmentRupiah !== null && float.allotmentRupiah > 0 && float.allotmentUsedRupiah >= float.allotmentRupiah * warningShare)
    near.push('floatLimit')
  return near
}
