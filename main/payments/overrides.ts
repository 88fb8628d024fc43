import type { Config } from '../../shared/central-api/config.ts'
import { limits } from '../../shared/limits.ts'
import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { LiftableRefusal } from '../../shared/terminal-api/shapes.ts'
import { openShift } from '../cash/shifts.ts'
import { openBusinessDay } from '../ledger/events.ts'
import type { Ids } from '../platform/ids.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { itemsOf, itemTotal, requireOpenBasket } from './baskets.ts'

export type OverrideRequest = { basketId: string; paymentId: string; refusal: LiftableRefusal; reason: string }

/** What a business day's overrides have let through, and may still. One payment counts once, however many of its limits were lifted. */
export type OverrideRoom = { countLeft: number; leftRupiah: Rupiah }

/**
 * A supervisor lifts one limit for one payment of an open basket; whoever calls has checked the PIN. Never the float, an id's age or a product's
 * policy: there is no word for those here. Refuses by name, `overrideCeiling` when the day's ceiling is reached.
 */
export function grantOverride(
  database: Database,
  request: OverrideRequest,
  by: { staffId: string; ceilings: Config['limits']['overrides']; ids: Ids; atMs: number },
): OverrideRoom {
  return database
    .transaction(() => {
      if (openShift(database) === null) throw new Refusal('shiftRequired')
      requireOpenBasket(database, request.basketId)
      const item = itemsOf(database, request.basketId).find(({ paymentId }) => paymentId === request.paymentId)
      if (item === undefined) throw new Refusal('basketItemUnknown')
      const day = openBusinessDay(database, by.atMs)
      const granted = grantedOn(database, day, request.paymentId)
      const amountRupiah = itemTotal(item)
      const room = {
        countLeft: by.ceilings.perDayCountMax - granted.count - 1,
        leftRupiah: by.ceilings.perDayTotalMaxRupiah - granted.totalRupiah - amountRupiah,
      }
      if (room.countLeft < 0 || room.leftRupiah < 0) {
        const { perDayCountMax: countMax, perDayTotalMaxRupiah: totalMaxRupiah } = by.ceilings
        throw new Refusal('overrideCeiling', { count: granted.count, countMax, totalRupiah: granted.totalRupiah, totalMaxRupiah })
      }
      const reason = request.reason.trim().slice(0, limits.overrideReasonLengthMax)
      if (reason === '') throw new Refusal('reasonRequired')
      database
        .prepare(
          `INSERT INTO limit_overrides (id, payment_id, refusal, amount_rupiah, granted_by, reason, business_day, at_ms)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(by.ids.next(), request.paymentId, request.refusal, amountRupiah, by.staffId, reason, day, by.atMs)
      const { paymentId, refusal } = request
      audit(database, { actor: by.staffId, action: 'overrideLimit', atMs: by.atMs, detail: { paymentId, refusal, amountRupiah, reason } })
      return room
    })
    .immediate()
}

/** Per payment of a basket the limits that were lifted for it today and not spent. */
export function liftedIn(database: Database, basketId: string, atMs: number): Map<string, Set<LiftableRefusal>> {
  const rows = database
    .prepare(
      `SELECT payment_id AS paymentId, refusal, business_day AS day FROM limit_overrides
       WHERE used_at_ms IS NULL AND payment_id IN (SELECT payment_id FROM basket_items WHERE basket_id = ?)`,
    )
    .all(basketId) as { paymentId: string; refusal: LiftableRefusal; day: string }[]
  const lifted = new Map<string, Set<LiftableRefusal>>()
  if (rows.length === 0) return lifted
  // A yes given on another day is under that day's ceiling.
  const today = openBusinessDay(database, atMs)
  for (const { paymentId, refusal, day } of rows)
    if (day === today) lifted.set(paymentId, (lifted.get(paymentId) ?? new Set()).add(refusal))
  return lifted
}

/** The payment is taken: its overrides are spent, needed or not. */
export function spendOverrides(database: Database, paymentId: string, atMs: number): void {
  database.prepare('UPDATE limit_overrides SET used_at_ms = ? WHERE payment_id = ? AND used_at_ms IS NULL').run(atMs, paymentId)
}

/** A bill taken out of its basket again gives its share of the ceiling back: nothing was let through for it, and nothing can be. */
function grantedOn(database: Database, day: string, exceptPaymentId: string): { count: number; totalRupiah: Rupiah } {
  return database
    .prepare(
      `SELECT count(*) AS count, coalesce(sum(amount), 0) AS totalRupiah FROM (
         SELECT max(amount_rupiah) AS amount FROM limit_overrides JOIN basket_items USING (payment_id)
         WHERE business_day = ? AND payment_id <> ? GROUP BY payment_id)`,
    )
    .get(day, exceptPaymentId) as { count: number; totalRupiah: number }
}
