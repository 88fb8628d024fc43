import type { Database } from '../storage/open.ts'

/** Nothing of the same customer number is still open before it. */
const firstOfItsNumber = `NOT EXISTS (SELECT 1 FROM payments AS earlier WHERE earlier.customer_number = payment.customer_number
  AND earlier.sequence < payment.sequence AND earlier.state IN ('queued', 'sending', 'inDoubt'))`

export type Work = { paymentId: string; customerNumber: string; acceptedAtMs: number; attemptCount: number }

/**
 * Payments whose turn it is: first in, first out per customer number (a later month never overtakes an earlier one, and one in doubt holds back only
 * its own number), those accepted after `freshSinceMs` first, because a customer is standing there.
 */
export function dueWork(database: Database, nowMs: number, freshSinceMs: number, countMax: number): Work[] {
  return database
    .prepare(
      `SELECT id AS paymentId, customer_number AS customerNumber, accepted_at_ms AS acceptedAtMs, attempt_count AS attemptCount
       FROM payments AS payment
       WHERE state IN ('queued', 'inDoubt') AND not_before_ms <= ? AND ${firstOfItsNumber}
       ORDER BY accepted_at_ms >= ? DESC, sequence LIMIT ?`,
    )
    .all(nowMs, freshSinceMs, countMax) as Work[]
}

/** When the next payment that waits for a time may go, or null when none does. One that waits for another of its number has no time of its own. */
export function nextDueAtMs(database: Database, nowMs: number): number | null {
  const row = database
    .prepare(
      `SELECT min(not_before_ms) AS atMs FROM payments AS payment WHERE state IN ('queued', 'inDoubt') AND not_before_ms > ? AND ${firstOfItsNumber}`,
    )
    .get(nowMs) as { atMs: number | null }
  return row.atMs
}

/** The link is back: what waited for it need not wait out its backoff. What the central put off stays put off. */
export function releaseSilenced(database: Database): void {
  database
    .prepare(
      "UPDATE payments SET not_before_ms = 0 WHERE state IN ('queued', 'inDoubt') AND (reason IS NULL OR reason IN ('notReached', 'noAnswer', 'restarted'))",
    )
    .run()
}
