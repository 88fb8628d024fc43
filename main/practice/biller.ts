import type { Product } from '../../shared/central-api/catalogue.ts'
import type { PaidProof, Sheet } from '../../shared/central-api/payments.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import { openDatabase } from '../storage/open.ts'
import { customerOf, numbersFrom, plnSheets, tariffAndPower } from './customers.ts'
import { type Story, storyOf } from './seed.ts'
import { tokenReceipt } from './token.ts'

export type BillerInquiry =
  | { kind: 'bills'; customerName: string; fields: PaidProof['fields']; sheets: Sheet[]; sheetsOutstanding: number }
  | { kind: 'notFound' }
  | { kind: 'alreadyPaid' }

/** What the biller hands over with its yes; the central adds what it took from the float. */
export type BillerReceipt = Omit<PaidProof, 'deductedRupiah' | 'commissionRupiah' | 'paidAt'>
export type BillerAnswer = { kind: 'paid'; receipt: BillerReceipt; paidAtMs: number } | { kind: 'pending' } | { kind: 'failed' }
export type BillerOrder = {
  trace: string
  product: Product
  customerNumber: string
  sheets: readonly { period: string; amountRupiah: number }[]
}

export type BillerPayment = {
  trace: string
  productCode: string
  customerNumber: string
  periods: string[]
  amountRupiah: number
  wibDay: string
  status: 'pending' | 'paid' | 'failed'
  reference: string
}

export type Biller = ReturnType<typeof createBiller>

/**
 * The simulated biller behind the practice central, with a book of its own. It pays whatever it is asked to pay, as often as it is
 * asked: only so can a test see that a bill was paid twice. Nobody but the central talks to it.
 */
export function createBiller(settings: { path: string; migrations: URL; clock: Clock; ids: Ids; pendingForMs: number }) {
  const { clock, ids } = settings
  const database = openDatabase(settings.path, settings.migrations)
  const insert = database.prepare(`INSERT INTO payments
    (trace, product_code, customer_number, periods, amount_rupiah, wib_day, status, resolves_at_ms, resolves_to, reference, receipt, asked_at_ms, paid_at_ms)
    VALUES (@trace, @product_code, @customer_number, @periods, @amount_rupiah, @wib_day, @status, @resolves_at_ms, @resolves_to, @reference, @receipt, @asked_at_ms, @paid_at_ms)`)
  const byTrace = database.prepare<[string], Row>('SELECT * FROM payments WHERE trace = ? ORDER BY sequence')
  const ofCustomer = database.prepare<[string, string], { periods: string }>(
    `SELECT periods FROM payments WHERE customer_number = ? AND product_code = ? AND status = 'paid'`,
  )

  const resolve = database.prepare(
    `UPDATE payments SET status = resolves_to, paid_at_ms = CASE resolves_to WHEN 'paid' THEN resolves_at_ms END
     WHERE status = 'pending' AND resolves_at_ms <= ?`,
  )

  /** A pending payment turns when somebody looks after its time; nothing runs in between. */
  function resolveDue(): void {
    resolve.run(clock.nowMs())
  }

  return {
    inquire(product: Product, customerNumber: string): BillerInquiry {
      resolveDue()
      const story = storyOf(customerNumber)
      if (story.inquiry !== 'works') return { kind: story.inquiry }
      if (product.group === 'pulsa-telkomsel') return { kind: 'bills', customerName: '', fields: [], ...oneSheet(product) }
      const customer = customerOf(customerNumber)
      const known = { kind: 'bills' as const, customerName: customer.name }
      const tariff = { label: 'TARIF/DAYA', value: tariffAndPower(customer) }
      if (product.group === 'pln-prepaid') {
        const fields = [{ label: 'NO METER', value: customer.meterNumber }, { label: 'IDPEL', value: customer.idpel }, tariff]
        return { ...known, fields, ...oneSheet(product) }
      }
      const paid = new Set(ofCustomer.all(customerNumber, product.code).flatMap((row) => JSON.parse(row.periods) as string[]))
      const wibMonth = dayInZone(clock.nowMs(), 'WIB').replaceAll('-', '').slice(0, 6)
      const open = plnSheets(customerNumber, wibMonth, product).filter((sheet) => !paid.has(sheet.period))
      if (open.length === 0) return { kind: 'alreadyPaid' }
      return { ...known, fields: [tariff], sheets: open.slice(0, product.sheetsMax), sheetsOutstanding: open.length }
    },

    /** Books the payment and answers. Asked twice, it pays twice. */
    pay(order: BillerOrder): BillerAnswer {
      const nowMs = clock.nowMs()
      const story = storyOf(order.customerNumber)
      const inquiry = this.inquire(order.product, order.customerNumber)
      const reference = sha256Hex(`${order.trace} ${ids.next()}`).slice(0, 32).toUpperCase()
      const row = {
        trace: order.trace,
        product_code: order.product.code,
        customer_number: order.customerNumber,
        periods: JSON.stringify(order.sheets.map((sheet) => sheet.period)),
        amount_rupiah: order.sheets.reduce((sum, sheet) => sum + sheet.amountRupiah, 0),
        wib_day: dayInZone(nowMs, 'WIB'),
        reference,
        receipt: JSON.stringify(receiptOf(order, inquiry, reference)),
        asked_at_ms: nowMs,
        ...firstState(story.pays, nowMs, settings.pendingForMs),
      }
      insert.run(row)
      return answerOf(row)
    },

    /** What became of an order, as a switching centre's "advice": null when the biller was never asked under this trace. */
    advice(trace: string): BillerAnswer | null {
      resolveDue()
      const rows = byTrace.all(trace)
      const row = rows.find(({ status }) => status === 'paid') ?? rows.find(({ status }) => status === 'pending') ?? rows[0]
      return row === undefined ? null : answerOf(row)
    },

    /** The whole book, in the order it was written. */
    billerBook(): BillerPayment[] {
      resolveDue()
      return database.prepare<[], Row>('SELECT * FROM payments ORDER BY sequence').all().map(bookLine)
    },

    reset(): void {
      database.exec('DELETE FROM payments')
    },

    close(): void {
      database.close()
    },
  }
}

/** Bills that stand more than once as paid: what must never happen. Prepaid counts per number and WIB day. */
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

type State = {
  status: 'pending' | 'paid' | 'failed'
  resolves_at_ms: number | null
  resolves_to: 'paid' | 'failed' | null
  paid_at_ms: number | null
}
type Row = State & {
  trace: string
  product_code: string
  customer_number: string
  periods: string
  amount_rupiah: number
  wib_day: string
  reference: string
  receipt: string
}

function firstState(pays: Story['pays'], nowMs: number, pendingForMs: number): State {
  if (pays === 'paid') return { status: 'paid', resolves_at_ms: null, resolves_to: null, paid_at_ms: nowMs }
  if (pays === 'failed') return { status: 'failed', resolves_at_ms: null, resolves_to: null, paid_at_ms: null }
  const resolves_to = pays === 'pendingThenPaid' ? 'paid' : 'failed'
  return { status: 'pending', resolves_at_ms: nowMs + pendingForMs, resolves_to, paid_at_ms: null }
}

function answerOf(row: State & { receipt: string }): BillerAnswer {
  if (row.status !== 'paid') return { kind: row.status }
  return { kind: 'paid', receipt: JSON.parse(row.receipt) as BillerReceipt, paidAtMs: row.paid_at_ms ?? 0 }
}

function receiptOf(order: BillerOrder, inquiry: BillerInquiry, reference: string): BillerReceipt {
  const bills = inquiry.kind === 'bills' ? inquiry : { customerName: '', fields: [], sheets: [], sheetsOutstanding: order.sheets.length }
  const sheets = order.sheets.map((ordered) => {
    const sheet = bills.sheets.find(({ period }) => period === ordered.period)
    const plain = { ...ordered, billRupiah: ordered.amountRupiah, penaltyRupiah: 0, adminRupiah: 0 }
    return { ...(sheet ?? plain), reference: sha256Hex(`${reference} ${ordered.period}`).slice(0, 32).toUpperCase() }
  })
  const sheetsRemaining = order.product.kind === 'prepaid' ? 0 : Math.max(0, bills.sheetsOutstanding - order.sheets.length)
  const receipt = { reference, customerName: bills.customerName, fields: bills.fields, sheets, sheetsRemaining }
  if (order.product.group === 'pln-prepaid') return { ...receipt, ...tokenReceipt(order.product, order.customerNumber, reference) }
  if (order.product.group !== 'pulsa-telkomsel') return receipt
  const serial = numbersFrom(`serial ${reference}`)
  return { ...receipt, serialNumber: `${serial(0)}${serial(1)}`.padEnd(16, '0').slice(0, 16) }
}

function oneSheet(product: Product): { sheets: Sheet[]; sheetsOutstanding: number } {
  const amountRupiah = product.priceRupiah ?? 0
  const { adminRupiah } = product
  return {
    sheets: [{ period: '', amountRupiah, billRupiah: amountRupiah - adminRupiah, penaltyRupiah: 0, adminRupiah }],
    sheetsOutstanding: 1,
  }
}

function bookLine(row: Row): BillerPayment {
  return {
    trace: row.trace,
    productCode: row.product_code,
    customerNumber: row.customer_number,
    periods: JSON.parse(row.periods) as string[],
    amountRupiah: row.amount_rupiah,
    wibDay: row.wib_day,
    status: row.status,
    reference: row.reference,
  }
}
