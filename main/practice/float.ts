import type { Rupiah } from '../../shared/money.ts'
import { zones } from '../../shared/zones.ts'
import type { Database } from '../storage/open.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

type Movement = 'credit' | 'reserve' | 'deduct' | 'release'
export type FloatMovement = {
  kind: Movement
  paymentId: string | null
  amountRupiah: Rupiah
  balanceBeforeRupiah: Rupiah
  balanceAfterRupiah: Rupiah
  reservedBeforeRupiah: Rupiah
  reservedAfterRupiah: Rupiah
  atMs: number
  note: string | null
}
type Numbered = FloatMovement & { sequence: number }

export type Float = ReturnType<typeof createFloat>

/**
 * The outlet's deposit. A payment reserves before the biller is asked and is deducted or released when the biller has spoken;
 * each movement tells the balance before and after, so that a terminal can match it by payment id.
 */
export function createFloat(database: Database) {
  const last = database.prepare<[], { balance: Rupiah; reserved: Rupiah }>(
    'SELECT balance_after_rupiah AS balance, reserved_after_rupiah AS reserved FROM float_movements ORDER BY sequence DESC LIMIT 1',
  )
  const insert = database.prepare(`INSERT INTO float_movements
    (kind, payment_id, amount_rupiah, balance_before_rupiah, balance_after_rupiah, reserved_before_rupiah, reserved_after_rupiah, at_ms, note)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const members = `kind, payment_id AS paymentId, amount_rupiah AS amountRupiah,
    balance_before_rupiah AS balanceBeforeRupiah, balance_after_rupiah AS balanceAfterRupiah,
    reserved_before_rupiah AS reservedBeforeRupiah, reserved_after_rupiah AS reservedAfterRupiah, at_ms AS atMs, note`
  const all = database.prepare<[], FloatMovement>(`SELECT ${members} FROM float_movements ORDER BY sequence`)
  const after = database.prepare<[number, number], Numbered>(
    `SELECT sequence, ${members} FROM float_movements WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  )
  const head = database.prepare<[], { head: number }>('SELECT coalesce(max(sequence), 0) AS head FROM float_movements')
  // Sums, not the row of the moment: what was put in and taken between two moments is then always the difference of their balances.
  const balanceAt = database.prepare<[number], { rupiah: Rupiah | null }>(
    `SELECT sum(CASE kind WHEN 'credit' THEN amount_rupiah WHEN 'deduct' THEN -amount_rupiah ELSE 0 END) AS rupiah
     FROM float_movements WHERE at_ms < ?`,
  )
  const putInBetween = database.prepare<[number, number], { rupiah: Rupiah | null }>(
    `SELECT sum(amount_rupiah) AS rupiah FROM float_movements
     WHERE kind = 'credit' AND payment_id IS NULL AND at_ms >= ? AND at_ms < ?`,
  )
  const takenBetween = database.prepare<[number, number], { rupiah: Rupiah | null }>(
    `SELECT sum(CASE WHEN kind = 'deduct' THEN amount_rupiah WHEN kind = 'credit' AND payment_id IS NOT NULL THEN -amount_rupiah ELSE 0 END)
     AS rupiah FROM float_movements WHERE at_ms >= ? AND at_ms < ?`,
  )
  const usedByDay = database.prepare<[number, number, number], { startMs: number; rupiah: Rupiah }>(
    `SELECT at_ms - (at_ms + ?) % ${dayMs} AS startMs,
       sum(CASE kind WHEN 'deduct' THEN amount_rupiah WHEN 'credit' THEN -amount_rupiah ELSE 0 END) AS rupiah
     FROM float_movements WHERE payment_id IS NOT NULL AND at_ms >= ? AND at_ms < ? GROUP BY startMs ORDER BY startMs`,
  )
  const firstUse = database.prepare<[], { atMs: number | null }>(
    'SELECT min(at_ms) AS atMs FROM float_movements WHERE payment_id IS NOT NULL',
  )

  const taken = database.prepare<[string], { rupiah: Rupiah | null }>(
    `SELECT sum(CASE kind WHEN 'deduct' THEN amount_rupiah WHEN 'credit' THEN -amount_rupiah ELSE 0 END) AS rupiah
     FROM float_movements WHERE payment_id = ?`,
  )

  /** Effect of each movement on balance and reserved, in units of its amount. */
  const effects: Record<Movement, readonly [balance: number, reserved: number]> = {
    credit: [1, 0],
    reserve: [0, 1],
    deduct: [-1, -1],
    release: [0, -1],
  }

  function now() {
    return last.get() ?? { balance: 0, reserved: 0 }
  }

  return {
    /** `note`: for people, why it moved. */
    move(kind: Movement, paymentId: string | null, amountRupiah: Rupiah, atMs: number, note: string | null = null): void {
      const { balance, reserved } = now()
      const [onBalance, onReserved] = effects[kind]
      insert.run(
        kind,
        paymentId,
        amountRupiah,
        balance,
        balance + onBalance * amountRupiah,
        reserved,
        reserved + onReserved * amountRupiah,
        atMs,
        note,
      )
    },
    /** What a payment has taken for good, less what was given back for it. */
    takenRupiah: (paymentId: string): Rupiah => taken.get(paymentId)?.rupiah ?? 0,
    /** What a new payment may take. Below zero after a restore that lost a top-up. */
    availableRupiah(): Rupiah {
      const { balance, reserved } = now()
      return balance - reserved
    },
    balanceRupiah: () => now().balance,
    reservedRupiah: () => now().reserved,
    movements: () => all.all(),
    /** A page of movements after a sequence, and the newest sequence there is. */
    movementsAfter: (sequence: number, count: number) => ({ movements: after.all(sequence, count), head: head.get()?.head ?? 0 }),
    /** The balance just before an instant, what is reserved included; 0 before the first movement. */
    balanceAtRupiah: (atMs: number): Rupiah => balanceAt.get(atMs)?.rupiah ?? 0,
    /** What came in within a time that no payment gave back. */
    putInRupiah: (fromMs: number, toMs: number): Rupiah => putInBetween.get(fromMs, toMs)?.rupiah ?? 0,
    /** What else left within a time, less what came back. */
    takenBetweenRupiah: (fromMs: number, toMs: number): Rupiah => takenBetween.get(fromMs, toMs)?.rupiah ?? 0,
    /** What payments took on each WIB day within a time, less what came back for payments on it; days without any are left out. */
    usedByDay: (fromMs: number, toMs: number) => usedByDay.all(zones.WIB * hourMs, fromMs, toMs),
    /** When the first payment reserved; null before. */
    firstUseAtMs: (): number | null => firstUse.get()?.atMs ?? null,
  }
}
