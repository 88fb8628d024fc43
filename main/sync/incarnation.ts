import type { HelloAnswer, HelloRequest } from '../../shared/central-api/ownership.ts'
import type { Ids } from '../platform/ids.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { readSetting, type Settings, writeSetting } from '../storage/settings.ts'

type By = { ids: Ids; atMs: number }
export type Because = NonNullable<Settings['incarnationWanted']>['because']

/**
 * This ledger was restored or copied, so it may have gone on elsewhere: whatever is open is held, also what looks as if it never
 * left. The next hello takes a new incarnation, then each held payment is asked about; those the central has never seen wait for a person.
 * Returns how many are held.
 */
export function becomeNewIncarnation(database: Database, because: Because, by: By): number {
  return database
    .transaction(() => {
      const { changes } = database
        .prepare(
          `UPDATE payments SET hold = 'newIncarnation', not_before_ms = 0, reason = CASE state WHEN 'queued' THEN 'newIncarnation' ELSE reason END
           WHERE state IN ('queued', 'sending', 'inDoubt')`,
        )
        .run()
      // A fresh word, which no copy of this ledger has.
      const last = readSetting(database, 'continuity')?.last ?? null
      writeSetting(database, 'continuity', { last, next: by.ids.secret() })
      writeSetting(database, 'incarnationWanted', { because })
      writeSetting(database, 'placeChanged', false)
      audit(database, { actor: 'terminal', action: 'newIncarnation', atMs: by.atMs, detail: { because, heldCount: changes } })
      return changes
    })
    .immediate()
}

/** What to say next; said again, word for word, until it is answered. */
export function helloRequest(database: Database, ids: Ids): HelloRequest {
  let continuity = readSetting(database, 'continuity')
  if (continuity === null) {
    continuity = { last: null, next: ids.secret() }
    writeSetting(database, 'continuity', continuity)
  }
  const takeNew = (readSetting(database, 'incarnationWanted') ?? null) !== null
  return { incarnation: readSetting(database, 'incarnation') ?? 1, ...continuity, takeNew }
}

/** True when this ledger speaks for the terminal. Both words and the incarnation are durable before anything is sent under them. */
export function hearHello(database: Database, said: HelloRequest, answer: HelloAnswer, by: By): boolean {
  if (answer.verdict !== (said.takeNew ? 'taken' : 'continues')) return false
  database
    .transaction(() => {
      writeSetting(database, 'continuity', { last: said.next, next: by.ids.secret() })
      if (!said.takeNew) return
      writeSetting(database, 'incarnation', answer.incarnation)
      writeSetting(database, 'incarnationWanted', null)
      audit(database, { actor: 'central', action: 'incarnationTaken', atMs: by.atMs, detail: { incarnation: answer.incarnation } })
    })
    .immediate()
  return true
}

/** Held payments that the central has never seen: only a person can say that they were not paid under another life of this ledger. */
export function heldPayments(database: Database): { count: number; totalRupiah: number; oldestAtMs: number | null } {
  return database
    .prepare(
      `SELECT count(*) AS count, coalesce(sum(total_rupiah), 0) AS totalRupiah, min(accepted_at_ms) AS oldestAtMs
       FROM payments WHERE state = 'queued' AND state IN ('queued', 'sending', 'inDoubt') AND reason = 'heldAfterRestore'`,
    )
    .get() as { count: number; totalRupiah: number; oldestAtMs: number | null }
}

/** A person says that they may go. Returns how many do: only those that were asked about and are unknown. */
export function confirmHeld(database: Database, paymentIds: readonly string[] | 'all', by: { actor: string; atMs: number }): number {
  return database
    .transaction(() => {
      const held = database
        .prepare(
          "SELECT id FROM payments WHERE state = 'queued' AND state IN ('queued', 'sending', 'inDoubt') AND reason = 'heldAfterRestore'",
        )
        .all() as { id: string }[]
      const chosen = paymentIds === 'all' ? held : held.filter(({ id }) => paymentIds.includes(id))
      const release = database.prepare('UPDATE payments SET hold = NULL, reason = NULL, not_before_ms = 0 WHERE id = ?')
      for (const { id } of chosen) {
        release.run(id)
        audit(database, { actor: by.actor, action: 'confirmHeld', atMs: by.atMs, detail: { paymentId: id } })
      }
      return chosen.length
    })
    .immediate()
}
