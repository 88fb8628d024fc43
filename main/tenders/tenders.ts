/**
 * Tenders own non-cash money: asked for a basket, confirmed by evidence, settled to the bank or reversed, and what of it nobody has
 * allocated. They never speak to a provider or the central; whoever hears one brings the evidence to `confirmTender`.
 *
 * Where the money is, at every moment, by tender id as dimension:
 * - confirmed (in time or late): Dr clearing / Cr unallocated, at once, because from now on the provider owes it to us;
 * - the basket is accepted: its payments take their shares, Dr unallocated / Cr held (`confirmedShares`, `divideShares`, `spendShares`);
 * - never accepted (basket discarded, accepted without it, confirmed late or for another amount): it stays unallocated and is shown
 *   until a person allocates it to an open basket or returns it (Dr unallocated / Cr clearing);
 * - a payment is given back: each share goes back to its tender (Dr refunds due or held / Cr clearing), only the rest leaves the drawer.
 */

import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { nextTenderState, type TenderEvent, type TenderKind, type TenderState } from '../../shared/tender-states.ts'
import { type EventDetail, recordEvent } from '../ledger/events.ts'
import { post } from '../ledger/journal.ts'
import type { PostingEvent, PostingFacts } from '../ledger/postings.ts'
import type { Database } from '../storage/open.ts'

export type Tender = {
  id: string
  /** The basket it was asked for. */
  basketId: string
  kind: TenderKind
  amountRupiah: Rupiah
  state: TenderState
  /** The provider's own reference or the card machine's approval code, once confirmed. */
  reference: string | null
  maskedPan: string | null
  askedAtMs: number
  expiresAtMs: number | null
  confirmedAtMs: number | null
  /** The basket its unallocated money is meant for; null: nobody's until a person says so. */
  allocatedBasketId: string | null
  /** What really came; every figure below is a part of it. */
  confirmedRupiah: Rupiah
  settledRupiah: Rupiah
  returnedRupiah: Rupiah
  reversedRupiah: Rupiah
}

const columns = `id, basket_id AS basketId, kind, amount_rupiah AS amountRupiah, state, reference, masked_pan AS maskedPan, asked_at_ms AS askedAtMs,
  expires_at_ms AS expiresAtMs, confirmed_at_ms AS confirmedAtMs, allocated_basket_id AS allocatedBasketId, confirmed_rupiah AS confirmedRupiah,
  settled_rupiah AS settledRupiah, returned_rupiah AS returnedRupiah, reversed_rupiah AS reversedRupiah`

export function requireTender(database: Database, tenderId: string): Tender {
  const [tender] = selectTenders(database, 'WHERE id = ?', [tenderId])
  if (tender === undefined) throw new Refusal('tenderUnknown')
  return tender
}

/** Reads tenders by a condition written in this folder; parameters are bound, never pasted. */
export function selectTenders(database: Database, condition: string, parameters: readonly unknown[] = []): Tender[] {
  return database.prepare(`SELECT ${columns} FROM tenders ${condition}`).all(...parameters) as Tender[]
}

export type TenderChanges = Partial<
  Pick<
    Tender,
    | 'reference'
    | 'maskedPan'
    | 'confirmedAtMs'
    | 'allocatedBasketId'
    | 'confirmedRupiah'
    | 'settledRupiah'
    | 'returnedRupiah'
    | 'reversedRupiah'
  >
>
export type TenderBy = { actor: string; atMs: number; detail?: EventDetail }

/** The only way a tender's state moves: by the table, inside the caller's transaction, together with `recordTender`. Refuses `tenderNotInState`. */
export function moveTender(database: Database, tender: Tender, event: TenderEvent, changes: TenderChanges = {}): Tender {
  const to = nextTenderState(tender.state, event)
  if (to === null) throw new Refusal('tenderNotInState', { state: tender.state })
  return storeTender(database, tender, { ...tender, ...changes, state: to })
}

/** What changes on a tender without moving it: what of its money went back, and whose it is. */
export function changeTender(database: Database, tender: Tender, changes: TenderChanges): Tender {
  return storeTender(database, tender, { ...tender, ...changes })
}

function storeTender(database: Database, from: Tender, to: Tender): Tender {
  const changed = database
    .prepare(
      `UPDATE tenders SET state = @state, reference = @reference, masked_pan = @maskedPan, confirmed_at_ms = @confirmedAtMs,
         allocated_basket_id = @allocatedBasketId, confirmed_rupiah = @confirmedRupiah, settled_rupiah = @settledRupiah,
         returned_rupiah = @returnedRupiah, reversed_rupiah = @reversedRupiah WHERE id = @id AND state = @from`,
    )
    .run({ ...to, from: from.state })
  // Two steps worked from the same read: the second one must not win silently.
  if (changed.changes !== 1) throw new Error(`tender ${from.id} is no longer ${from.state}`)
  return to
}

/** Records what happened to a tender, and its lines. */
export function recordTender<Event extends PostingEvent>(
  database: Database,
  tender: Tender,
  event: string,
  by: TenderBy & { paymentId?: string },
  posting?: { event: Event; facts: PostingFacts[Event] },
): void {
  const recorded = recordEvent(database, {
    event,
    actor: by.actor,
    atMs: by.atMs,
    ...(by.paymentId === undefined ? {} : { paymentId: by.paymentId }),
    detail: { tenderId: tender.id, kind: tender.kind, ...by.detail },
  })
  if (posting !== undefined) post(database, recorded.sequence, recorded.businessDay, posting.event, posting.facts)
}
