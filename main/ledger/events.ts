import type { PaymentState } from '../../shared/payment-states.ts'
import { dayAfter, dayInZone } from '../../shared/zones.ts'
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
  const businessDay = openBusinessDay(database, event.atMs)
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

/**
 * The day lines are posted to: the newest one, until a shift opens the next. Late results fall into it; when it is locked they open a day of
 * their own, which the next shift then finds open. The outlet's zone is not known here; WIB is never ahead of it.
 */
export function openBusinessDay(database: Database, atMs: number): string {
  const newest = newestDay(database)
  return newest !== null && !newest.isLocked ? newest.day : ensureBusinessDay(database, dayInZone(atMs, 'WIB'), atMs)
}

/** Opens `day` unless it or a later one is open already: a clock set back never reopens the past, and a locked day stays locked. */
export function ensureBusinessDay(database: Database, day: string, atMs: number): string {
  const newest = newestDay(database)
  if (newest !== null && !newest.isLocked && newest.day >= day) return newest.day
  const opened = newest !== null && newest.day >= day ? dayAfter(newest.day) : day
  database.prepare('INSERT INTO business_days (day, opened_at_ms) VALUES (?, ?)').run(opened, atMs)
  return opened
}

function newestDay(database: Database): { day: string; isLocked: boolean } | null {
  const row = database.prepare('SELECT day, locked_at_ms AS lockedAtMs FROM business_days ORDER BY day DESC LIMIT 1').get() as
    | { day: string; lockedAtMs: number | null }
    | undefined
  return row === undefined ? null : { day: row.day, isLocked: row.lockedAtMs !== null }
}
