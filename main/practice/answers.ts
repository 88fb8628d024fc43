import type { PaymentAnswer } from '../../shared/central-api/payments.ts'
import type { CentralProblem } from '../../shared/central-api/problem.ts'
import { type CentralRefusalCode, centralRefusals } from '../../shared/central-api/refusals.ts'
import type { PaymentRow } from './payment-rows.ts'

/** What the central says and the status it says it with; signing comes after. */
export type Answer = { status: number; contentType: 'application/json' | 'application/problem+json'; body: object }

/** Members that every signed reply carries. */
export type SignedMembers = { serverTime: string; ledgerEpoch: string; idsKeptForDays: number }

export type Subject = { paymentId: string; intentHash: string; revision: number }
type RefusalExtras = { firstPaymentId?: string }

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

export function paymentRefused(code: CentralRefusalCode, subject: Subject, members: SignedMembers, extras: RefusalExtras = {}): Answer {
  const body: PaymentAnswer = { ...members, ...subject, ...extras, ...problemMembers(code), status: 'refused' }
  return { status: centralRefusals[code].status, contentType: 'application/problem+json', body }
}

/** What is stored under an id, in the words of the contract. */
export function paymentAnswer(row: PaymentRow, members: SignedMembers): Answer {
  const subject = { paymentId: row.payment_id, intentHash: row.intent_hash, revision: row.revision }
  if (row.status === 'refused') {
    if (row.refusal_code === null) throw new Error(`payment ${row.payment_id} is refused without a reason`)
    return paymentRefused(row.refusal_code, subject, members)
  }
  if (row.status !== 'paid') return json({ ...members, ...subject, status: row.status } satisfies PaymentAnswer)
  if (row.proof === null) throw new Error(`payment ${row.payment_id} is paid without a proof`)
  return json({ ...members, ...subject, status: 'paid', proof: JSON.parse(row.proof) })
}

export function paymentUnknown(subject: Omit<Subject, 'revision'>, members: SignedMembers): Answer {
  return json({ ...members, ...subject, revision: 0, status: 'unknown' } satisfies PaymentAnswer)
}

function problemMembers(code: CentralRefusalCode) {
  const { retry, created } = centralRefusals[code]
  return { type: `urn:loket:refusal:${code}`, title: code, code, retry, created, ...(retry === 'later' ? { retryAfterMs } : {}) }
}
