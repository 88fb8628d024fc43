import { cancelPayment, refundPayment } from '../../main/payments/actions.ts'
import { advancePayment, collectOwed } from '../../main/payments/advances.ts'
import { recoverAfterRestart } from '../../main/payments/attempts.ts'
import { bookedFloatRupiah } from '../../main/payments/float-taken.ts'
import { handOverPayment, takeBackPayment } from '../../main/payments/hand-over.ts'
import { repayPayment } from '../../main/payments/repay.ts'
import { writeOffDispute, writeOffOwed } from '../../main/payments/write-off.ts'
import type { PaymentEvent, PaymentState } from '../../shared/payment-states.ts'
import { type Book, paid, ratna, refused, sari, water } from './ledger-book.ts'

export const supervisor = { ...ratna, role: 'supervisor' as const }
export const agent = { id: 'staff-joko', name: 'Pak Joko', role: 'agent' as const }
export const cashier = { ...sari, role: 'cashier' as const }

/** What the central deducts for the water bill of 87.349 when the catalogue's commission of 1.000 holds. */
export const waterDeducted = { deductedRupiah: 86_349 }

/** Everything that can happen to a payment, as it really comes: a person's act, a signed word, silence, a restart. */
export const happenings: Record<PaymentEvent, (book: Book, id: string) => unknown> = {
  send: (book, id) => book.send(id),
  cancel: (book, id) => cancelPayment(book.database, id, 'batal', book.by()),
  handOver: (book, id) =>
    book.database.transaction(() => handOverPayment(book.database, book.payment(id), { actor: 'staff-ratna', atMs: book.clock.nowMs() }))(),
  takeBack: (book, id) =>
    book.database.transaction(() =>
      takeBackPayment(book.database, book.payment(id), { actor: 'staff-ratna', atMs: book.clock.nowMs(), detail: {}, changes: {} }),
    )(),
  paid: hearPaid,
  refusedFinal: hearNo,
  refusedForNow: (book, id) => book.hear(id, refused('floatTooLow', 0)),
  voided: (book, id) => book.hear(id, { status: 'voided', revision: book.payment(id).revision + 1 }),
  notReached: (book, id) => book.silence(id, 'notReached'),
  pending: (book, id) => book.hear(id, { status: 'pending', revision: book.payment(id).revision + 1 }),
  noAnswer: (book, id) => book.silence(id, 'noAnswer'),
  restarted: (book) => recoverAfterRestart(book.database, book.clock.nowMs()),
  unknownToCentral: (book, id) => book.hear(id, { status: 'unknown', revision: 0 }),
  advance: (book, id) => advancePayment(book.database, id, 'tidak mau menunggu', book.by(), book.ids),
  failedAtReconciliation: hearNo,
  refund: (book, id) => refundPayment(book.database, id, book.by()),
  repay: (book, id) =>
    book.database.transaction(() => repayPayment(book.database, id, id, { actor: 'staff-sari', atMs: book.clock.nowMs() }))(),
  paidAfterAll: hearPaid,
  paidAfterRefund: hearPaid,
  centralCredits: (book, id) => floatNow(book, id, 0),
  writeOff: (book, id) => writeOffDispute(book.database, id, twoPersons(book)),
  claimCredited: (book, id) => floatNow(book, id, Math.max(0, bookedFloatRupiah(book.database, id) - 86_349)),
  centralTakes: (book, id) => floatNow(book, id, bookedFloatRupiah(book.database, id) + 86_349),
  collectOwed: (book, id) => collectOwed(book.database, id, book.by()),
  writeOffOwed: (book, id) => writeOffOwed(book.database, id, twoPersons(book)),
}

export const twoPersons = (book: Book) => ({ staff: supervisor, second: agent, reason: 'tidak tertagih', atMs: book.clock.nowMs() })

function hearPaid(book: Book, id: string) {
  return book.hear(id, paid(book.payment(id).revision + 1, waterDeducted))
}

/** The central says again what the payment is, with what it has taken for it by now. */
function floatNow(book: Book, id: string, floatTakenRupiah: number) {
  const { state, revision } = book.payment(id)
  const isPaidThere = state === 'paid' || state === 'disputed' || wasDisputed(book, id)
  return book.hear(id, { ...(isPaidThere ? paid(revision + 1, waterDeducted) : refused('billerRefused', revision + 1)), floatTakenRupiah })
}

function wasDisputed(book: Book, id: string): boolean {
  return (book.everything().events as { payment_id: string; event: string }[]).some(
    ({ payment_id, event }) => payment_id === id && event === 'paidAfterRefund',
  )
}

function hearNo(book: Book, id: string) {
  return book.hear(id, refused('billerRefused', book.payment(id).revision + 1))
}

/** The shortest ways to each state, from the till. */
export const waysTo: Record<PaymentState, readonly PaymentEvent[]> = {
  queued: [],
  sending: ['send'],
  inDoubt: ['send', 'noAnswer'],
  paid: ['send', 'paid'],
  rejected: ['send', 'refusedFinal'],
  refunded: ['send', 'refusedFinal', 'refund'],
  cancelled: ['cancel'],
  disputed: ['send', 'refusedFinal', 'refund', 'paidAfterRefund'],
  handedOver: ['handOver'],
}

/** A water bill, 89.849 with the counter fee, 89.800 in cash, that all of this happened to. */
export async function afterEvents(book: Book, events: readonly PaymentEvent[]): Promise<string> {
  const [id = ''] = await book.sell(water)
  for (const event of events) happenings[event](book, id)
  return id
}
