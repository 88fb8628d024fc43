import { billKeys, type PaymentIntent } from '../../shared/intent.ts'
import { Refusal } from '../../shared/refusals.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Database } from '../storage/open.ts'

type LiveRow = { id: string; sequence: number }

/**
 * The live payments that hold one of this intent's bills, oldest first, without those that another of them deliberately repeats: what a
 * new payment has to name to stand beside them. `atMs` gives the WIB day of a prepaid purchase.
 */
export function livePaymentsOf(database: Database, intent: PaymentIntent, atMs: number): string[] {
  const find = database.prepare(
    `SELECT id, sequence FROM live_bills JOIN payments ON payments.id = live_bills.payment_id
     WHERE bill_key = @key OR (bill_key >= @key || '|beside:' AND bill_key < @key || '|beside;')`,
  )
  const found = new Map<string, LiveRow>()
  for (const key of billKeys(intent, dayInZone(atMs, 'WIB'))) {
    const rows = find.all({ key }) as LiveRow[]
    // Month by month: who repeats one month of a payment has not been asked about the others.
    const repeated = new Set(rows.length < 2 ? [] : rows.flatMap((row) => repeatedBy(database, row.id)))
    for (const row of rows) if (!repeated.has(row.id)) found.set(row.id, row)
  }
  return [...found.values()].sort((a, b) => a.sequence - b.sequence).map((row) => row.id)
}

/** What a payment deliberately repeats, and what that one repeated: a chain holds though one in the middle has failed. */
function repeatedBy(database: Database, paymentId: string): string[] {
  const rows = database
    .prepare(
      `WITH RECURSIVE chain (id) AS (
         SELECT overrides_payment_id FROM payments WHERE id = ?
         UNION SELECT overrides_payment_id FROM payments JOIN chain USING (id))
       SELECT id FROM chain WHERE id IS NOT NULL`,
    )
    .all(paymentId) as { id: string }[]
  return rows.map(({ id }) => id)
}

/** Refuses `duplicateBill` when a bill is being paid already, unless the person named the one payment that has it. */
export function refuseDuplicate(database: Database, intent: PaymentIntent, overridesPaymentId: string | null, atMs: number): void {
  const first = livePaymentsOf(database, intent, atMs).find((id) => id !== overridesPaymentId)
  if (first === undefined) return
  const { state } = database.prepare('SELECT state FROM payments WHERE id = ?').get(first) as { state: string }
  throw new Refusal('duplicateBill', { firstPaymentId: first, firstState: state, customerNumber: intent.customerNumber })
}

/**
 * Makes a payment a live one of its bills, inside the caller's transaction. `mayStandBeside`: a deliberate repeat, or one that lives
 * again although its bill was paid anew meanwhile; it gets a key of its own beside the first one's. Anybody else throws,
 * should a caller forget to look.
 */
export function claimBill(
  database: Database,
  payment: { id: string; intent: PaymentIntent; acceptedAtMs: number },
  mayStandBeside: boolean,
): void {
  const insert = database.prepare('INSERT OR IGNORE INTO live_bills (bill_key, payment_id) VALUES (?, ?)')
  for (const key of billKeys(payment.intent, dayInZone(payment.acceptedAtMs, 'WIB'))) {
    if (insert.run(key, payment.id).changes === 1) continue
    if (!mayStandBeside) throw new Error(`bill ${key} is being paid already`)
    insert.run(`${key}|beside:${payment.id}`, payment.id)
  }
}
