import type { PaymentEvent } from '../../shared/payment-states.ts'
import type { TenderPart } from '../ledger/postings.ts'
import type { Payment } from '../payments/payment.ts'
import type { Database } from '../storage/open.ts'
import { markReturned, stillWithUs } from './returns.ts'
import { setFate, sharesOfPayment } from './shares.ts'
import { recordTender, requireTender } from './tenders.ts'

/**
 * What a payment's step means for the tender money in it, inside that step's transaction; `movePayment` calls it after every step.
 * Money a provider took back while the payment went on is owed to us only as long as the payment lives: once it is rejected the
 * customer has it back already, and paid after all they owe it again. `nothingOwed`: a rejected payment with nothing left to give
 * back by hand, which is refunded thereby.
 */
export function followPayment(
  database: Database,
  event: PaymentEvent,
  moved: Payment,
  by: { actor: string; atMs: number; parts: readonly TenderPart[] },
): { nothingOwed: boolean } {
  markReturned(database, moved.id, by.parts)
  if (moved.state === 'rejected') evenOut(database, moved, by)
  if (event === 'paidAfterAll') oweAgain(database, moved, by)
  if (event === 'collectOwed') markCollected(database, moved.id)
  return { nothingOwed: moved.state === 'rejected' && stillWithUs(database, moved) === 0 }
}

/** The tender parts of a posting that has some. */
export function partsOf(facts: object): readonly TenderPart[] {
  return 'parts' in facts ? (facts.parts as readonly TenderPart[]) : []
}

function evenOut(database: Database, payment: Payment, by: { actor: string; atMs: number }): void {
  for (const share of sharesOfPayment(database, payment.id)) {
    if (share.fate !== 'receivable' && share.fate !== 'writtenOff') continue
    const { tenderId, amountRupiah, fate: account } = share
    const said = { actor: by.actor, atMs: by.atMs, paymentId: payment.id }
    recordTender(database, requireTender(database, tenderId), 'tenderEvened', said, {
      event: 'receivableEvened',
      facts: { tender: tenderId, amountRupiah, account },
    })
    setFate(database, share, 'reversed')
  }
}

/** What went back by its tender as an advance came again, in cash: from now on it is cash. */
function markCollected(database: Database, paymentId: string): void {
  for (const share of sharesOfPayment(database, paymentId)) {
    if (share.fate === 'returned') setFate(database, share, 'collected')
  }
}

function oweAgain(database: Database, payment: Payment, by: { actor: string; atMs: number }): void {
  for (const share of sharesOfPayment(database, payment.id)) {
    if (share.fate !== 'reversed') continue
    const { tenderId, amountRupiah } = share
    const said = { actor: by.actor, atMs: by.atMs, paymentId: payment.id }
    recordTender(database, requireTender(database, tenderId), 'tenderOwedAgain', said, {
      event: 'receivableAgain',
      facts: { tender: tenderId, amountRupiah },
    })
    setFate(database, share, 'receivable')
  }
}
