import Sqlite from 'better-sqlite3'
import { auditBooks } from '../../main/ledger/audit-books.ts'
import { balance } from '../../main/ledger/journal.ts'
import type { BillerPayment } from '../../main/practice/biller.ts'
import type { PaymentIntent } from '../../shared/intent.ts'
import type { PaymentState } from '../../shared/payment-states.ts'

/** Where the money is, read from the ledger's own file and not through the terminal. Amounts as a person says them: no debit signs. */
export type Books = {
  states: Partial<Record<PaymentState, number>>
  drawerRupiah: number
  heldRupiah: number
  floatUsedRupiah: number
  commissionRupiah: number
  refundsDueRupiah: number
  /** Everything that does not add up, line by line; empty when the books balance. */
  complaints: string[]
}

export function readBooks(ledgerPath: string): Books {
  const database = new Sqlite(ledgerPath, { readonly: true })
  try {
    const states = database.prepare('SELECT state, count(*) AS count FROM payments GROUP BY state').all() as {
      state: PaymentState
      count: number
    }[]
    const { sum } = database.prepare('SELECT coalesce(sum(amount_rupiah), 0) AS sum FROM journal_lines').get() as { sum: number }
    const complaints = auditBooks(database)
    if (sum !== 0) complaints.push(`all lines together are ${sum}`)
    const odd = balance(database, 'centralDifference')
    if (odd !== 0) complaints.push(`the central took ${-odd} other than agreed`)
    return {
      states: Object.fromEntries(states.map(({ state, count }) => [state, count])),
      drawerRupiah: balance(database, 'drawer'),
      heldRupiah: 0 - balance(database, 'held'),
      floatUsedRupiah: 0 - balance(database, 'floatUsed'),
      commissionRupiah: 0 - balance(database, 'commission'),
      refundsDueRupiah: 0 - balance(database, 'refundsDue'),
      complaints,
    }
  } finally {
    database.close()
  }
}

/** What a bill is to whoever pays it, one line a payment, in an order that does not depend on who came first. */
export function billLines(
  payments: readonly { productCode: string; customerNumber: string; periods: string[]; amountRupiah: number }[],
): string[] {
  return payments
    .map(
      ({ productCode, customerNumber, periods, amountRupiah }) => `${productCode} ${customerNumber} [${periods.join(',')}] ${amountRupiah}`,
    )
    .sort()
}

/** The bills this terminal believes paid, from its ledger: to be the same lines as the biller's book. */
export function paidHere(ledgerPath: string): string[] {
  const database = new Sqlite(ledgerPath, { readonly: true })
  try {
    const rows = database.prepare("SELECT intent FROM payments WHERE state = 'paid'").all() as { intent: string }[]
    const intents = rows.map(({ intent }) => JSON.parse(intent) as PaymentIntent)
    return billLines(
      intents.map(({ sheets, totalRupiah, ...intent }) => ({
        ...intent,
        periods: sheets.map(({ period }) => period),
        amountRupiah: totalRupiah,
      })),
    )
  } finally {
    database.close()
  }
}

export function paidAtBiller(book: readonly BillerPayment[]): string[] {
  return billLines(book.filter(({ status }) => status === 'paid'))
}
