/**
 * Cash owns the shift and its drawer: who serves with which starting float. What the drawer should hold is never stored
 * here; it is the sum of the drawer's journal lines.
 */

import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { dayInZone, type Zone } from '../../shared/zones.ts'
import { ensureBusinessDay, recordEvent } from '../ledger/events.ts'
import { balance, post } from '../ledger/journal.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { refuseOddCash } from './amounts.ts'

export type Shift = { id: string; number: number; staffId: string; staffName: string; businessDay: string; openedAtMs: number }

export function openShift(database: Database): Shift | null {
  const row = database
    .prepare(
      `SELECT id, number, staff_id AS staffId, staff_name AS staffName, business_day AS businessDay, opened_at_ms AS openedAtMs
       FROM shifts WHERE closed_at_ms IS NULL`,
    )
    .get() as Shift | undefined
  return row ?? null
}

/**
 * Opens the drawer with its counted starting float, taken from the safe.
 * Refuses `shiftAlreadyOpen`, `amountNotWhole`, `amountNotPositive` (below zero), `amountTooLarge`.
 */
export function startShift(
  database: Database,
  by: { staff: { id: string; name: string }; startingFloatRupiah: Rupiah; zone: Zone; ids: Ids; atMs: number },
): Shift {
  return database
    .transaction(() => {
      const open = openShift(database)
      if (open !== null) throw new Refusal('shiftAlreadyOpen', { number: open.number, staffName: open.staffName })
      refuseOddCash(by.startingFloatRupiah, 0)
      const businessDay = ensureBusinessDay(database, dayInZone(by.atMs, by.zone), by.atMs)
      const { number } = database.prepare('SELECT coalesce(max(number), 0) + 1 AS number FROM shifts').get() as { number: number }
      const id = by.ids.next()
      database
        .prepare(
          `INSERT INTO shifts (id, number, staff_id, staff_name, business_day, starting_float_rupiah, opened_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(id, number, by.staff.id, by.staff.name, businessDay, by.startingFloatRupiah, by.atMs)
      const event = recordEvent(database, { event: 'shiftOpen', shiftId: id, actor: by.staff.id, atMs: by.atMs, detail: { number } })
      post(database, event.sequence, event.businessDay, 'shiftOpen', { shiftId: id, startingFloatRupiah: by.startingFloatRupiah })
      return { id, number, staffId: by.staff.id, staffName: by.staff.name, businessDay, openedAtMs: by.atMs }
    })
    .immediate()
}

/** What the drawer should hold by its lines. */
export function drawerRupiah(database: Database, shiftId: string): Rupiah {
  return balance(database, 'drawer', shiftId)
}
