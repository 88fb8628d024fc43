import type { Notice } from '../../shared/terminal-api/shapes.ts'
import type { Database } from '../storage/open.ts'

/** Nobody marks a sentence as read; after so long it is no news any more. */
const sentenceShownForMs = 3 * 24 * 3_600_000

/** What came with the central's feed for people, and payments that wait for one since this ledger was copied or restored. */
export function centralNotices(database: Database, nowMs: number): Notice[] {
  const notices: Notice[] = []
  const held = database
    .prepare(
      `SELECT count(*) AS count, coalesce(sum(total_rupiah), 0) AS totalRupiah, min(accepted_at_ms) AS oldestAtMs FROM payments
       WHERE state IN ('queued', 'sending', 'inDoubt') AND state = 'queued' AND reason = 'heldAfterRestore'`,
    )
    .get() as { count: number; totalRupiah: number; oldestAtMs: number | null }
  if (held.oldestAtMs !== null) {
    const { count, totalRupiah, oldestAtMs } = held
    notices.push({ id: 'heldAfterRestore', kind: 'heldAfterRestore', paymentId: null, atMs: oldestAtMs, detail: { count, totalRupiah } })
  }
  const sentences = database
    .prepare(
      `SELECT body ->> 'noticeId' AS id, body ->> 'text' AS text, max(at_ms) AS atMs FROM feed_items
       WHERE kind = 'notice' AND effect = 'shown' AND at_ms > ? GROUP BY 1 ORDER BY 3 DESC LIMIT 20`,
    )
    .all(nowMs - sentenceShownForMs) as { id: string; text: string; atMs: number }[]
  for (const { id, text, atMs } of sentences)
    notices.push({ id: `centralNotice:${id}`, kind: 'centralNotice', paymentId: null, atMs, detail: { text } })
  return notices
}
