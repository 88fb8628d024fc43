import type { PaidProof } from '../../shared/central-api/payments.ts'
import type { IntentSheet } from '../../shared/intent.ts'
import type { Database } from '../storage/open.ts'

/** What the biller hands over with its yes; the central adds what it took from the float. */
export type BillerReceipt = Omit<PaidProof, 'deductedRupiah' | 'commissionRupiah' | 'paidAt'>

/** `reversed`: it was paid, and reconciliation took it back. */
export type BillerStatus = 'pending' | 'paid' | 'failed' | 'reversed'

/** One line of the biller's book, as a reader of it sees it. */
export type BillerPayment = {
  trace: string
  productCode: string
  customerNumber: string
  periods: string[]
  sheets: IntentSheet[]
  amountRupiah: number
  wibDay: string
  status: BillerStatus
  reference: string
  /** The money went back to the central. */
  credited: boolean
  /** What people at the central took for it beside the deduction; less than nothing when they gave some back. */
  correctedRupiah: number
}

/** What became of an order, as a switching centre's "advice", with everything it takes to recognise the order again. */
export type BillerAdvice = BillerPayment & {
  receipt: BillerReceipt
  askedAtMs: number
  paidAtMs: number | null
  /** How often its state, or whether the money went back, changed: 0 while it is pending for the first time. */
  changes: number
  /** The central's own words of the order, given back unread. */
  remark: unknown
}

export type BillerRow = {
  trace: string
  product_code: string
  customer_number: string
  periods: string
  sheets: string
  amount_rupiah: number
  wib_day: string
  status: BillerStatus
  resolves_at_ms: number | null
  resolves_to: 'paid' | 'failed' | null
  reference: string
  receipt: string
  asked_at_ms: number
  paid_at_ms: number | null
  changes: number
  credited: 0 | 1
  corrected_rupiah: number
  remark: string
}

/** Bills that stand more than once as paid: what must never happen. Prepaid counts per number and WIB day of purchase. */
export function billsPaidTwice(book: readonly BillerPayment[]): string[] {
  const counts = new Map<string, number>()
  for (const payment of book.filter(({ status }) => status === 'paid')) {
    for (const period of payment.periods) {
      const bill = `${payment.productCode} ${payment.customerNumber} ${period === '' ? payment.wibDay : period}`
      counts.set(bill, (counts.get(bill) ?? 0) + 1)
    }
  }
  return [...counts].filter(([, count]) => count > 1).map(([bill]) => bill)
}

/** The book's table. It takes every line it is given: whether a bill may be paid is asked nowhere here. */
export function createBillerBook(database: Database) {
  const insert = database.prepare(`INSERT INTO payments
    (trace, product_code, customer_number, periods, sheets, amount_rupiah, wib_day, status, resolves_at_ms, resolves_to, reference, receipt,
     asked_at_ms, paid_at_ms, changes, credited, corrected_rupiah, remark)
    VALUES (@trace, @product_code, @customer_number, @periods, @sheets, @amount_rupiah, @wib_day, @status, @resolves_at_ms, @resolves_to,
     @reference, @receipt, @asked_at_ms, @paid_at_ms, @changes, @credited, @corrected_rupiah, @remark)`)
  // Plain look-ups, sorted and sifted by the reader: every step of every payment looks here.
  const byTrace = database.prepare<[string], BillerRow>('SELECT * FROM payments WHERE trace = ?')
  const ofCustomer = database.prepare<[string, string], BillerRow>('SELECT * FROM payments WHERE customer_number = ? AND product_code = ?')
  const all = database.prepare<[], BillerRow>('SELECT * FROM payments ORDER BY sequence')
  const nextDue = database.prepare<[], { at: number | null }>("SELECT min(resolves_at_ms) AS at FROM payments WHERE status = 'pending'")
  const resolve = database.prepare(`UPDATE payments
    SET status = resolves_to, changes = changes + 1, paid_at_ms = CASE resolves_to WHEN 'paid' THEN resolves_at_ms END
    WHERE status = 'pending' AND resolves_at_ms <= ?`)
  const reverse = database.prepare("UPDATE payments SET status = 'reversed', changes = changes + 1 WHERE trace = ? AND status = 'paid'")
  const payAfterAll =
    database.prepare(`UPDATE payments SET status = 'paid', changes = changes + 1, credited = 0, corrected_rupiah = 0, paid_at_ms = ?
    WHERE trace = ? AND status IN ('failed', 'reversed')`)
  const credit = database.prepare(
    "UPDATE payments SET credited = 1, corrected_rupiah = 0, changes = changes + 1 WHERE trace = ? AND credited = 0 AND status IN ('paid', 'reversed')",
  )
  const correct = database.prepare(`UPDATE payments SET corrected_rupiah = corrected_rupiah + ?, changes = changes + 1
    WHERE trace = ? AND status IN ('paid', 'reversed')`)

  return {
    insert: (row: BillerRow) => void insert.run(row),
    /** A pending payment turns when somebody looks after its time; nothing runs in between. */
    resolveDue(nowMs: number): void {
      const due = nextDue.get()?.at ?? null
      if (due !== null && due <= nowMs) resolve.run(nowMs)
    },
    find(trace: string): BillerRow | null {
      const rows = byTrace.all(trace)
      return rows.find(({ status }) => status === 'paid') ?? rows.find(({ status }) => status === 'pending') ?? rows[0] ?? null
    },
    /** Pending or paid. */
    liveOf: (customerNumber: string, productCode: string) =>
      ofCustomer.all(customerNumber, productCode).filter(({ status }) => status === 'pending' || status === 'paid'),
    all: () => all.all(),
    reverse: (trace: string) => reverse.run(trace).changes > 0,
    payAfterAll: (trace: string, nowMs: number) => payAfterAll.run(nowMs, trace).changes > 0,
    credit: (trace: string) => credit.run(trace).changes > 0,
    correct: (trace: string, rupiah: number) => correct.run(rupiah, trace).changes > 0,
  }
}

export function bookLine(row: BillerRow): BillerPayment {
  return {
    trace: row.trace,
    productCode: row.product_code,
    customerNumber: row.customer_number,
    periods: JSON.parse(row.periods) as string[],
    sheets: JSON.parse(row.sheets) as IntentSheet[],
    amountRupiah: row.amount_rupiah,
    wibDay: row.wib_day,
    status: row.status,
    reference: row.reference,
    credited: row.credited === 1,
    correctedRupiah: row.corrected_rupiah,
  }
}

export function adviceOf(row: BillerRow): BillerAdvice {
  return {
    ...bookLine(row),
    receipt: JSON.parse(row.receipt) as BillerReceipt,
    askedAtMs: row.asked_at_ms,
    paidAtMs: row.paid_at_ms,
    changes: row.changes,
    remark: JSON.parse(row.remark),
  }
}
