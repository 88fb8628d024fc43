import type { QueueLimits } from '../../shared/central-api/config.ts'
import type { Rupiah } from '../../shared/money.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { queueFacts } from './queue.ts'

export type FloatView = { balanceRupiah: Rupiah | null; asOfMs: number | null; availableRupiah: Rupiah | null }

/**
 * What the agent's float should still cover: the central's last statement, less what was paid since, less what the unsynced queue is expected
 * to use; offline also at most this terminal's allotment.
 */
export function floatView(database: Database, limits: QueueLimits, offline: boolean): FloatView {
  const statement = readSetting(database, 'float')
  if (statement === null) return { balanceRupiah: null, asOfMs: null, availableRupiah: null }
  const { usedRupiah } = database
    .prepare("SELECT coalesce(-sum(amount_rupiah), 0) AS usedRupiah FROM journal_lines WHERE account = 'floatUsed' AND event_sequence > ?")
    .get(statement.eventSequence) as { usedRupiah: number }
  const expectedRupiah = queueFacts(database, 0).expectedUseRupiah
  const left = statement.balanceRupiah - usedRupiah - expectedRupiah
  const allotment = limits.floatAllotmentRupiah
  const availableRupiah = offline && allotment !== null ? Math.min(left, allotment - expectedRupiah) : left
  return { balanceRupiah: statement.balanceRupiah - usedRupiah, asOfMs: statement.asOfMs, availableRupiah }
}
