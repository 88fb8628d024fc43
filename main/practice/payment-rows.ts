import type { PaidProof } from '../../shared/central-api/payments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import type { Rupiah } from '../../shared/money.ts'
import type { Database } from '../storage/open.ts'

export type PaymentRow = {
  payment_id: string
  intent_hash: string
  status: 'pending' | 'paid' | 'refused' | 'voided'
  revision: number
  terminal_id: string
  product_code: string | null
  customer_number: string | null
  /** JSON of the intent's sheets. */
  sheets: string | null
  total_rupiah: Rupiah | null
  commission_rupiah: Rupiah | null
  trace: string | null
  overrides_payment_id: string | null
  refusal_code: CentralRefusalCode | null
  /** JSON of the proof. */
  proof: string | null
  created_at_ms: number
  changed_at_ms: number
  /** Which life of the terminal's ledger created it. */
  incarnation: number
  /** Null in rows from before it was kept. */
  deduction_rupiah: Rupiah | null
  purchase_day: string | null
  /** Ledger epoch in which the biller's advice about it was last taken. */
  checked_epoch: string | null
}

export type PaymentEnd = { status: 'paid'; proof: PaidProof } | { status: 'refused'; code: CentralRefusalCode }

export type PaymentRows = ReturnType<typeof createPaymentRows>

/** The payments table and its bill keys, without a rule of its own. */
export function createPaymentRows(database: Database) {
  const columns = [
    'payment_id',
    'intent_hash',
    'status',
    'revision',
    'terminal_id',
    'product_code',
    'customer_number',
    'sheets',
    'total_rupiah',
    'commission_rupiah',
    'trace',
    'overrides_payment_id',
    'refusal_code',
    'proof',
    'created_at_ms',
    'changed_at_ms',
    'incarnation',
    'deduction_rupiah',
    'purchase_day',
    'checked_epoch',
  ]
  const insert = database.prepare(`INSERT INTO payments (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`)
  const insertKey = database.prepare('INSERT OR IGNORE INTO bill_keys (bill_key, payment_id) VALUES (?, ?)')
  const byId = database.prepare<[string], PaymentRow>('SELECT * FROM payments WHERE payment_id = ?')
  // Two plain look-ups: this SQLite plans a join anew at every run, which costs twenty times as much.
  const idsOf = database.prepare<[string], { payment_id: string }>('SELECT payment_id FROM bill_keys WHERE bill_key = ?')
  const change = database.prepare(`UPDATE payments
    SET status = @status, proof = @proof, refusal_code = @code, revision = @revision, changed_at_ms = @nowMs
    WHERE payment_id = @paymentId`)
  const raise = database.prepare('UPDATE payments SET revision = revision + 1, changed_at_ms = ? WHERE payment_id = ?')
  const check = database.prepare('UPDATE payments SET checked_epoch = ? WHERE payment_id = ?')
  const pending = database.prepare<[], PaymentRow>("SELECT * FROM payments WHERE status = 'pending' ORDER BY payment_id")
  const all = database.prepare<[], PaymentRow>('SELECT * FROM payments ORDER BY payment_id')
  const alarm = database.prepare('INSERT INTO alarms (kind, payment_id, detail, at_ms) VALUES (?, ?, ?, ?)')

  return {
    find: (paymentId: string): PaymentRow | null => byId.get(paymentId) ?? null,

    insert(row: PaymentRow, keys: readonly string[]): void {
      insert.run(row)
      for (const key of keys) insertKey.run(key, row.payment_id)
    },

    /** Payments that hold any of these bills: pending or paid. */
    liveOf(keys: readonly string[]): PaymentRow[] {
      const found = new Map<string, PaymentRow>()
      for (const { payment_id } of keys.flatMap((key) => idsOf.all(key))) {
        const row = byId.get(payment_id)
        if (row?.status === 'pending' || row?.status === 'paid') found.set(payment_id, row)
      }
      return [...found.values()]
    },

    /** The new revision has to be higher: a terminal applies nothing else. */
    end(row: PaymentRow, to: PaymentEnd, revision: number, nowMs: number): PaymentRow {
      if (revision <= row.revision) throw new Error(`payment ${row.payment_id} would go from revision ${row.revision} to ${revision}`)
      const proof = to.status === 'paid' ? JSON.stringify(to.proof) : null
      const code = to.status === 'refused' ? to.code : null
      change.run({ paymentId: row.payment_id, nowMs, status: to.status, proof, code, revision })
      return { ...row, status: to.status, proof, refusal_code: code, revision, changed_at_ms: nowMs }
    },

    /** What is said about it changed in whom it belongs to. */
    raiseRevision: (paymentId: string, nowMs: number) => void raise.run(nowMs, paymentId),
    markChecked: (paymentId: string, epoch: string) => void check.run(epoch, paymentId),
    pending: () => pending.all(),
    all: () => all.all(),
    alarm: (kind: string, paymentId: string, detail: object, nowMs: number) =>
      void alarm.run(kind, paymentId, JSON.stringify(detail), nowMs),
  }
}
