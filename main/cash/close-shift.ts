import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { recordEvent } from '../ledger/events.ts'
import { post } from '../ledger/journal.ts'
import type { PostingEvent, PostingFacts } from '../ledger/postings.ts'
import { unsyncedMoney } from '../payments/queue.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { refuseOddCash } from './amounts.ts'
import { drawerRupiah, openShift } from './shifts.ts'

export type ShiftClosing = {
  staff: { id: string; name: string }
  /** What was counted in the drawer, by hand. */
  countedRupiah: Rupiah
  /** The person has read what is still unsynced. */
  evenThoughUnsynced: boolean
  atMs: number
}

/**
 * Closes the open shift by its count: what the drawer should have held and did not is cash over or short, and what was counted goes
 * to the safe, so that a closed drawer is empty. Refuses `shiftRequired`, `shiftOfOther`, `shiftCloseUnsynced` (count, total, oldest
 * age), then what can't be an amount.
 */
export function closeShift(database: Database, closing: ShiftClosing): { number: number; expectedRupiah: Rupiah; overRupiah: Rupiah } {
  const { staff, countedRupiah, atMs } = closing
  return database
    .transaction(() => {
      const shift = openShift(database)
      if (shift === null) throw new Refusal('shiftRequired')
      if (shift.staffId !== staff.id) throw new Refusal('shiftOfOther', { staffName: shift.staffName })
      const unsynced = unsyncedMoney(database, atMs)
      if (unsynced !== null && !closing.evenThoughUnsynced) throw new Refusal('shiftCloseUnsynced', unsynced)
      refuseOddCash(countedRupiah, 0)
      const expectedRupiah = drawerRupiah(database, shift.id)
      const overRupiah = countedRupiah - expectedRupiah
      const record = <Event extends PostingEvent>(event: Event, facts: PostingFacts[Event], detail: Record<string, number>) => {
        const recorded = recordEvent(database, { event, shiftId: shift.id, actor: staff.id, atMs, detail })
        post(database, recorded.sequence, recorded.businessDay, event, facts)
      }
      if (overRupiah !== 0) record('countDifference', { shiftId: shift.id, overRupiah }, { expectedRupiah, countedRupiah, overRupiah })
      if (countedRupiah !== 0) record('drop', { shiftId: shift.id, amountRupiah: countedRupiah }, { amountRupiah: countedRupiah })
      recordEvent(database, {
        event: 'shiftClose',
        shiftId: shift.id,
        actor: staff.id,
        atMs,
        detail: { number: shift.number, expectedRupiah, countedRupiah, unsyncedCount: unsynced?.count ?? 0 },
      })
      database.prepare('UPDATE shifts SET closed_at_ms = ? WHERE id = ?').run(atMs, shift.id)
      const detail = { number: shift.number, overRupiah, unsyncedCount: unsynced?.count ?? 0 }
      audit(database, { actor: staff.id, action: 'closeShift', atMs, detail })
      return { number: shift.number, expectedRupiah, overRupiah }
    })
    .immediate()
}
