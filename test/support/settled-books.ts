import { handOverPayment } from '../../main/payments/hand-over.ts'
import { noticesNow } from '../../main/payments/notices.ts'
import { type Book, openBook, paid, refused } from './ledger-book.ts'

export const handOver = (book: Book, id: string) =>
  book.database.transaction(() => handOverPayment(book.database, book.payment(id), { actor: 'staff-ratna', atMs: book.clock.nowMs() }))()

/** A shift with 200.000 and a bill of 45.000 that the central paid, deducting 43.200. */
export async function paidBook(): Promise<{ book: Book; id: string }> {
  const book = openBook()
  book.openShift(200_000)
  const id = await book.sendOne()
  book.hear(id, paid(2))
  return { book, id }
}

export async function failedBook(): Promise<{ book: Book; id: string }> {
  const { book, id } = await paidBook()
  book.hear(id, refused('billerRefused', 3))
  return { book, id }
}

export const failed = (revision: number, floatTakenRupiah: number) => ({ ...refused('billerRefused', revision), floatTakenRupiah })
export const paidWith = (revision: number, floatTakenRupiah: number) => ({ ...paid(revision), floatTakenRupiah })

export const before = { drawer: 200_000, safe: -200_000 }
export const taken = { drawer: 245_000, safe: -200_000 }
export const passedOn = { ...taken, floatUsed: -43_200, commission: -1_800 }
export const kindsOf = (book: Book) => noticesNow(book.database, book.clock.nowMs()).map(({ kind }) => kind)
