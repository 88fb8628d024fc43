import { billKeys, type PaymentIntent } from '../../shared/intent.ts'
import { Refusal } from '../../shared/refusals.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Database } from '../storage/open.ts'

/**
 * The live payments that hold one of this intent's bills, oldest first, without those that another of them deliberately repeats: what a
 * new payment has to name to stand beside them. `atMs` gives the WIB day of a prepaid purchase.
 */
export function livePaymentsOf(database: Database, intent: PaymentIntent, atMs: number): string[] {
  const find = database.prepare(
    `SELECT id, sequence, overrides_payment_id AS overridesPaymentId FROM live_bills JOIN payments ON payments.id = live_bills.payment_id
     WHERE bill_key = @key OR (bill_key >= @key || '|beside:' AND bill_key < @key || '|beside;')`,
  )
  const found = new Map<string, { id: string; sequence: number; overridesPaymentId: string | null }>()
  for (const key of billKeys(intent, dayInZone(atMs, 'WIB')))
    for (const row of find.all({ key }) as { id: string; sequence: number; overridesPaymentId: string | null }[]) found.set(row.id, row)
  const repeated = new Set([...found.values()].map((row) => row.overridesPaymentId))
  return [...found.values()]
    .filter((row) => !repeated.has(row.id))
    .sort((a, b) => a.sequence - b.sequence)
    .map((row) => row.id)
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
