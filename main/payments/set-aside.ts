import type { SignedReply } from '../central/outcome.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'

type By = { ids: Ids; atMs: number }

/** A payment asked about all night and answered with the same nonsense each time must not fill the disk. */
const repliesKept = 20

/** An unsigned or unreadable reply, about one payment or about none that can be named: kept and shown while its payment is in doubt, never believed, never dropped. */
export function setAsideReply(database: Database, paymentId: string | null, why: string, content: string, by: By): void {
  database
    .prepare(
      `INSERT INTO set_aside (id, kind, payment_id, why, content, at_ms) SELECT ?, 'reply', @paymentId, @why, ?, ?
       WHERE (SELECT count(*) FROM set_aside WHERE kind = 'reply' AND payment_id IS @paymentId AND why = @why) < @repliesKept`,
    )
    .run(by.ids.next(), content, by.atMs, { paymentId, why, repliesKept })
}

/** Something that can't be true: a signed answer, or what this terminal makes of one. Told once a payment and reason, as the next try would only say it again. */
export function raiseAlarm(
  database: Database,
  paymentId: string | null,
  why: string,
  about: SignedReply | { error: string },
  by: By,
): void {
  database
    .prepare(
      `INSERT INTO set_aside (id, kind, payment_id, why, content, at_ms) SELECT ?, 'alarm', @paymentId, @why, ?, ?
       WHERE NOT EXISTS (SELECT 1 FROM set_aside WHERE kind = 'alarm' AND payment_id IS @paymentId AND why = @why)`,
    )
    .run(by.ids.next(), JSON.stringify(about), by.atMs, { paymentId, why })
}
