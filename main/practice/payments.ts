import type { Product } from '../../shared/central-api/catalogue.ts'
import type { PaymentRequest, PaymentStatement } from '../../shared/central-api/payments.ts'
import { type CentralRefusalCode, centralRefusals } from '../../shared/central-api/refusals.ts'
import { billKeys, canonicalIntent, type PaymentIntent } from '../../shared/intent.ts'
import { isRupiah } from '../../shared/money.ts'
import { fitsCustomerNumber } from '../../shared/product-answers.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Database } from '../storage/open.ts'
import { refusal } from './answers.ts'
import type { Biller } from './biller.ts'
import { judgeBill } from './bills.ts'
import type { Claims } from './claims.ts'
import { cutOffLeftMs } from './cut-off.ts'
import type { Float } from './float.ts'
import type { PaymentRow, PaymentRows } from './payment-rows.ts'
import { firstLive } from './repeats.ts'
import { deductionOf, type Settling, traceOf } from './settling.ts'

export const idsKeptForDays = 90

export type PaymentsSettings = {
  database: Database
  rows: PaymentRows
  settling: Settling
  claims: Claims
  biller: Biller
  float: Float
  clock: Clock
  productOf: (code: string) => Product | null
  /** What the agent earns and what the float is charged; the operator may make them odd. */
  priceOf: (product: Product, intent: PaymentIntent) => { commissionRupiah: number; deductionRupiah: number }
  /** The newest life of a terminal's ledger. */
  newestIncarnation: (terminalId: string) => number
  /** False when a terminal asks for more than it may in a minute. */
  mayCreate: (terminalId: string) => boolean
}

export type Payments = ReturnType<typeof createPayments>
type Named = { paymentId: string; intentHash: string }

/**
 * Exactly once per bill, on the central's side. A payment row is committed before the biller is asked and the biller is asked under
 * that row's trace, so that after a crash its advice tells whether it was. Everything here is synchronous: two
 * requests can't interleave.
 */
export function createPayments(settings: PaymentsSettings) {
  const { database, rows, settling, claims, biller, float, clock } = settings

  const refused = (code: CentralRefusalCode, { paymentId, intentHash }: Named, revision = 0): PaymentStatement =>
    refusal(code, { paymentId, intentHash, revision })

  /** A row of an id, also one that a restored ledger lost and the biller still knows. */
  function find(paymentId: string, asker: string): PaymentRow | null {
    return rows.find(paymentId) ?? settling.adopt(paymentId, asker)
  }

  /** Why this terminal may not hear about a payment: it means another one, or it is another terminal's now. */
  function mayNotHear(row: PaymentRow | null, named: Named, terminalId: string, doing: string): PaymentStatement | null {
    const claim = claims.newest(named.paymentId)
    const intentHash = row?.intent_hash ?? claim?.intentHash ?? named.intentHash
    if (intentHash !== named.intentHash) {
      rows.alarm('intentMismatch', named.paymentId, { doing, stored: intentHash, named: named.intentHash }, clock.nowMs())
      // Named as the asker named it: it must be able to tell that this is about its own question.
      return refused('intentMismatch', named)
    }
    const owner = claim?.terminalId ?? row?.terminal_id ?? terminalId
    return owner === terminalId ? null : refused('notOwner', named, row?.revision ?? claims.count(named.paymentId))
  }

  const accept = database.transaction(
    (request: PaymentRequest, intent: PaymentIntent, terminalId: string): PaymentRow | PaymentStatement => {
      const nowMs = clock.nowMs()
      const product = settings.productOf(request.productCode)
      const day = purchaseDay(request, nowMs)
      const keys = billKeys(intent, day)
      const price = product === null ? null : settings.priceOf(product, intent)
      const row: PaymentRow = {
        ...emptyRow(request, terminalId, nowMs, claims.count(request.paymentId)),
        product_code: request.productCode,
        customer_number: request.customerNumber,
        sheets: JSON.stringify(intent.sheets),
        total_rupiah: request.totalRupiah,
        commission_rupiah: price?.commissionRupiah ?? 0,
        deduction_rupiah: price?.deductionRupiah ?? 0,
        trace: traceOf(request.paymentId),
        overrides_payment_id: request.overridesPaymentId,
        incarnation: request.incarnation,
        purchase_day: day,
      }
      /**
       * A final no is kept under the id too, although no transaction was created: were it forgotten, a copy of the request that was held
       * up on the way could be paid after the customer got the money back.
       */
      const no = (code: CentralRefusalCode, first?: PaymentRow): PaymentStatement => {
        if (centralRefusals[code].retry !== 'never') return refused(code, request)
        rows.insert({ ...row, status: 'refused', refusal_code: code, trace: null }, [])
        const stored = { paymentId: request.paymentId, intentHash: request.intentHash, revision: row.revision }
        return refusal(code, stored, first === undefined ? {} : { firstPaymentId: first.payment_id })
      }
      const subject = { paymentId: request.paymentId, intentHash: request.intentHash }
      if (product === null) return no('productUnknown')
      const closedForMs = cutOffLeftMs(product.cutOff, nowMs)
      if (closedForMs !== null) return refusal('productClosed', { ...subject, revision: 0 }, { retryAfterMs: closedForMs })
      if (!fitsCustomerNumber(product.customerNumber, request.customerNumber)) return no('customerNumberInvalid')
      const first = firstLive(rows, keys, request.overridesPaymentId)
      if (first !== null) return no('duplicateBill', first)
      // The inquiry may be hours old or another terminal's, so the bill is asked for again every time.
      const verdict = judgeBill(biller, product, request.customerNumber, intent.sheets)
      if (verdict !== null) return no(verdict)
      if (deductionOf(row) > float.availableRupiah()) return no('floatTooLow')
      rows.insert(row, keys)
      float.move('reserve', row.payment_id, deductionOf(row), nowMs)
      return row
    },
  ).immediate

  function isTooOld(paymentId: string): boolean {
    return clock.nowMs() - timeOfId(paymentId) > idsKeptForDays * 24 * 3_600_000
  }

  return {
    pay(request: PaymentRequest, terminal: { terminalId: string; revoked: boolean }): PaymentStatement {
      const { terminalId } = terminal
      const intent: PaymentIntent = request
      if (!isUuidV7(request.paymentId) || !isSound(intent)) return refused('malformedRequest', request)
      if (sha256Hex(canonicalIntent(intent)) !== request.intentHash) return refused('intentHashWrong', request)
      const known = find(request.paymentId, terminalId)
      const deaf = mayNotHear(known, request, terminalId, 'pay')
      if (deaf !== null) return deaf
      if (known?.status === 'voided') return refused('idVoided', request, known.revision)
      if (known !== null) return settling.said(settling.settle(known, terminalId))
      if (terminal.revoked) return refused('terminalRevoked', request)
      if (request.incarnation < settings.newestIncarnation(terminalId)) return refused('incarnationOld', request)
      if (!settings.mayCreate(terminalId)) return refused('rateLimited', request)
      if (isTooOld(request.paymentId)) return refused('idTooOld', request)
      const product = settings.productOf(request.productCode)
      if (product !== null) settling.adoptBill(product, request)
      // News about another payment is in nobody's reply.
      for (const row of rows.liveOf(billKeys(intent, purchaseDay(request, clock.nowMs())))) settling.settle(row, null)
      const accepted = accept(request, intent, terminalId)
      // From here on the payment is on disk, and only now does the biller hear of it.
      return 'payment_id' in accepted ? settling.said(settling.placeNew(accepted, terminalId)) : accepted
    },

    /** `intentHash` is what the asker means; null only where it names none, which an unknown id can't be answered for. */
    ask(paymentId: string, intentHash: string | null, terminalId: string): PaymentStatement | null {
      const known = find(paymentId, terminalId)
      const named = { paymentId, intentHash: intentHash ?? known?.intent_hash ?? '' }
      const deaf = intentHash === null && known === null ? null : mayNotHear(known, named, terminalId, 'ask')
      if (deaf !== null) return deaf
      if (known !== null) return settling.said(settling.settle(known, terminalId))
      if (intentHash === null) return null
      if (!isUuidV7(paymentId)) return refused('malformedRequest', named)
      if (isTooOld(paymentId)) return refused('idTooOld', named)
      return { ...named, revision: 0, status: 'unknown' }
    },

    /** Burns an id that means nothing yet; where the biller already had it, says what became of it. */
    void(paymentId: string, intentHash: string, terminalId: string): PaymentStatement {
      const named = { paymentId, intentHash }
      const known = find(paymentId, terminalId)
      const deaf = mayNotHear(known, named, terminalId, 'void')
      if (deaf !== null) return deaf
      if (known !== null) return settling.said(settling.settle(known, terminalId))
      if (!isUuidV7(paymentId)) return refused('malformedRequest', named)
      // Too old to be sure that it was never paid and forgotten: "voided" would be a lie.
      if (isTooOld(paymentId)) return refused('idTooOld', named)
      const row: PaymentRow = { ...emptyRow(named, terminalId, clock.nowMs(), claims.count(paymentId)), status: 'voided' }
      database.transaction(() => rows.insert(row, [])).immediate()
      return settling.said(row)
    },

    settleDue: settling.settleDue,
    all: rows.all,
  }
}

function emptyRow(named: Named, terminalId: string, nowMs: number, claims: number): PaymentRow {
  const nothing = { product_code: null, customer_number: null, sheets: null, total_rupiah: null, commission_rupiah: null, trace: null }
  return {
    payment_id: named.paymentId,
    intent_hash: named.intentHash,
    status: 'pending',
    revision: 1 + claims,
    terminal_id: terminalId,
    ...nothing,
    overrides_payment_id: null,
    refusal_code: null,
    proof: null,
    created_at_ms: nowMs,
    changed_at_ms: nowMs,
    incarnation: 1,
    deduction_rupiah: null,
    purchase_day: null,
    checked_epoch: null,
  }
}

function isSound(intent: PaymentIntent): boolean {
  const total = intent.sheets.reduce((sum, sheet) => sum + sheet.amountRupiah, 0)
  return (
    isRupiah(total) && total === intent.totalRupiah && new Set(intent.sheets.map((sheet) => sheet.period)).size === intent.sheets.length
  )
}

/** In lower case only: the same id in two spellings would be two ids. */
function isUuidV7(id: string): boolean {
  return id[14] === '7' && id === id.toLowerCase()
}

/** The first 48 bits of a UUIDv7 are the milliseconds at which it was made. */
function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** A prepaid purchase belongs to the day the customer paid, also when it drains after midnight; never to a day still to come. */
export function purchaseDay(request: Pick<PaymentRequest, 'acceptedAt'>, nowMs: number): string {
  return dayInZone(Math.min(Date.parse(request.acceptedAt), nowMs), 'WIB')
}
