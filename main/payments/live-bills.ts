import { billKeys, type PaymentIntent } from '../../shared/intent.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Database } from '../storage/open.ts'

type BillOfPayment = { id: string; intent: PaymentIntent; acceptedAtMs: number; overridesPaymentId: string | null }

/** The live payment that already has one of this intent's bills, or null. `atMs` gives the WIB day of a prepaid purchase. */
export function livePaymentOf(database: Database, intent: PaymentIntent, atMs: number): string | null {
  const find = database.prepare('SELECT payment_id AS paymentId FROM live_bills WHERE bill_key = ?')
  for (const key of billKeys(intent, dayInZone(atMs, 'WIB'))) {
    const row = find.get(key) as { paymentId: string } | undefined
    if (row !== undefined) return row.paymentId
  }
  return null
}

/**
 * Makes a payment the live one of its bills, inside the caller's transaction. A deliberate second payment gets keys of
 * its own beside the first one's. The primary key refuses a third way in, should a caller forget to look.
 */
export function claimBill(database: Database, payment: BillOfPayment, when: 'mustBeFree' | 'ifFree'): void {
  const insert = database.prepare(
    when === 'mustBeFree'
      ? 'INSERT INTO live_bills (bill_key, payment_id) VALUES (?, ?)'
      : 'INSERT OR IGNORE INTO live_bills (bill_key, payment_id) VALUES (?, ?)',
  )
  const beside = payment.overridesPaymentId === null ? '' : `|beside:${payment.overridesPaymentId}|${payment.id}`
  for (const key of billKeys(payment.intent, dayInZone(payment.acceptedAtMs, 'WIB'))) insert.run(`${key}${beside}`, payment.id)
}
