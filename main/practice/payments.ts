import type { Product } from '../../shared/central-api/catalogue.ts'
import type { PaidProof, PaymentRequest } from '../../shared/central-api/payments.ts'
import { type CentralRefusalCode, centralRefusals } from '../../shared/central-api/refusals.ts'
import { billKeys, canonicalIntent, type IntentSheet, type PaymentIntent } from '../../shared/intent.ts'
import { isRupiah } from '../../shared/money.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Database } from '../storage/open.ts'
import { type Answer, paymentAnswer, paymentRefused, paymentUnknown, type SignedMembers } from './answers.ts'
import type { Biller, BillerAnswer } from './biller.ts'
import { judgeBill } from './bills.ts'
import { isCutOff } from './catalogue.ts'
import type { Float } from './float.ts'
import { createPaymentRows, type PaymentRow } from './payment-rows.ts'

export const idsKeptForDays = 90

export type PaymentsSettings = {
  database: Database
  biller: Biller
  float: Float
  clock: Clock
  productOf: (code: string) => Product | null
  members: () => SignedMembers
  nextTrace: () => string
}

export type Payments = ReturnType<typeof createPayments>

/**
 * Exactly once per bill, on the central's side. A payment row is committed before the biller is asked and the biller is asked under
 * that row's trace, so that after a crash its advice tells whether it was. Everything here is synchronous: two
 * requests can't interleave.
 */
export function createPayments(settings: PaymentsSettings) {
  const { database, biller, float, clock } = settings
  const rows = createPaymentRows(database)

  function refused(code: CentralRefusalCode, about: { paymentId: string; intentHash: string }, revision = 0): Answer {
    return paymentRefused(code, { paymentId: about.paymentId, intentHash: about.intentHash, revision }, settings.members())
  }

  /** The row as it stands now that its time may have come; asks the biller where a crash kept the central from asking. */
  function settle(row: PaymentRow): PaymentRow {
    if (row.status !== 'pending' || row.trace === null) return row
    const product = settings.productOf(row.product_code ?? '')
    if (product === null) return row
    const sheets = JSON.parse(row.sheets ?? '[]') as IntentSheet[]
    const customerNumber = row.customer_number ?? ''
    let answer = biller.advice(row.trace)
    if (answer === null) {
      const verdict = judgeBill(biller.inquire(product, customerNumber), product, sheets)
      if (verdict !== null) return end(row, { status: 'refused', code: verdict })
      answer = biller.pay({ trace: row.trace, product, customerNumber, sheets })
    }
    return record(row, answer)
  }

  function record(row: PaymentRow, answer: BillerAnswer): PaymentRow {
    if (answer.kind === 'pending') return row
    if (answer.kind === 'failed') return end(row, { status: 'refused', code: 'billerRefused' })
    const commissionRupiah = row.commission_rupiah ?? 0
    const paidAt = new Date(answer.paidAtMs).toISOString()
    return end(row, { status: 'paid', proof: { ...answer.receipt, paidAt, deductedRupiah: deductionOf(row), commissionRupiah } })
  }

  function end(row: PaymentRow, to: { status: 'paid'; proof: PaidProof } | { status: 'refused'; code: CentralRefusalCode }): PaymentRow {
    return database
      .transaction(() => {
        float.move(to.status === 'paid' ? 'deduct' : 'release', row.payment_id, deductionOf(row), clock.nowMs())
        return rows.end(row.payment_id, to, clock.nowMs())
      })
      .immediate()
  }

  function mismatch(row: PaymentRow, intentHash: string, doing: string): Answer {
    rows.alarm('intentMismatch', row.payment_id, { doing, stored: row.intent_hash, named: intentHash }, clock.nowMs())
    // Named as the asker named it: it must be able to tell that this is about its own question.
    return refused('intentMismatch', { paymentId: row.payment_id, intentHash })
  }

  function accept(request: PaymentRequest, intent: PaymentIntent, terminalId: string): PaymentRow | Answer {
    const nowMs = clock.nowMs()
    const product = settings.productOf(request.productCode)
    const keys = billKeys(intent, purchaseDay(request, nowMs))
    const row: PaymentRow = {
      payment_id: request.paymentId,
      intent_hash: request.intentHash,
      status: 'pending',
      revision: 1,
      terminal_id: terminalId,
      product_code: request.productCode,
      customer_number: request.customerNumber,
      sheets: JSON.stringify(intent.sheets),
      total_rupiah: request.totalRupiah,
      commission_rupiah: (product?.commissionRupiah ?? 0) * intent.sheets.length,
      trace: settings.nextTrace(),
      overrides_payment_id: request.overridesPaymentId,
      refusal_code: null,
      proof: null,
      created_at_ms: nowMs,
      changed_at_ms: nowMs,
    }
    /**
     * A final no is kept under the id too, although no transaction was created: were it forgotten, a copy of the request that was held
     * up on the way could be paid after the customer got the money back.
     */
    const no = (code: CentralRefusalCode, first?: PaymentRow): Answer => {
      if (centralRefusals[code].retry !== 'never') return refused(code, request)
      rows.insert({ ...row, status: 'refused', refusal_code: code, trace: null }, [])
      const subject = { paymentId: request.paymentId, intentHash: request.intentHash, revision: row.revision }
      return paymentRefused(code, subject, settings.members(), first === undefined ? {} : { firstPaymentId: first.payment_id })
    }
    if (product === null) return no('productUnknown')
    if (isCutOff(product.cutOff, nowMs)) return no('productClosed')
    if (!new RegExp(product.customerNumber.pattern).test(request.customerNumber)) return no('customerNumberInvalid')
    const first = firstLive(rows.liveOf(keys))
    if (first !== undefined && first.payment_id !== request.overridesPaymentId) return no('duplicateBill', first)
    // The inquiry may be hours old or another terminal's, so the bill is asked for again every time.
    const verdict = judgeBill(biller.inquire(product, request.customerNumber), product, intent.sheets)
    if (verdict !== null) return no(verdict)
    if (deductionOf(row) > float.availableRupiah()) return no('floatTooLow')
    rows.insert(row, keys)
    float.move('reserve', row.payment_id, deductionOf(row), nowMs)
    return row
  }

  function isTooOld(paymentId: string): boolean {
    return clock.nowMs() - timeOfId(paymentId) > idsKeptForDays * 24 * 3_600_000
  }

  return {
    pay(request: PaymentRequest, terminal: { terminalId: string; revoked: boolean }): Answer {
      const intent: PaymentIntent = request
      if (!isUuidV7(request.paymentId) || !isSound(intent)) return refused('malformedRequest', request)
      if (sha256Hex(canonicalIntent(intent)) !== request.intentHash) return refused('intentHashWrong', request)
      const known = rows.find(request.paymentId)
      if (known !== null) {
        if (known.intent_hash !== request.intentHash) return mismatch(known, request.intentHash, 'pay')
        if (known.status === 'voided') return refused('idVoided', request, known.revision)
        return paymentAnswer(settle(known), settings.members())
      }
      if (terminal.revoked) return refused('terminalRevoked', request)
      if (isTooOld(request.paymentId)) return refused('idTooOld', request)
      for (const row of rows.liveOf(billKeys(intent, purchaseDay(request, clock.nowMs())))) settle(row)
      const accepted = database.transaction(() => accept(request, intent, terminal.terminalId)).immediate()
      // From here on the payment is on disk, and only now does the biller hear of it.
      return 'payment_id' in accepted ? paymentAnswer(settle(accepted), settings.members()) : accepted
    },

    /** `intentHash` is what the asker means; null only where it names none, which an unknown id can't be answered for. */
    ask(paymentId: string, intentHash: string | null): Answer | null {
      const known = rows.find(paymentId)
      if (known !== null) {
        if (intentHash !== null && known.intent_hash !== intentHash) return mismatch(known, intentHash, 'ask')
        return paymentAnswer(settle(known), settings.members())
      }
      if (intentHash === null) return null
      if (!isUuidV7(paymentId)) return refused('malformedRequest', { paymentId, intentHash })
      if (isTooOld(paymentId)) return refused('idTooOld', { paymentId, intentHash })
      return paymentUnknown({ paymentId, intentHash }, settings.members())
    },

    /** Burns an id that means nothing yet; where the biller already had it, says what became of it. */
    void(paymentId: string, intentHash: string, terminalId: string): Answer {
      const known = rows.find(paymentId)
      if (known !== null) {
        if (known.intent_hash !== intentHash) return mismatch(known, intentHash, 'void')
        return paymentAnswer(settle(known), settings.members())
      }
      if (!isUuidV7(paymentId)) return refused('malformedRequest', { paymentId, intentHash })
      // Too old to be sure that it was never paid and forgotten: "voided" would be a lie.
      if (isTooOld(paymentId)) return refused('idTooOld', { paymentId, intentHash })
      const nowMs = clock.nowMs()
      const nothing = { product_code: null, customer_number: null, sheets: null, total_rupiah: null, commission_rupiah: null, trace: null }
      const row: PaymentRow = {
        payment_id: paymentId,
        intent_hash: intentHash,
        status: 'voided',
        revision: 1,
        terminal_id: terminalId,
        ...nothing,
        overrides_payment_id: null,
        refusal_code: null,
        proof: null,
        created_at_ms: nowMs,
        changed_at_ms: nowMs,
      }
      database.transaction(() => rows.insert(row, [])).immediate()
      return paymentAnswer(row, settings.members())
    },

    settleDue(): void {
      for (const row of rows.pending()) settle(row)
    },
    all: rows.all,
  }
}

/** Of several live payments of one bill, the one that no other overrides: what a new one has to name. */
function firstLive(live: readonly PaymentRow[]): PaymentRow | undefined {
  const overridden = new Set(live.map((row) => row.overrides_payment_id))
  return live.find((row) => !overridden.has(row.payment_id)) ?? live[0]
}

function deductionOf(row: PaymentRow): number {
  return (row.total_rupiah ?? 0) - (row.commission_rupiah ?? 0)
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
function purchaseDay(request: PaymentRequest, nowMs: number): string {
  return dayInZone(Math.min(Date.parse(request.acceptedAt), nowMs), 'WIB')
}
