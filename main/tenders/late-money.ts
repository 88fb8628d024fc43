import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { balance } from '../ledger/journal.ts'
import { requireOpenBasket } from '../payments/baskets.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { changeTender, recordTender, requireTender, selectTenders, type Tender } from './tenders.ts'

export type LateMoney = { tender: Tender; amountRupiah: Rupiah }

/** Confirmed money that no payment took and no open basket waits for: shown until a person allocates or returns it. */
export function lateMoney(database: Database): LateMoney[] {
  return selectTenders(
    database,
    `WHERE id IN (SELECT dimension FROM balances WHERE account = 'unallocated' AND amount_rupiah < 0)
       AND coalesce((SELECT state FROM baskets WHERE baskets.id = allocated_basket_id), 'none') <> 'open'
     ORDER BY confirmed_at_ms, id`,
  ).map((tender) => ({ tender, amountRupiah: unallocatedRupiah(database, tender.id) }))
}

/** Money of a tender that no payment has taken. */
export function unallocatedRupiah(database: Database, tenderId: string): Rupiah {
  return 0 - balance(database, 'unallocated', tenderId)
}

/** A person says whose late money is: it pays for an open basket now. Refuses `basketUnknown`, `basketAlreadyAccepted`, `tenderMoneyGone`. */
export function allocateTender(database: Database, tenderId: string, basketId: string, by: { actor: string; atMs: number }): Tender {
  return database
    .transaction(() => {
      requireOpenBasket(database, basketId)
      const tender = requireTender(database, tenderId)
      const late = lateMoney(database).find((money) => money.tender.id === tender.id)
      if (late === undefined) throw new Refusal('tenderMoneyGone', { state: tender.state })
      const detail = { tenderId: tender.id, basketId, amountRupiah: late.amountRupiah }
      audit(database, { ...by, action: 'allocateTender', detail })
      const allocated = changeTender(database, tender, { allocatedBasketId: basketId })
      recordTender(database, allocated, 'tenderAllocated', { ...by, detail })
      return allocated
    })
    .immediate()
}

/** Money that no payment took goes back to the customer by its own tender, also out of an open basket. Refuses `tenderMoneyGone`, `reasonRequired`. */
export function returnTender(database: Database, tenderId: string, reason: string, by: { actor: string; atMs: number }): Tender {
  return database
    .transaction(() => {
      const tender = requireTender(database, tenderId)
      const amountRupiah = unallocatedRupiah(database, tender.id)
      if (amountRupiah <= 0) throw new Refusal('tenderMoneyGone', { state: tender.state })
      if (reason.trim() === '') throw new Refusal('reasonRequired')
      audit(database, { ...by, action: 'returnTender', detail: { tenderId: tender.id, amountRupiah, reason } })
      const returned = changeTender(database, tender, {
        returnedRupiah: tender.returnedRupiah + amountRupiah,
        allocatedBasketId: null,
      })
      recordTender(
        database,
        returned,
        'tenderReturned',
        { ...by, detail: { reason } },
        { event: 'tenderReturned', facts: { tender: tender.id, amountRupiah } },
      )
      return returned
    })
    .immediate()
}
