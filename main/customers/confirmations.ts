import type { ConfirmationRequest, ConfirmationStatement } from '../../shared/central-api/confirmations.ts'
import type { Database } from '../storage/open.ts'

export type Confirmation = {
  confirmationId: string
  paymentId: string
  channel: ConfirmationRequest['channel']
  address: string
  counter: ConfirmationRequest['counter']
  state: 'queued' | 'taken' | 'refused'
  /** The central's word for its refusal. */
  reason: string | null
  revision: number
  messages: ConfirmationStatement['messages']
  askedAtMs: number
  attempts: number
}

type Row = Omit<Confirmation, 'counter' | 'messages'> & { counter: string; messages: string }

const columns = `confirmation_id AS confirmationId, payment_id AS paymentId, channel, address, counter, state, reason, revision, messages,
  asked_at_ms AS askedAtMs, attempts`

/** Durable when it returns. Asked twice for one payment, channel and address it is the same confirmation: the customer gets it once. */
export function storeConfirmation(database: Database, request: ConfirmationRequest, askedAtMs: number): Confirmation {
  const { confirmationId, paymentId, channel, address } = request
  database
    .prepare(
      `INSERT INTO confirmations (confirmation_id, payment_id, channel, address, counter, state, asked_at_ms)
       VALUES (@confirmationId, @paymentId, @channel, @address, @counter, 'queued', @askedAtMs)
       ON CONFLICT (payment_id, channel, address) DO NOTHING`,
    )
    .run({ confirmationId, paymentId, channel, address, counter: JSON.stringify(request.counter), askedAtMs })
  const row = database
    .prepare<[string, string, string], Row>(`SELECT ${columns} FROM confirmations WHERE payment_id = ? AND channel = ? AND address = ?`)
    .get(paymentId, channel, address)
  if (row === undefined) throw new Error(`confirmation ${confirmationId} was not stored`)
  return fromRow(row)
}

export function confirmationsOf(database: Database, paymentId: string): Confirmation[] {
  return database
    .prepare<[string], Row>(`SELECT ${columns} FROM confirmations WHERE payment_id = ? ORDER BY asked_at_ms, confirmation_id`)
    .all(paymentId)
    .map(fromRow)
}

/** Of payments that the central may have heard of; before that it would have nothing to tell, and of a cancelled one it never will. */
const isTellable = `state = 'queued' AND EXISTS (SELECT 1 FROM payments WHERE payments.id = confirmations.payment_id
  AND payments.state NOT IN ('queued', 'sending', 'cancelled'))`

export function dueConfirmation(database: Database, nowMs: number): Confirmation | null {
  const row = database
    .prepare<[number], Row>(`SELECT ${columns} FROM confirmations WHERE ${isTellable} AND not_before_ms <= ? ORDER BY asked_at_ms`)
    .get(nowMs)
  return row === undefined ? null : fromRow(row)
}

/** When the next one may go; null when none can. */
export function nextConfirmationMs(database: Database): number | null {
  const sql = `SELECT min(not_before_ms) AS atMs FROM confirmations WHERE ${isTellable}`
  return database.prepare<[], { atMs: number | null }>(sql).get()?.atMs ?? null
}

export function confirmationRequestOf({ confirmationId, paymentId, channel, address, counter }: Confirmation): ConfirmationRequest {
  return { confirmationId, paymentId, channel, address, counter }
}

/** What the central says. A revision that is not higher changes nothing. */
export function hearConfirmation(database: Database, statement: ConfirmationStatement): 'heard' | 'old' {
  const { confirmationId, revision, messages } = statement
  const result = database
    .prepare(
      "UPDATE confirmations SET state = 'taken', revision = ?, messages = ?, attempts = 0 WHERE confirmation_id = ? AND revision < ?",
    )
    .run(revision, JSON.stringify(messages), confirmationId, revision)
  return result.changes === 1 ? 'heard' : 'old'
}

export function refuseConfirmation(database: Database, confirmationId: string, reason: string): void {
  database.prepare("UPDATE confirmations SET state = 'refused', reason = ? WHERE confirmation_id = ?").run(reason, confirmationId)
}

export function postponeConfirmation(database: Database, confirmationId: string, notBeforeMs: number): void {
  database
    .prepare('UPDATE confirmations SET attempts = attempts + 1, not_before_ms = ? WHERE confirmation_id = ?')
    .run(notBeforeMs, confirmationId)
}

function fromRow(row: Row): Confirmation {
  return {
    ...row,
    counter: JSON.parse(row.counter) as Confirmation['counter'],
    messages: JSON.parse(row.messages) as Confirmation['messages'],
  }
}
