import type { PaidProof, PaymentAnswer, PaymentStatement, SignedMembers } from '../../shared/central-api/payments.ts'
import type { CentralProblem } from '../../shared/central-api/problem.ts'
import { type CentralRefusalCode, centralRefusals } from '../../shared/central-api/refusals.ts'
import type { Rupiah } from '../../shared/money.ts'
import type { PaymentRow } from './payment-rows.ts'
import { responseCodeOf } from './response-codes.ts'

/** What the central says and the status it says it with; signing comes after. */
export type Answer = { status: number; contentType: 'application/json' | 'application/problem+json'; body: object }

export type Subject = { paymentId: string; intentHash: string; revision: number; floatTakenRupiah?: Rupiah }
/** `retryAfterMs`: where the central knows better than the usual wait. */
type RefusalExtras = { firstPaymentId?: string; retryAfterMs?: number }

/** How soon a terminal may come back with what was refused for now. */
const retryAfterMs = 30_000

export function json(body: object): Answer {
  return { status: 200, contentType: 'application/json', body }
}

export function problem(code: CentralRefusalCode, members: Partial<SignedMembers> = {}): Answer {
  const { status } = centralRefusals[code]
  const body: CentralProblem = { ...problemMembers(code), status }
  return { status, contentType: 'application/problem+json', body: { ...members, ...body } }
}

export function refusal(code: CentralRefusalCode, subject: Subject, extras: RefusalExtras = {}): PaymentStatement {
  return { ...subject, ...problemMembers(code), ...extras, status: 'refused' }
}

/** What is stored under an id, in the words of the contract. `askAfterMs`: when it is worth asking about what is pending; null where nobody knows. */
export function statementOf(row: PaymentRow, floatTakenRupiah: Rupiah, askAfterMs: number | null): PaymentStatement {
  const subject = { paymentId: row.payment_id, intentHash: row.intent_hash, revision: row.revision, floatTakenRupiah }
  if (row.status === 'refused') {
    if (row.refusal_code === null) throw new Error(`payment ${row.payment_id} is refused without a reason`)
    return refusal(row.refusal_code, subject)
  }
  if (row.status === 'pending') return { ...subject, status: 'pending', ...(askAfterMs === null ? {} : { askAfterMs }) }
  if (row.status === 'voided') return { ...subject, status: 'voided' }
  if (row.proof === null) throw new Error(`payment ${row.payment_id} is paid without a proof`)
  return { ...subject, status: 'paid', proof: JSON.parse(row.proof) as PaidProof }
}

/** A statement as the whole of a reply. */
export function paymentReply(statement: PaymentStatement, members: SignedMembers): Answer {
  const body: PaymentAnswer = { ...members, ...statement }
  if (statement.status !== 'refused') return json(body)
  return { status: centralRefusals[statement.code].status, contentType: 'application/problem+json', body }
}

function problemMembers(code: CentralRefusalCode) {
  const { retry, created } = centralRefusals[code]
  return {
    type: `urn:loket:refusal:${code}`,
    title: code,
    code,
    retry,
    created,
    ...responseCodeOf(code),
    ...(retry === 'later' ? { retryAfterMs } : {}),
  }
}
