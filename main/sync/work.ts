import type { AttemptKind } from '../payments/attempts.ts'
import type { Database } from '../storage/open.ts'

/** Spelled like the partial indexes of the queue, so that SQLite uses them. */
const isOpen = "state IN ('queued', 'sending', 'inDoubt')"

/** Nothing of the same customer number is still open before it; only what is merely to be asked about after a copy waits for nobody. */
const firstOfItsNumber = `(reason IS 'newIncarnation' OR NOT EXISTS (SELECT 1 FROM payments AS earlier WHERE earlier.customer_number = payment.customer_number
  AND earlier.sequence < payment.sequence AND earlier.state IN ('queued', 'sending', 'inDoubt')))`

/** What may be said now. Asking is always allowed; the rest waits until this ledger is known to be the one that speaks for the terminal. */
export type Allowed = { pay: boolean; void: boolean }

/** One thing that one payment needs from the central. */
export type Work = {
  paymentId: string
  customerNumber: string
  productCode: string
  kind: AttemptKind
  acceptedAtMs: number
  /** How often in a row it got no answer over a good link. */
  silenceCount: number
}

const columns = `id AS paymentId, customer_number AS customerNumber, product_code AS productCode, accepted_at_ms AS acceptedAtMs,
  silence_count AS silenceCount,
  CASE WHEN wanted = 'void' THEN 'void' WHEN state = 'inDoubt' OR hold IS NOT NULL THEN 'ask' ELSE 'pay' END AS kind`

/** Held ones are asked once this ledger speaks for the terminal again; those the central has never seen wait for a person. */
const isAllowed = `state <> 'sending' AND (hold IS NULL OR (@void AND reason IS NOT 'heldAfterRestore'))
  AND CASE WHEN wanted = 'void' THEN @void WHEN state = 'inDoubt' OR hold IS NOT NULL THEN 1 ELSE @pay END`

const flags = (allowed: Allowed) => ({ pay: allowed.pay ? 1 : 0, void: allowed.void ? 1 : 0 })

/** Nothing is put off for longer. A time further ahead was written while the clock was wrong. */
export const longestDelayMs = 24 * 3_600_000
const isDue = `(not_before_ms <= @nowMs OR not_before_ms > @nowMs + ${2 * longestDelayMs})`

/** Alone because no batch with it in it was answered: it may well take the whole time that a reply may take, again and again. */
export const suspectFrom = 3

/** Written out once, because every pass of the loop asks. */
const dueQuery = { plain: dueWhere(`silence_count < ${suspectFrom}`), suspects: dueWhere(`silence_count >= ${suspectFrom}`) }

function dueWhere(condition: string): string {
  return `SELECT ${columns} FROM payments AS payment INDEXED BY payments_open_in_order
    WHERE ${isOpen} AND ${condition} AND ${isDue} AND ${isAllowed} AND ${firstOfItsNumber}
    ORDER BY sequence LIMIT @countMax`
}

/**
 * Whose turn it is, oldest first: first in, first out per customer number, so that a later month never overtakes an earlier one.
 * Suspects are read apart, so that many of them can't hide the others.
 */
export function dueWork(database: Database, nowMs: number, allowed: Allowed, which: 'plain' | 'suspects', countMax: number): Work[] {
  return database.prepare(dueQuery[which]).all({ nowMs, countMax, ...flags(allowed) }) as Work[]
}

/** No counter serves more people at once than this. */
const freshMax = 32
const freshQuery = `SELECT ${columns}
  FROM (SELECT * FROM payments INDEXED BY payments_open_in_order WHERE ${isOpen} ORDER BY sequence DESC LIMIT ${freshMax}) AS payment
  WHERE accepted_at_ms BETWEEN @fromMs AND @toMs AND ${isDue} AND ${isAllowed} AND ${firstOfItsNumber} ORDER BY sequence`

/** Those for whom a customer is standing there: accepted within `freshForMs`, oldest first. Looks at the end of the queue only. */
export function freshWork(database: Database, nowMs: number, allowed: Allowed, freshForMs: number): Work[] {
  return database.prepare(freshQuery).all({ nowMs, fromMs: nowMs - freshForMs, toMs: nowMs + freshForMs, ...flags(allowed) }) as Work[]
}

/** Cancelled without being sent: the central burns the id, so that a copy of this ledger can't pay it. Nobody waits for that. */
export function burnWork(database: Database, nowMs: number, countMax: number): Work[] {
  return database
    .prepare(
      `SELECT ${columns.replace(/CASE.*/s, "'void' AS kind")} FROM payments
       WHERE state = 'cancelled' AND burnt = 0 AND ever_sent = 0 AND ${isDue} ORDER BY sequence LIMIT @countMax`,
    )
    .all({ nowMs, countMax }) as Work[]
}

const nextQuery = { queued: nextWhere("state = 'queued'"), inDoubt: nextWhere("state = 'inDoubt'") }

function nextWhere(condition: string): string {
  return `SELECT not_before_ms AS atMs FROM payments AS payment
    WHERE ${isOpen} AND ${condition} AND not_before_ms > @nowMs AND ${isAllowed} AND ${firstOfItsNumber} ORDER BY not_before_ms LIMIT 1`
}

/** When the next payment that waits for a time may go, or null when none does. One that waits for another of its number has no time of its own. */
export function nextDueAtMs(database: Database, nowMs: number, allowed: Allowed): number | null {
  const next = (state: keyof typeof nextQuery) =>
    (database.prepare(nextQuery[state]).get({ nowMs, ...flags(allowed) }) as { atMs: number } | undefined)?.atMs
  const burn = database
    .prepare(
      "SELECT min(not_before_ms) AS atMs FROM payments WHERE state = 'cancelled' AND burnt = 0 AND ever_sent = 0 AND not_before_ms > ?",
    )
    .get(nowMs) as { atMs: number | null }
  const times = [next('queued'), next('inDoubt'), burn.atMs ?? undefined].filter((atMs) => atMs !== undefined)
  return times.length === 0 ? null : Math.min(...times)
}

/** The link is back: what waited for it need not wait out its backoff. What the central put off stays put off. */
export function releaseSilenced(database: Database, nowMs: number): void {
  database
    .prepare(
      `UPDATE payments SET not_before_ms = 0
       WHERE ${isOpen} AND not_before_ms > ? AND silence_count = 0 AND (reason IS NULL OR reason IN ('notReached', 'noAnswer', 'restarted'))`,
    )
    .run(nowMs)
}

/** Something is new about it: what it waits for need not be waited for. */
export function askNow(database: Database, paymentId: string): void {
  database.prepare("UPDATE payments SET not_before_ms = 0 WHERE id = ? AND state IN ('queued', 'inDoubt')").run(paymentId)
}

/** The link was good and these got no answer: each may be the one that keeps the others from it. */
export function suspect(database: Database, paymentIds: readonly string[]): void {
  const raise = database.prepare(
    `UPDATE payments SET silence_count = silence_count + 1,
       reason = CASE WHEN state = 'inDoubt' AND silence_count + 1 > ${suspectFrom} THEN 'noAnswerAlone' ELSE reason END WHERE id = ?`,
  )
  database
    .transaction(() => {
      for (const paymentId of paymentIds) raise.run(paymentId)
    })
    .immediate()
}
