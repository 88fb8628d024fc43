import { linesOf } from '../../main/ledger/journal.ts'
import { viewBasket } from '../../main/payments/basket-view.ts'
import { itemsOf, itemTotal } from '../../main/payments/baskets.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { askTender } from '../../main/tenders/ask.ts'
import { confirmTender, type Evidence, expireDue, failTender } from '../../main/tenders/confirm.ts'
import { reverseTender } from '../../main/tenders/reverse.ts'
import { type SettledTender, settleTenders } from '../../main/tenders/settle.ts'
import { confirmedShares, sharesOfPayment } from '../../main/tenders/shares.ts'
import { requireTender, type Tender } from '../../main/tenders/tenders.ts'
import { formatRupiahDigits, roundCash, sumRupiah } from '../../shared/money.ts'
import type { TenderKind } from '../../shared/tender-states.ts'
import { bill45000, openBook, sari, type Wishes } from '../support/ledger-book.ts'

export type TenderBook = ReturnType<typeof openTenderBook>

/** A ledger with an open shift and short words for what happens to money without cash. */
export function openTenderBook(wishes: Wishes = {}) {
  const book = openBook(wishes)
  book.openShift()
  const { database, clock, ids } = book
  let referenceCount = 0
  const names = new Map<string, string>()
  const tenderBook = {
    ...book,
    actor: () => ({ actor: sari.id, atMs: clock.nowMs(), ids }),
    tender: (tenderId: string): Tender => requireTender(database, tenderId),
    /** Under this name its lines are told. */
    name(id: string, name: string): string {
      names.set(id, name)
      return id
    },
    ask(basketId: string, amountRupiah: number, kind: TenderKind = 'qris', online = true): string {
      const { id } = askTender(database, { basketId, kind, amountRupiah, online }, tenderBook.actor())
      return tenderBook.name(id, kind)
    },
    confirm(tenderId: string, evidence: Partial<Evidence> = {}): Tender {
      referenceCount += 1
      const proof = { kind: 'provider', reference: `RRN${referenceCount}`, amountRupiah: tenderBook.tender(tenderId).amountRupiah }
      return confirmTender(database, tenderId, { ...proof, ...evidence } as Evidence, tenderBook.actor())
    },
    /** Asked and confirmed at once. */
    pay(basketId: string, amountRupiah: number, kind: TenderKind = 'qris'): string {
      const tenderId = tenderBook.ask(basketId, amountRupiah, kind)
      tenderBook.confirm(tenderId)
      return tenderId
    },
    expireAll(): number {
      clock.setWall(clock.nowMs() + 16 * 60_000)
      return expireDue(database, clock.nowMs())
    },
    fail: (tenderId: string) => failTender(database, tenderId, 'provider', tenderBook.actor()),
    settle: (...settled: SettledTender[]) => settleTenders(database, 'SETTLE-1', settled, tenderBook.actor()),
    reverse: (tenderId: string) => reverseTender(database, tenderId, 'provider', tenderBook.actor()),
    discard: (basketId: string) => database.prepare("UPDATE baskets SET state = 'discarded' WHERE id = ?").run(basketId),
    /** Takes in cash exactly what the confirmed tenders leave; gives the payments' ids. */
    take(basketId: string): string[] {
      const items = itemsOf(database, basketId)
      const byTender = sumRupiah(confirmedShares(database, basketId).map((share) => share.amountRupiah))
      const dueRupiah = Math.max(0, sumRupiah(items.map(itemTotal)) - byTender)
      book.accept(basketId, { cashReceivedRupiah: roundCash(dueRupiah, book.rounding) })
      return items.map(({ paymentId }, index) => tenderBook.name(paymentId, `payment ${index + 1}`))
    },
    /** A bill of 45.000, of which the tender pays so much and cash the rest. */
    async takenBy(byTenderRupiah: number): Promise<{ tenderId: string; paymentId: string }> {
      const basketId = await book.basketOf(bill45000)
      const tenderId = tenderBook.pay(basketId, byTenderRupiah)
      const [paymentId = ''] = tenderBook.take(basketId)
      return { tenderId, paymentId }
    },
    fates: (paymentId: string) => sharesOfPayment(database, paymentId).map(({ fate }) => fate),
    notices: () => noticesNow(database, clock.nowMs()).map(({ kind, detail }) => `${kind} ${detail.cashRupiah ?? detail.totalRupiah}`),
    /** Puts a rejected payment's money on another bill, and takes or gives the difference in cash. */
    repay(inquiryId: string, paymentId: string): void {
      const basketId = book.newBasket()
      book.addRepaying(basketId, inquiryId, paymentId)
      const { cashDueRupiah } = viewBasket(database, basketId, book.rounding)
      book.accept(basketId, { cashReceivedRupiah: Math.max(0, cashDueRupiah) })
    },
    /** What a step posted: one row an event, its lines debit positive with the tender's or payment's name. */
    posted(step: () => unknown): string[] {
      const { before } = database.prepare('SELECT coalesce(max(sequence), 0) AS before FROM events').get() as { before: number }
      step()
      const events = database.prepare('SELECT sequence, event FROM events WHERE sequence > ? ORDER BY sequence').all(before)
      return (events as { sequence: number; event: string }[]).map(({ sequence, event }) => {
        const lines = linesOf(database, sequence).map(({ account, dimension, amountRupiah }) => {
          const name = account === 'drawer' ? undefined : names.get(dimension)
          const sign = amountRupiah < 0 ? '-' : ''
          return `${account}${name === undefined ? '' : `[${name}]`} ${sign}${formatRupiahDigits(Math.abs(amountRupiah))}`
        })
        return lines.length === 0 ? event : `${event}: ${lines.join(', ')}`
      })
    },
  }
  return tenderBook
}
