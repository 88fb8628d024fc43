import type { Config } from '../../shared/central-api/config.ts'
import { assertRupiah, type Rupiah } from '../../shared/money.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { queueFacts } from './queue.ts'

export type FloatView = {
  balanceRupiah: Rupiah | null
  asOfMs: number | null
  /** What may still be used now; null while the central has never stated the float. */
  availableRupiah: Rupiah | null
  /** What this terminal may use while the link is down; null: all of it, as the outlet's only terminal. */
  allotmentRupiah: Rupiah | null
  /** Of it: what the queue will use and what was used since the statement. */
  allotmentUsedRupiah: Rupiah
}

/**
 * What the agent's float should still cover: the central's last statement, less what was paid since, less what the unsynced queue is
 * expected to use. Offline no other terminal of the outlet can be asked what it used, so there it is at most this one's allotment, less the same.
 */
export function floatView(database: Database, { outlet, limits }: Pick<Config, 'outlet' | 'limits'>, offline: boolean): FloatView {
  const allotmentRupiah = limits.floatAllotmentRupiah ?? (outlet.terminalCount === 1 ? null : 0)
  const expectedRupiah = queueFacts(database, 0).expectedUseRupiah
  assertRupiah(expectedRupiah, 'expected use of the queue')
  const statement = readSetting(database, 'float')
  if (statement === null) {
    return { balanceRupiah: null, asOfMs: null, availableRupiah: null, allotmentRupiah, allotmentUsedRupiah: expectedRupiah }
  }
  const { usedRupiah } = database
    .prepare("SELECT coalesce(-sum(amount_rupiah), 0) AS usedRupiah FROM journal_lines WHERE account = 'floatUsed' AND event_sequence > ?")
    .get(statement.eventSequence) as { usedRupiah: number }
  // Sums that the database made: one beyond every sense would otherwise let everything through, or nothing.
  assertRupiah(usedRupiah, 'float used since the statement')
  const left = statement.balanceRupiah - usedRupiah - expectedRupiah
  // What came back since the statement frees nothing: it may have been another terminal's share.
  const allotmentUsedRupiah = expectedRupiah + Math.max(0, usedRupiah)
  assertRupiah(left, 'float left')
  const availableRupiah = offline && allotmentRupiah !== null ? Math.min(left, allotmentRupiah - allotmentUsedRupiah) : left
  return {
    balanceRupiah: statement.balanceRupiah - usedRupiah,
    asOfMs: statement.asOfMs,
    availableRupiah,
    allotmentRupiah,
    allotmentUsedRupiah,
  }
}
