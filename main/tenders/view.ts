import type { z } from 'zod'
import { type CashRounding, roundCash, sumRupiah } from '../../shared/money.ts'
import type { basketTendersSchema, Notice, TenderView } from '../../shared/terminal-api/shapes.ts'
import { dueRupiahOf } from '../payments/basket-view.ts'
import { requirePayment } from '../payments/payment.ts'
import type { Database } from '../storage/open.ts'
import { stillDueRupiah } from './ask.ts'
import { lateMoney, unallocatedRupiah } from './late-money.ts'
import { cashOwedRupiah, receivableRupiah } from './owed.ts'
import { confirmedShares } from './shares.ts'
import { selectTenders, type Tender } from './tenders.ts'

/** A tender as the page shows it. */
export function viewTender(database: Database, tender: Tender): TenderView {
  const { confirmedRupiah, settledRupiah, returnedRupiah, reversedRupiah, ...shown } = tender
  return {
    ...shown,
    unallocatedRupiah: unallocatedRupiah(database, tender.id),
    receivableRupiah: receivableRupiah(database, tender.id),
  }
}

/** Every tender asked for a basket or allocated to it, and what is left to pay. */
export function viewBasketTenders(database: Database, basketId: string, rounding: CashRounding): z.infer<typeof basketTendersSchema> {
  const tenders = selectTenders(database, 'WHERE basket_id = ? OR allocated_basket_id = ? ORDER BY asked_at_ms, id', [basketId, basketId])
  const confirmedRupiah = sumRupiah(confirmedShares(database, basketId).map((share) => share.amountRupiah))
  return {
    tenders: tenders.map((tender) => viewTender(database, tender)),
    confirmedRupiah,
    stillDueRupiah: stillDueRupiah(database, basketId),
    cashDueRupiah: roundCash(Math.max(0, dueRupiahOf(database, basketId) - confirmedRupiah), rounding),
  }
}

/** What a person must see of tenders; gone when it is handled. Cash owed for a payment its tender ended is a refund due like any other. */
export function tenderNotices(database: Database, rounding: CashRounding): Notice[] {
  const late = lateMoney(database).map(
    ({ tender, amountRupiah }): Notice => ({
      id: `lateMoney:${tender.id}`,
      kind: 'lateMoney',
      paymentId: null,
      atMs: tender.confirmedAtMs ?? tender.askedAtMs,
      detail: { tenderId: tender.id, kind: tender.kind, reference: tender.reference, totalRupiah: amountRupiah },
    }),
  )
  const owing = selectTenders(
    database,
    "WHERE id IN (SELECT dimension FROM balances WHERE account = 'receivable' AND amount_rupiah <> 0) ORDER BY confirmed_at_ms, id",
  ).map(
    (tender): Notice => ({
      id: `tenderOwed:${tender.id}`,
      kind: 'tenderOwed',
      paymentId: null,
      atMs: tender.confirmedAtMs ?? tender.askedAtMs,
      detail: {
        tenderId: tender.id,
        kind: tender.kind,
        reference: tender.reference,
        totalRupiah: receivableRupiah(database, tender.id),
        cashRupiah: roundCash(receivableRupiah(database, tender.id), rounding),
      },
    }),
  )
  const owed = database
    .prepare(
      "SELECT dimension AS id FROM balances WHERE account = 'refundsDue' AND dimension <> '' AND amount_rupiah <> 0 ORDER BY dimension",
    )
    .all() as { id: string }[]
  const cash = owed.map(({ id }): Notice => {
    const { productName, customerNumber, customerName, acceptedAtMs, reason } = requirePayment(database, id)
    const totalRupiah = cashOwedRupiah(database, id)
    const detail = { productName, customerNumber, customerName, totalRupiah, reason, cashRupiah: roundCash(totalRupiah, rounding) }
    return { id: `refundDue:${id}`, kind: 'refundDue', paymentId: id, atMs: acceptedAtMs, detail }
  })
  return [...late, ...owing, ...cash]
}
