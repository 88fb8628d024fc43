import type { Product } from '../../shared/central-api/catalogue.ts'
import type { PaidProof, Sheet } from '../../shared/central-api/payments.ts'
import type { Answers } from '../../shared/central-api/product-fields.ts'
import type { IntentSheet } from '../../shared/intent.ts'
import type { Rupiah } from '../../shared/money.ts'
import { answersInSheets, chosenAmount } from '../../shared/product-answers.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { type AddedBill, createAddedBills } from './added-bills.ts'
import { type BillChange, changedSheets } from './bill-changes.ts'
import {
  adviceOf,
  type BillerAdvice,
  type BillerPayment,
  type BillerReceipt,
  type BillerRow,
  bookLine,
  createBillerBook,
} from './biller-book.ts'
import { familyOf, storyFor } from './families/families.ts'
import type { BilledCustomer, BillQuestion, Story } from './families/family.ts'
import type { Behaviour } from './switches.ts'

export type { BillerPayment } from './biller-book.ts'

export type BillerInquiry =
  | { kind: 'bills'; customerName: string; fields: PaidProof['fields']; sheets: Sheet[]; sheetsOutstanding: number }
  | { kind: 'notFound' | 'wrongNumber' | 'alreadyPaid' | 'unavailable' | 'overLimit' }

export type BillerOrder = {
  trace: string
  product: Product
  customerNumber: string
  sheets: readonly IntentSheet[]
  /** The WIB day the customer bought: to a prepaid product what a period is to a bill. */
  purchaseDay: string
  remark: object
}

export type Biller = ReturnType<typeof createBiller>

/**
 * The simulated biller behind the practice central, with a book of its own. It pays whatever it is asked to pay, as often as it is
 * asked: only so can a test see that a bill was paid twice. Nobody but the central talks to it.
 */
export function createBiller(settings: {
  database: Database
  clock: Clock
  ids: Ids
  pendingForMs: number
  /** How the operator wants a number's orders to end; null: by its story. */
  behaviourOf?: (customerNumber: string) => Behaviour | null
}) {
  const { database, clock, ids } = settings
  const book = createBillerBook(database)
  const addedBills = createAddedBills(database)
  const changesOf = database.prepare<[string], { change: BillChange }>('SELECT change FROM bill_changes WHERE customer_number = ?')
  const addChange = database.prepare('INSERT INTO bill_changes (customer_number, change) VALUES (?, ?)')

  function resolveDue(): void {
    book.resolveDue(clock.nowMs())
  }

  /** What is known of a number, from the product's family or from what the operator told the biller. */
  function billedTo(question: BillQuestion): BilledCustomer | null {
    const family = familyOf(question.product.code)
    if (family !== null) return family.billOf(question)
    const added = addedBills.find(question.product.code, question.customerNumber)
    if (added !== null) return added
    return question.product.kind === 'prepaid' ? { customerName: '', fields: [], sheets: [] } : null
  }

  function unpaid(product: Product, customerNumber: string, billed: readonly Sheet[]): Sheet[] {
    const live = book.liveOf(customerNumber, product.code).filter(({ status }) => status === 'paid')
    const paid = new Set(live.flatMap((row) => JSON.parse(row.periods) as string[]))
    return billed.filter((sheet) => !paid.has(sheet.period))
  }

  function openSheets(product: Product, customerNumber: string, billed: readonly Sheet[]): Sheet[] {
    const changed = changesOf.all(customerNumber).reduce<Sheet[]>((sheets, { change }) => changedSheets(sheets, change), [...billed])
    return unpaid(product, customerNumber, changed)
  }

  function inquire(product: Product, customerNumber: string, answers: Answers): BillerInquiry {
    resolveDue()
    const story = storyFor(product, customerNumber)
    if (story.inquiry !== 'works') return { kind: story.inquiry }
    const billed = billedTo({ product, customerNumber, answers, wibDay: dayInZone(clock.nowMs(), 'WIB') })
    if (billed === null) return { kind: 'notFound' }
    const { customerName, fields, ahead } = billed
    const known = { kind: 'bills' as const, customerName, fields }
    if (product.kind === 'prepaid') return { ...known, ...oneSheet(product, chosenAmount(product.fields, answers)) }
    const due = openSheets(product, customerNumber, billed.sheets)
    // Arrears can't be left out, months ahead are only what was asked for.
    const aheadCount = ahead === undefined ? 0 : Math.max(0, ahead.count - due.length)
    const open = ahead === undefined ? due : [...due, ...unpaid(product, customerNumber, ahead.sheets).slice(0, aheadCount)]
    if (open.length === 0) return { kind: 'alreadyPaid' }
    return { ...known, sheets: open.slice(0, product.sheetsMax), sheetsOutstanding: open.length }
  }

  function slipOf({ product, customerNumber }: BillerOrder): AddedBill['slip'] {
    return familyOf(product.code)?.slip ?? addedBills.find(product.code, customerNumber)?.slip
  }

  function write(order: BillerOrder, state: State): BillerRow {
    const reference = sha256Hex(`${order.trace} ${ids.next()}`).slice(0, 32).toUpperCase()
    const row: BillerRow = {
      trace: order.trace,
      product_code: order.product.code,
      customer_number: order.customerNumber,
      periods: JSON.stringify(order.sheets.map((sheet) => sheet.period)),
      sheets: JSON.stringify(order.sheets.map(({ period, amountRupiah }) => ({ period, amountRupiah }))),
      amount_rupiah: order.sheets.reduce((sum, sheet) => sum + sheet.amountRupiah, 0),
      wib_day: order.purchaseDay,
      reference,
      receipt: JSON.stringify(
        receiptOf(
          order,
          inquire(order.product, order.customerNumber, answersInSheets(order.product, order.sheets)),
          reference,
          slipOf(order),
        ),
      ),
      asked_at_ms: clock.nowMs(),
      credited: 0,
      corrected_rupiah: 0,
      remark: JSON.stringify(order.remark),
      ...state,
    }
    book.insert(row)
    return row
  }

  return {
    inquire,

    /** Books the payment and answers. Asked twice, it pays twice. */
    pay(order: BillerOrder): BillerAdvice {
      resolveDue()
      const { pays, pendingForMs } = settings.behaviourOf?.(order.customerNumber) ?? {
        pays: storyFor(order.product, order.customerNumber).pays,
        pendingForMs: settings.pendingForMs,
      }
      return adviceOf(write(order, firstState(pays, clock.nowMs(), pendingForMs)))
    },

    /** Null when the biller was never asked under this trace. */
    advice(trace: string): BillerAdvice | null {
      resolveDue()
      const row = book.find(trace)
      return row === null ? null : adviceOf(row)
    },

    /** How long an order will still be pending; null where it is not. */
    pendingForMs(trace: string): number | null {
      const row = book.find(trace)
      return row?.status === 'pending' && row.resolves_at_ms !== null ? Math.max(0, row.resolves_at_ms - clock.nowMs()) : null
    },

    /** Traces under which this customer's product was ordered and is paid or pending. */
    liveTraces(product: Product, customerNumber: string): string[] {
      resolveDue()
      return book.liveOf(customerNumber, product.code).map(({ trace }) => trace)
    },

    /** The whole book, in the order it was written. */
    billerBook(): BillerPayment[] {
      resolveDue()
      return book.all().map(bookLine)
    },

    /** From here on, what an outside world does to the biller. Each says whether there was anything to do. */
    reverse: book.reverse,
    credit: book.credit,
    correct: book.correct,
    payAfterAll: (trace: string) => book.payAfterAll(trace, clock.nowMs()),

    changeBill(customerNumber: string, change: BillChange): void {
      addChange.run(customerNumber, change)
    },

    /** Another outlet takes these periods of a bill; false when one of them is not open. */
    payElsewhere(product: Product, customerNumber: string, periods: readonly string[]): boolean {
      const answers = answersInSheets(
        product,
        periods.map((period) => ({ period, amountRupiah: 0 })),
      )
      const billed = billedTo({ product, customerNumber, answers, wibDay: dayInZone(clock.nowMs(), 'WIB') })
      const open = new Map(openSheets(product, customerNumber, billed?.sheets ?? []).map((sheet) => [sheet.period, sheet]))
      const sheets = periods.flatMap((period) => open.get(period) ?? [])
      if (product.kind !== 'postpaid' || sheets.length === 0 || sheets.length !== periods.length) return false
      const trace = `elsewhere-${ids.next()}`
      const order = { trace, product, customerNumber, sheets, purchaseDay: dayInZone(clock.nowMs(), 'WIB'), remark: {} }
      write(order, firstState('paid', clock.nowMs(), 0))
      return true
    },

    /** What an added product's number owes from now on. */
    addBill: addedBills.add,

    reset(): void {
      database.exec('DELETE FROM payments; DELETE FROM bill_changes')
    },

    close(): void {
      database.close()
    },
  }
}

type State = Pick<BillerRow, 'status' | 'resolves_at_ms' | 'resolves_to' | 'paid_at_ms' | 'changes'>

function firstState(pays: Story['pays'], nowMs: number, pendingForMs: number): State {
  const settled = { resolves_at_ms: null, resolves_to: null, changes: 1 }
  if (pays === 'paid') return { ...settled, status: 'paid', paid_at_ms: nowMs }
  if (pays === 'failed') return { ...settled, status: 'failed', paid_at_ms: null }
  const resolves_to = pays === 'pendingThenPaid' ? 'paid' : 'failed'
  return { status: 'pending', resolves_at_ms: nowMs + pendingForMs, resolves_to, paid_at_ms: null, changes: 0 }
}

function receiptOf(order: BillerOrder, inquiry: BillerInquiry, reference: string, slip: AddedBill['slip']): BillerReceipt {
  const bills = inquiry.kind === 'bills' ? inquiry : { customerName: '', fields: [], sheets: [], sheetsOutstanding: order.sheets.length }
  const sheets = order.sheets.map((ordered) => {
    const sheet = bills.sheets.find(({ period }) => period === ordered.period)
    const plain = { ...ordered, billRupiah: ordered.amountRupiah, penaltyRupiah: 0, adminRupiah: 0 }
    return { ...(sheet ?? plain), reference: sha256Hex(`${reference} ${ordered.period}`).slice(0, 32).toUpperCase() }
  })
  const sheetsRemaining = order.product.kind === 'prepaid' ? 0 : Math.max(0, bills.sheetsOutstanding - order.sheets.length)
  const extras = familyOf(order.product.code)?.proofOf?.({ ...order, reference })
  return {
    reference,
    customerName: bills.customerName,
    fields: bills.fields,
    sheets,
    sheetsRemaining,
    ...(slip === undefined ? {} : { slip }),
    ...extras,
  }
}

/** A denomination at its price, or what the customer chose and the admin. */
function oneSheet(product: Product, chosenRupiah: Rupiah | null): { sheets: Sheet[]; sheetsOutstanding: number } {
  const { adminRupiah } = product
  const amountRupiah = product.priceRupiah ?? (chosenRupiah ?? 0) + adminRupiah
  return {
    sheets: [{ period: '', amountRupiah, billRupiah: amountRupiah - adminRupiah, penaltyRupiah: 0, adminRupiah }],
    sheetsOutstanding: 1,
  }
}
