import { limits } from '../../shared/limits.ts'
import { type Rupiah, sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { TenderKind } from '../../shared/tender-states.ts'
import { refuseOddCash } from '../cash/amounts.ts'
import { openShift } from '../cash/shifts.ts'
import { dueRupiahOf } from '../payments/basket-view.ts'
import { requireOpenBasket } from '../payments/baskets.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { confirmedShares } from './shares.ts'
import { recordTender, requireTender, selectTenders, type Tender } from './tenders.ts'

/**
 * Asks the customer of an open basket for money without cash. Refuses by name, in the order of `shared/refusals.ts`: only a card machine
 * has a link of its own, so anything else needs ours; and never more than is still due after what was asked or confirmed before.
 */
export function askTender(
  database: Database,
  asked: { basketId: string; kind: TenderKind; amountRupiah: Rupiah; online: boolean },
  by: { actor: string; atMs: number; ids: Ids },
): Tender {
  return database
    .transaction(() => {
      if (openShift(database) === null) throw new Refusal('shiftRequired')
      requireOpenBasket(database, asked.basketId)
      refuseOddCash(asked.amountRupiah, 1)
      if (!asked.online && asked.kind !== 'card') throw new Refusal('tenderNeedsLink')
      const dueRupiah = stillDueRupiah(database, asked.basketId)
      if (asked.amountRupiah > dueRupiah) throw new Refusal('tenderMoreThanDue', { dueRupiah })
      const id = by.ids.next()
      database
        .prepare(
          "INSERT INTO tenders (id, basket_id, kind, amount_rupiah, state, asked_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, 'asked', ?, ?)",
        )
        .run(id, asked.basketId, asked.kind, asked.amountRupiah, by.atMs, by.atMs + limits.tenderAskedMaxMs)
      const tender = requireTender(database, id)
      recordTender(database, tender, 'tenderAsked', { ...by, detail: { basketId: asked.basketId, amountRupiah: asked.amountRupiah } })
      return tender
    })
    .immediate()
}

/** What of the basket no tender has been asked for or confirmed yet; cash, or another tender, pays it. */
export function stillDueRupiah(database: Database, basketId: string): Rupiah {
  const asked = selectTenders(database, "WHERE basket_id = ? AND state = 'asked'", [basketId]).map((tender) => tender.amountRupiah)
  const confirmed = confirmedShares(database, basketId).map((share) => share.amountRupiah)
  return Math.max(0, dueRupiahOf(database, basketId) - sumRupiah([...asked, ...confirmed]))
}
