import { sumRupiah } from '../../shared/money.ts'
import { movePayment } from '../payments/move.ts'
import { type Payment, requirePayment } from '../payments/payment.ts'
import type { Database } from '../storage/open.ts'
import { unallocatedRupiah } from './late-money.ts'
import { stillWithUs } from './returns.ts'
import { type Share, setFate, sharesOfPayment, sharesOfTender } from './shares.ts'
import { moveTender, recordTender, requireTender, type Tender, type TenderBy } from './tenders.ts'

/**
 * The provider took the money back, all that had not gone back already. Out of `unallocated` where no payment took it; where one did:
 * never sent, the payment is cancelled, what else paid for it is free again and its cash is owed (`giveCashOwed`); rejected, that much less is
 * owed back; otherwise the payment goes on and the part is receivable from the customer.
 */
export function reverseTender(database: Database, tenderId: string, why: string, by: TenderBy): Tender {
  return database
    .transaction(() => {
      const tender = requireTender(database, tenderId)
      const unspentRupiah = unallocatedRupiah(database, tender.id)
      const spent = sharesOfTender(database, tender.id).filter((share) => share.fate === 'spent')
      const reversedRupiah = unspentRupiah + sumRupiah(spent.map((share) => share.amountRupiah))
      const reversed = moveTender(database, tender, 'reverse', { reversedRupiah, allocatedBasketId: null })
      const detail = { why, from: tender.state, reversedRupiah }
      // The money no payment had; the event stands for the whole tender also when there is none.
      recordTender(
        database,
        reversed,
        'tenderReversed',
        { ...by, detail },
        { event: 'tenderReturned', facts: { tender: tender.id, amountRupiah: unspentRupiah } },
      )
      for (const share of spent) reverseShare(database, reversed, share, { ...by, detail: { why } })
      return reversed
    })
    .immediate()
}

function reverseShare(database: Database, tender: Tender, share: Share, by: TenderBy): void {
  const payment = requirePayment(database, share.paymentId)
  const facts = { tender: tender.id, totalRupiah: share.amountRupiah }
  const said = { ...by, paymentId: payment.id }
  if (neverSent(payment)) {
    cancelWithTender(database, tender, payment, by)
  } else if (payment.state === 'rejected') {
    recordTender(database, tender, 'tenderReversed', said, { event: 'tenderReversedOwedBack', facts })
    setFate(database, share, 'reversed')
    // Nothing is left to give back by hand.
    if (stillWithUs(database, payment) === 0)
      movePayment(database, payment, 'refund', { ...by, detail: { why: 'tenderReversed', tenderId: tender.id } })
  } else {
    recordTender(database, tender, 'tenderReversed', said, { event: 'tenderReversedAfter', facts })
    setFate(database, share, 'receivable')
  }
}

/** A held one may have been sent by the ledger this one was copied from. */
function neverSent(payment: Payment): boolean {
  return payment.state === 'queued' && !payment.everSent && payment.hold === null
}

function cancelWithTender(database: Database, tender: Tender, payment: Payment, by: TenderBy): void {
  const shares = sharesOfPayment(database, payment.id).filter((share) => share.fate === 'spent')
  const others = shares.filter((share) => share.tenderId !== tender.id)
  movePayment(database, payment, 'cancel', {
    actor: by.actor,
    atMs: by.atMs,
    detail: { ...by.detail, tenderId: tender.id },
    changes: { reason: 'tenderReversed' },
    posting: {
      event: 'tenderReversedBeforeSending',
      facts: {
        tender: tender.id,
        paymentId: payment.id,
        totalRupiah: payment.totalRupiah,
        reversedRupiah: sumRupiah(shares.filter((share) => share.tenderId === tender.id).map((share) => share.amountRupiah)),
        released: others.map((share) => ({ tender: share.tenderId, amountRupiah: share.amountRupiah })),
      },
    },
  })
  for (const share of shares) setFate(database, share, share.tenderId === tender.id ? 'reversed' : 'released')
}
