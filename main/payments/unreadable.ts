import type { Database } from '../storage/open.ts'
import { readPayments, type UnreadablePayment } from './payment.ts'

/** Those that still matter to somebody's money; an old paid one is found when it is looked at. */
const unfinished = "WHERE state NOT IN ('paid', 'refunded', 'cancelled', 'handedOver') ORDER BY sequence"

/** Payments whose row can't be believed: never sent, never paid out, shown to a person. Of the `lookedAt` oldest that are not finished. */
export function unreadablePayments(database: Database, lookedAt: number): UnreadablePayment[] {
  return readPayments(database, `${unfinished} LIMIT ?`, [lookedAt]).unreadable
}

/** Keeps such a row as it is now, once, whatever becomes of it later. Returns how many were new. */
export function setAsideUnreadable(database: Database, atMs: number): number {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO set_aside (id, kind, payment_id, why, content, at_ms)
     SELECT 'row:' || id, 'row', id, ?, json_object('state', state, 'reason', reason, 'intent', intent, 'intentHash', intent_hash,
       'totalRupiah', total_rupiah, 'revision', revision), ? FROM payments WHERE id = ?`,
  )
  return database
    .transaction(() => unreadablePayments(database, -1).reduce((count, { id, why }) => count + insert.run(why, atMs, id).changes, 0))
    .immediate()
}
