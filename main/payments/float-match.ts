import type { FloatMovement } from '../../shared/central-api/float.ts'
import type { Rupiah } from '../../shared/money.ts'
import type { Database } from '../storage/open.ts'
import { bookedFloatRupiah } from './float-taken.ts'
import { findPayment } from './payment.ts'

/** A payment of this ledger for which the central has taken another amount than is booked here. */
export type FloatMismatch = { paymentId: string; takenRupiah: Rupiah; bookedRupiah: Rupiah }

/**
 * The central's movements against our lines, payment by payment. Both ways: what the central took, and what we booked as taken without a
 * movement of it. What other terminals of the outlet did is not ours to match. Only reads.
 */
export function floatMismatches(database: Database, movements: readonly FloatMovement[]): FloatMismatch[] {
  const taken = new Map<string, Rupiah>()
  for (const { kind, paymentId, amountRupiah } of movements) {
    if (paymentId === null) continue
    const moved = kind === 'deduct' ? amountRupiah : kind === 'credit' ? -amountRupiah : 0
    taken.set(paymentId, (taken.get(paymentId) ?? 0) + moved)
  }
  const booked = database
    .prepare(
      `SELECT DISTINCT events.payment_id AS paymentId FROM journal_lines AS line JOIN events ON events.sequence = line.event_sequence
       WHERE line.account = 'floatUsed' AND events.payment_id IS NOT NULL`,
    )
    .all() as { paymentId: string }[]
  const ours = new Set([...taken.keys(), ...booked.map(({ paymentId }) => paymentId)])
  return [...ours]
    .sort()
    .filter((paymentId) => findPayment(database, paymentId) !== null)
    .map((paymentId) => ({ paymentId, takenRupiah: taken.get(paymentId) ?? 0, bookedRupiah: bookedFloatRupiah(database, paymentId) }))
    .filter(({ takenRupiah, bookedRupiah }) => takenRupiah !== bookedRupiah)
}
