import type { Product } from '../../shared/central-api/catalogue.ts'
import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { billKeys, canonicalIntent, type IntentSheet } from '../../shared/intent.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Database } from '../storage/open.ts'
import { statementOf } from './answers.ts'
import type { Biller } from './biller.ts'
import type { BillerAdvice } from './biller-book.ts'
import { judgeBill } from './bills.ts'
import type { Claims } from './claims.ts'
import type { Facts } from './facts.ts'
import type { Feed } from './feed.ts'
import type { Float } from './float.ts'
import type { PaymentEnd, PaymentRow, PaymentRows } from './payment-rows.ts'

type SettlingSettings = {
  database: Database
  rows: PaymentRows
  biller: Biller
  float: Float
  claims: Claims
  feed: Feed
  facts: Facts
  clock: Clock
  productOf: (code: string) => Product | null
}

/** What the central asks the biller to keep beside an order, so that a restored ledger finds its way back to it. */
type Remark = Pick<PaymentRow, 'terminal_id' | 'incarnation' | 'commission_rupiah' | 'deduction_rupiah' | 'overrides_payment_id'>

export type Settling = ReturnType<typeof createSettling>

const tracePrefix = 'trace-'

/** Made of the payment id and nothing else, so that it is known without any ledger. */
export function traceOf(paymentId: string): string {
  return tracePrefix + paymentId
}

/** Null for what somebody else ordered. */
export function paymentOf(trace: string): string | null {
  return trace.startsWith(tracePrefix) ? trace.slice(tracePrefix.length) : null
}

/**
 * Makes what the central says agree with what the biller did: the one place where a payment ends, where its float moves and where the feed
 * hears of it. The biller's advice is the truth; a ledger that was restored from an older copy catches up here.
 */
export function createSettling(settings: SettlingSettings) {
  const { database, rows, biller, float, claims, feed, facts, clock } = settings
  const epoch = () => facts.read('ledgerEpoch') ?? ''
  const ownerOf = (row: PaymentRow) => claims.newest(row.payment_id)?.terminalId ?? row.terminal_id

  /**
   * The row as it stands now. Asks the biller where time, a crash or a restore may have moved it; orders what was committed but never
   * ordered. `asker` gets the news in the reply, any other owner in the feed.
   */
  function settle(row: PaymentRow, asker: string | null): PaymentRow {
    if (row.trace === null || (row.status !== 'pending' && row.checked_epoch === epoch())) return row
    const advice = biller.advice(row.trace)
    return advice === null && row.status === 'pending' ? place(row, row.trace, asker) : heard(row, advice, asker)
  }

  /** Orders what is committed and was never ordered. */
  function place(row: PaymentRow, trace: string, asker: string | null): PaymentRow {
    return heard(row, order(row, trace), asker)
  }

  function heard(row: PaymentRow, advice: BillerAdvice | CentralRefusalCode | null, asker: string | null): PaymentRow {
    if (typeof advice === 'string') return end(row, { status: 'refused', code: advice }, asker)
    if (advice === null || (advice.status === 'pending' && row.status === 'pending')) return checked(row)
    return follow(row, advice, asker)
  }

  /** Null when the product is not sold any more: nobody can order it, and nothing is known. */
  function order(row: PaymentRow, trace: string): BillerAdvice | CentralRefusalCode | null {
    const product = settings.productOf(row.product_code ?? '')
    if (product === null) return null
    const sheets = JSON.parse(row.sheets ?? '[]') as IntentSheet[]
    const customerNumber = row.customer_number ?? ''
    const verdict = judgeBill(biller, product, customerNumber, sheets)
    if (verdict !== null) return verdict
    return biller.pay({ trace, product, customerNumber, sheets, purchaseDay: row.purchase_day ?? '', remark: remarkOf(row) })
  }

  const follow = database.transaction((row: PaymentRow, advice: BillerAdvice, asker: string | null): PaymentRow => {
    const status = advice.status === 'pending' || advice.status === 'paid' ? advice.status : 'refused'
    moveFloat(row, advice, status)
    const revision = 1 + advice.changes + claims.count(row.payment_id)
    const changed = status === 'pending' || (status === row.status && revision <= row.revision) ? row : ended(row, advice, revision)
    tellOwner(row, changed, asker)
    return checked(changed)
  }).immediate

  /** Never ordered, and never will be: a final no of the central's own. */
  function end(row: PaymentRow, to: PaymentEnd, asker: string | null): PaymentRow {
    return database
      .transaction((): PaymentRow => {
        float.move('release', row.payment_id, deductionOf(row), clock.nowMs())
        const changed = rows.end(row, to, row.revision + 1, clock.nowMs())
        tellOwner(row, changed, asker)
        return checked(changed)
      })
      .immediate()
  }

  function ended(row: PaymentRow, advice: BillerAdvice, revision: number): PaymentRow {
    const nowMs = clock.nowMs()
    // A ledger that missed some changes may have counted fewer; a terminal must still hear something newer than it knows.
    const next = Math.max(revision, row.revision + 1)
    if (advice.status !== 'paid') return rows.end(row, { status: 'refused', code: 'billerRefused' }, next, nowMs)
    const paidAt = new Date(advice.paidAtMs ?? nowMs).toISOString()
    const taken = { deductedRupiah: deductionOf(row), commissionRupiah: row.commission_rupiah }
    return rows.end(row, { status: 'paid', proof: { ...advice.receipt, paidAt, ...taken } }, next, nowMs)
  }

  /**
   * Walks the float to where the biller is: what stands there as paid, or was taken back and not returned, has been taken. Compared as
   * amounts, because a restored ledger can't know how often it went to and fro.
   */
  function moveFloat(row: PaymentRow, advice: BillerAdvice, status: 'pending' | 'paid' | 'refused'): void {
    if (status === 'pending') return
    const { payment_id: paymentId } = row
    const nowMs = clock.nowMs()
    const deduction = deductionOf(row)
    // What was reversed had been paid first.
    if (row.status === 'pending') float.move(advice.status === 'failed' ? 'release' : 'deduct', paymentId, deduction, nowMs)
    const owed = advice.status === 'failed' ? 0 : (advice.credited ? 0 : deduction) + advice.correctedRupiah
    const taken = float.takenRupiah(paymentId)
    if (taken > owed) float.move('credit', paymentId, taken - owed, nowMs)
    if (taken < owed) {
      float.move('reserve', paymentId, owed - taken, nowMs)
      float.move('deduct', paymentId, owed - taken, nowMs)
    }
  }

  function said(row: PaymentRow) {
    const askAfterMs = row.status === 'pending' && row.trace !== null ? biller.pendingForMs(row.trace) : null
    return statementOf(row, float.takenRupiah(row.payment_id), askAfterMs)
  }

  function tellOwner(before: PaymentRow, after: PaymentRow, asker: string | null): void {
    const owner = ownerOf(after)
    if (after.revision === before.revision || asker === owner) return
    feed.tell(owner, { kind: 'payment', statement: said(after) })
  }

  function checked(row: PaymentRow): PaymentRow {
    if (row.checked_epoch === epoch()) return row
    rows.markChecked(row.payment_id, epoch())
    return { ...row, checked_epoch: epoch() }
  }

  /** A payment this ledger has no row of, but the biller an order: written down as if it had never been lost. */
  function adopt(trace: string, asker: string | null): PaymentRow | null {
    const advice = trace.startsWith(tracePrefix) ? biller.advice(trace) : null
    if (advice === null) return null
    return database
      .transaction((): PaymentRow => {
        const row = rowOf(advice, claims)
        rows.insert(row, billKeys(intentOf(advice), advice.wibDay))
        float.move('reserve', row.payment_id, deductionOf(row), clock.nowMs())
        rows.alarm('adopted', row.payment_id, { trace, status: advice.status }, clock.nowMs())
        return follow(row, advice, asker)
      })
      .immediate()
  }

  return {
    settle,
    ownerOf,
    said,

    /** For a row just committed, whose trace the biller was found not to know. */
    placeNew(row: PaymentRow, asker: string): PaymentRow {
      if (row.trace === null) throw new Error(`payment ${row.payment_id} has no trace to order it under`)
      return place(row, row.trace, asker)
    },
    adopt: (paymentId: string, asker: string | null) => adopt(traceOf(paymentId), asker),

    /**
     * Live orders of a bill that this ledger knows nothing of, or still has as refused from before they went through; their terminals hear of
     * them again.
     */
    adoptBill(product: Product, request: PaymentRequest): void {
      for (const trace of biller.liveTraces(product, request.customerNumber)) {
        const paymentId = paymentOf(trace)
        const row = paymentId === null ? null : rows.find(paymentId)
        if (row !== null) settle(row, null)
        else if (paymentId !== null) adopt(trace, null)
      }
    },

    settleDue(): void {
      for (const row of rows.pending()) settle(row, null)
    },
  }
}

export function deductionOf(row: PaymentRow): number {
  return row.deduction_rupiah ?? (row.total_rupiah ?? 0) - (row.commission_rupiah ?? 0)
}

function remarkOf(row: PaymentRow): Remark {
  const { terminal_id, incarnation, commission_rupiah, overrides_payment_id } = row
  return { terminal_id, incarnation, commission_rupiah, deduction_rupiah: deductionOf(row), overrides_payment_id }
}

function intentOf(advice: BillerAdvice) {
  const { productCode, customerNumber, sheets, amountRupiah } = advice
  return { productCode, customerNumber, sheets, totalRupiah: amountRupiah }
}

function rowOf(advice: BillerAdvice, claims: Claims): PaymentRow {
  const paymentId = advice.trace.slice(tracePrefix.length)
  const remark = advice.remark as Remark
  return {
    ...remark,
    payment_id: paymentId,
    intent_hash: sha256Hex(canonicalIntent(intentOf(advice))),
    status: 'pending',
    revision: 1 + claims.count(paymentId),
    product_code: advice.productCode,
    customer_number: advice.customerNumber,
    sheets: JSON.stringify(advice.sheets),
    total_rupiah: advice.amountRupiah,
    trace: advice.trace,
    refusal_code: null,
    proof: null,
    created_at_ms: advice.askedAtMs,
    changed_at_ms: advice.askedAtMs,
    purchase_day: advice.wibDay,
    checked_epoch: null,
  }
}
