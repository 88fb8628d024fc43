import { batchItemsMax } from '../../shared/central-api/batches.ts'
import type { Database } from '../storage/open.ts'

/**
 * After a hole in the feed, or in another life of the central's ledger, what was missed is asked for by id: everything not final, and
 * of the rest what is young enough to change still or what the central still owes for. Older payments are the daily reconciliation's business.
 */
export const resyncWindowMs = 7 * 24 * 3_600_000

/**
 * A resync under way: whom it has still to ask, and where the feed goes on when it has. `sizeMax` shrinks with each silence; one that stays
 * silent twice alone over a good link (`silentId`) is left to people.
 */
export type Resync = { cursor: { epoch: string; sequence: number }; paymentIds: string[]; sizeMax: number; silentId: string | null }

export function beginResync(database: Database, cursor: Resync['cursor'], nowMs: number): Resync {
  // What is in doubt is asked about anyway; now is the time.
  database.prepare("UPDATE payments SET not_before_ms = 0 WHERE state = 'inDoubt' AND state IN ('queued', 'sending', 'inDoubt')").run()
  const rows = database
    .prepare(
      `SELECT id FROM payments WHERE state = 'queued' AND state IN ('queued', 'sending', 'inDoubt') AND ever_sent = 1
       UNION SELECT id FROM payments WHERE id >= ? AND state IN ('paid', 'rejected', 'refunded', 'cancelled', 'disputed') AND (ever_sent = 1 OR burnt = 1)
       UNION SELECT dimension FROM balances WHERE account IN ('claimOnCentral', 'disputed') AND amount_rupiah <> 0
       ORDER BY 1`,
    )
    .all(firstIdAt(nowMs - resyncWindowMs)) as { id: string }[]
  return { cursor, paymentIds: rows.map(({ id }) => id), sizeMax: batchItemsMax, silentId: null }
}

/** Ids are UUIDv7, which sort by time. */
function firstIdAt(atMs: number): string {
  const time = Math.max(0, atMs).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}`
}
