/**
 * Customers owns the people a counter knows by name: their registration, the numbers of their households with the bills looked up ahead, and
 * the word they asked for about a payment. What the link can't take now waits in a queue of its own, behind every payment. It never moves
 * money, never decides who somebody is, and keeps no identity number that anybody here could read.
 */
import type { RegistrationRequest, RegistrationStatement, SavedNumber } from '../../shared/central-api/customers.ts'
import type { Database } from '../storage/open.ts'

export type Customer = {
  registrationId: string
  name: string
  phone: string
  email: string | null
  nikLastFour: string
  /** Null once the central has it. */
  sealedNik: string | null
  numbers: SavedNumber[]
  state: 'queued' | 'pending' | 'verified' | 'rejected' | 'refused'
  /** Why it was rejected, or the central's word for its refusal. */
  reason: string | null
  revision: number
  phoneVerified: boolean
  code: RegistrationStatement['code']
  registeredAtMs: number
  numbersChanged: boolean
  attempts: number
}

type Row = Omit<Customer, 'numbers' | 'code' | 'phoneVerified' | 'numbersChanged'> & {
  numbers: string
  code: string | null
  phoneVerified: number
  numbersChanged: number
}

const columns = `registration_id AS registrationId, name, phone, email, nik_last_four AS nikLastFour, sealed_nik AS sealedNik, numbers, state, reason,
  revision, phone_verified AS phoneVerified, code, registered_at_ms AS registeredAtMs, numbers_changed AS numbersChanged, attempts`

type NewCustomer = Pick<Customer, 'registrationId' | 'name' | 'phone' | 'email' | 'nikLastFour' | 'numbers' | 'registeredAtMs'> & {
  sealedNik: string
  staffId: string
}

/** Durable when it returns; the central hears of it as soon as it can. */
export function storeRegistration(database: Database, customer: NewCustomer): void {
  database
    .prepare(
      `INSERT INTO customers (registration_id, name, phone, email, nik_last_four, sealed_nik, numbers, state, staff_id, registered_at_ms)
       VALUES (@registrationId, @name, @phone, @email, @nikLastFour, @sealedNik, @numbers, 'queued', @staffId, @registeredAtMs)`,
    )
    .run({ ...customer, numbers: JSON.stringify(customer.numbers) })
}

export function findCustomer(database: Database, registrationId: string): Customer | null {
  const row = database.prepare<[string], Row>(`SELECT ${columns} FROM customers WHERE registration_id = ?`).get(registrationId)
  return row === undefined ? null : fromRow(row)
}

/** By a part of the name, the phone or a saved number; the newest first. */
export function searchCustomers(database: Database, text: string, rowsMax: number): Customer[] {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return database
    .prepare<[string, string, string, number], Row>(
      `SELECT ${columns} FROM customers WHERE name LIKE ? ESCAPE '\\' OR phone LIKE ? ESCAPE '\\' OR numbers LIKE ? ESCAPE '\\'
       ORDER BY registered_at_ms DESC LIMIT ?`,
    )
    .all(like, like, like, rowsMax)
    .map(fromRow)
}

/** The one that has waited longest of those the central has to hear of: a registration, or numbers that changed. */
export function dueRegistration(database: Database, nowMs: number): Customer | null {
  const row = database
    .prepare<[number], Row>(
      `SELECT ${columns} FROM customers WHERE (state = 'queued' OR numbers_changed = 1) AND not_before_ms <= ? ORDER BY registered_at_ms`,
    )
    .get(nowMs)
  return row === undefined ? null : fromRow(row)
}

/** When the next one may go; null when none waits. */
export function nextRegistrationMs(database: Database): number | null {
  const sql = "SELECT min(not_before_ms) AS atMs FROM customers WHERE state = 'queued' OR numbers_changed = 1"
  return database.prepare<[], { atMs: number | null }>(sql).get()?.atMs ?? null
}

export function requestOf(customer: Customer): RegistrationRequest {
  const { registrationId, name, phone, email, numbers } = customer
  if (customer.sealedNik === null) throw new Error(`registration ${registrationId} was sent already`)
  const registeredAt = new Date(customer.registeredAtMs).toISOString()
  return { registrationId, name, phone, email, sealedNik: customer.sealedNik, numbers, registeredAt }
}

/** What the central says. A revision that is not higher changes nothing; numbers changed here since stay as they are until it has heard of them. */
export function hearRegistration(database: Database, statement: RegistrationStatement): 'heard' | 'old' | 'unknown' {
  const { registrationId, revision, status, reason, phoneVerified, code, numbers } = statement
  const known = findCustomer(database, registrationId)
  if (known === null) return 'unknown'
  if (revision <= known.revision) return 'old'
  database
    .prepare(
      `UPDATE customers SET state = @status, reason = @reason, revision = @revision, phone_verified = @phoneVerified, code = @code,
         numbers = CASE WHEN numbers_changed = 1 THEN numbers ELSE @numbers END, sealed_nik = NULL, attempts = 0
       WHERE registration_id = @registrationId`,
    )
    .run({
      registrationId,
      revision,
      status,
      reason,
      phoneVerified: phoneVerified ? 1 : 0,
      code: code === null ? null : JSON.stringify(code),
      numbers: JSON.stringify(numbers),
    })
  return 'heard'
}

/** The central's final no to the registration itself: it has to be begun anew, with another id. */
export function refuseRegistration(database: Database, registrationId: string, reason: string): void {
  database
    .prepare("UPDATE customers SET state = 'refused', reason = ?, sealed_nik = NULL, numbers_changed = 0 WHERE registration_id = ?")
    .run(reason, registrationId)
}

/** No answer, or not now: tried again later, for ever. */
export function postponeRegistration(database: Database, registrationId: string, notBeforeMs: number): void {
  database
    .prepare('UPDATE customers SET attempts = attempts + 1, not_before_ms = ? WHERE registration_id = ?')
    .run(notBeforeMs, registrationId)
}

/** The household's numbers as they are from now on. */
export function changeNumbers(database: Database, registrationId: string, numbers: readonly SavedNumber[]): void {
  database
    .prepare(
      `UPDATE customers SET numbers = ?, numbers_changed = CASE state WHEN 'queued' THEN 0 ELSE 1 END, not_before_ms = 0, bills_not_before_ms = 0
       WHERE registration_id = ?`,
    )
    .run(JSON.stringify(numbers), registrationId)
}

/** The central knows these. Where they were changed again meanwhile, the newer ones still have to be told. */
export function numbersTold(database: Database, registrationId: string, told: readonly SavedNumber[]): void {
  database
    .prepare('UPDATE customers SET numbers_changed = 0 WHERE registration_id = ? AND numbers = ?')
    .run(registrationId, JSON.stringify(told))
}

function fromRow(row: Row): Customer {
  return {
    ...row,
    numbers: JSON.parse(row.numbers) as SavedNumber[],
    code: row.code === null ? null : (JSON.parse(row.code) as RegistrationStatement['code']),
    phoneVerified: row.phoneVerified === 1,
    numbersChanged: row.numbersChanged === 1,
  }
}
