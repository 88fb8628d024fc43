import { type FeedItem, feedItemsMax } from '../../shared/central-api/feed.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../storage/open.ts'
import type { Facts } from './facts.ts'

export type Feed = ReturnType<typeof createFeed>

/** More than a terminal can have missed and still be worth reading one by one. */
const itemsKeptMax = 10_000
/** Dropped by the hundred: deleting one for every one that comes would double the writing. */
const droppedAtOnce = 100

type Head = { head: number; expiredThrough: number; toldFloatRupiah: number | null }

/**
 * The change feed: for each terminal its own, numbered from 1 without holes in each ledger epoch. An item is written in the transaction of
 * what it tells about, so there is never one without the other.
 */
export function createFeed(settings: { database: Database; facts: Facts; clock: Clock }) {
  const { database, facts, clock } = settings
  const headOf = database.prepare<[string], Head>(
    'SELECT head, expired_through AS expiredThrough, told_float_rupiah AS toldFloatRupiah FROM feed_heads WHERE terminal_id = ?',
  )
  const raiseHead = database.prepare<
    [string],
    { head: number }
  >(`INSERT INTO feed_heads (terminal_id, head, expired_through) VALUES (?, 1, 0)
    ON CONFLICT (terminal_id) DO UPDATE SET head = head + 1 RETURNING head`)
  const insert = database.prepare('INSERT INTO feed_items (terminal_id, sequence, item, at_ms) VALUES (?, ?, ?, ?)')
  const after = database.prepare<[string, number, number], { sequence: number; item: string }>(
    'SELECT sequence, item FROM feed_items WHERE terminal_id = ? AND sequence > ? ORDER BY sequence LIMIT ?',
  )
  const expire = database.prepare('UPDATE feed_heads SET expired_through = ? WHERE terminal_id = ?')
  const drop = database.prepare('DELETE FROM feed_items WHERE terminal_id = ? AND sequence <= ?')
  const tellFloat = database.prepare('UPDATE feed_heads SET told_float_rupiah = ? WHERE terminal_id = ?')
  const everyone = database.prepare<[], { terminalId: string }>('SELECT terminal_id AS terminalId FROM terminals ORDER BY terminal_id')

  /** A number without its item would be a hole, so a transaction has to be open. */
  function tell(terminalId: string, item: FeedItem): void {
    if (!database.inTransaction) throw new Error('the feed is written in the transaction of what it tells about')
    const { head } = raiseHead.get(terminalId) as { head: number }
    insert.run(terminalId, head, JSON.stringify(item), clock.nowMs())
    if (head > itemsKeptMax && head % droppedAtOnce === 0) expireThrough(terminalId, head - itemsKeptMax)
  }

  function expireThrough(terminalId: string, sequence: number): void {
    expire.run(sequence, terminalId)
    drop.run(terminalId, sequence)
  }

  return {
    tell,

    tellEveryone(item: FeedItem): void {
      database
        .transaction(() => {
          for (const { terminalId } of everyone.all()) tell(terminalId, item)
        })
        .immediate()
    },

    /** Told when somebody looks, not at every movement: five terminals at work would otherwise fill each other's feeds. */
    tellFloat(terminalId: string, balanceRupiah: number): void {
      if (headOf.get(terminalId)?.toldFloatRupiah === balanceRupiah) return
      database
        .transaction(() => {
          tell(terminalId, { kind: 'float', balanceRupiah })
          tellFloat.run(balanceRupiah, terminalId)
        })
        .immediate()
    },

    /** Null when the cursor lies before what is kept. One of another epoch gets the first that is kept of the present one. */
    read(terminalId: string, epoch: string, sequence: number): { items: { sequence: number; item: unknown }[]; head: number } | null {
      const { head, expiredThrough } = headOf.get(terminalId) ?? { head: 0, expiredThrough: 0 }
      const isPresent = epoch === facts.read('ledgerEpoch')
      if (isPresent && sequence < expiredThrough) return null
      const items = after.all(terminalId, isPresent ? sequence : expiredThrough, feedItemsMax)
      return { items: items.map((row) => ({ sequence: row.sequence, item: JSON.parse(row.item) })), head }
    },

    /** Forgets all but the newest items of every feed; cursors before them are expired. */
    expire(keep: number): void {
      for (const { terminalId } of everyone.all()) {
        const { head, expiredThrough } = headOf.get(terminalId) ?? { head: 0, expiredThrough: 0 }
        if (head - keep > expiredThrough) expireThrough(terminalId, head - keep)
      }
    },

    /** A new ledger epoch begins: everything is numbered from 1 again. */
    restart(): void {
      database.exec('DELETE FROM feed_items; DELETE FROM feed_heads')
    },
  }
}
