import type { PaymentState } from '../../shared/payment-states.ts'
import type { Database } from '../storage/open.ts'

export type EventDetail = Record<string, string | number | boolean | null>

export type NewEvent = {
  event: string
  paymentId?: string
  shiftId?: string
  from?: PaymentState
  to?: PaymentState
  /** Staff id, or `central`, or `terminal` for what the terminal does by itself. */
  actor: string
  atMs: number
  detail?: EventDetail
}

/** Appends one event inside the caller's transaction. The order of events is their sequence, never the clock. */
export function recordEvent(database: Database, event: NewEvent): { sequence: number; businessDay: string } {
  if (!database.inTransaction) throw new Error(`event ${event.event} needs a transaction`)
  const businessDay = openBusinessDay(database)
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO events (event, payment_id, shift_id, from_state, to_state, actor, at_ms, business_day, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      event.event,
      event.paymentId ?? null,
      event.shiftId ?? null,
      event.from ?? null,
      event.to ?? null,
      event.actor,
      event.atMs,
      businessDay,
      JSON.stringify(event.detail ?? {}),
    )
  return { sequence: Number(lastInsertRowid), businessDay }
}

/** The day lines are posted to: the newest one opened. Late results fall into it, never into a locked day. */
export function openBusinessDay(database: Database): string {
  const row = database.prepare('SELECT day, locked_at_ms AS lockedAtMs FROM business_days ORDER BY day DESC LIMIT 1').get() as
    | { day: string; lockedAtMs: number | null }
    | undefined
  if (row === undefined) throw new Error('no business day is open: a shift opens the first one')
  if (row.lockedAtMs !== null) throw new Error(`business day ${row.day} is locked and no later one is open`)
  return row.day
}

/** Opens `day` unless it or a later one is open already: a clock set back never reopens the past. */
export function ensureBusinessDay(database: Database, day: string, atMs: number): string {
  const newest = database.prepare('SELECT max(day) AS day FROM business_days').get() as { day: string | null }
  if (newest.day !== null && newest.day >= day) return newest.day
  database.prepare('INSERT INTO business_days (day, opened_at_ms) VALUES (?, ?)').run(day, atMs)
  return day
}
