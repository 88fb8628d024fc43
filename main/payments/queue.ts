import type { QueueLimits } from '../../shared/central-api/config.ts'
import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
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

/** Refuses what would take the queue over a limit: `paymentLimit`, `queueCountLimit`, `queueTotalLimit`, `queueAgeLimit`. */
export function refuseOverLimits(queue: QueueFacts, limits: QueueLimits, items: readonly { totalRupiah: Rupiah }[]): void {
  for (const item of items) {
    if (item.totalRupiah > limits.perPaymentMaxRupiah) throw new Refusal('paymentLimit', { maxRupiah: limits.perPaymentMaxRupiah })
  }
  if (queue.count + items.length > limits.countMax) throw new Refusal('queueCountLimit', { count: queue.count, countMax: limits.countMax })
  const added = items.reduce((sum, item) => sum + item.totalRupiah, 0)
  if (queue.totalRupiah + added > limits.totalMaxRupiah) {
    throw new Refusal('queueTotalLimit', { totalRupiah: queue.totalRupiah, totalMaxRupiah: limits.totalMaxRupiah })
  }
  if (queue.oldestAgeMs !== null && queue.oldestAgeMs >= limits.ageMaxMs) {
    throw new Refusal('queueAgeLimit', { oldestAgeMs: queue.oldestAgeMs, ageMaxMs: limits.ageMaxMs })
  }
}

/** At 80 % of any limit the screen warns. */
export function nearLimit(queue: QueueFacts, limits: QueueLimits): boolean {
  return (
    queue.count >= limits.countMax * 0.8 ||
    queue.totalRupiah >= limits.totalMaxRupiah * 0.8 ||
    (queue.oldestAgeMs ?? 0) >= limits.ageMaxMs * 0.8
  )
}
