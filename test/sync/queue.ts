import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { storeDocument } from '../../main/central/documents.ts'
import { ensureBusinessDay, recordEvent } from '../../main/ledger/events.ts'
import { post } from '../../main/ledger/journal.ts'
import { movePayment } from '../../main/payments/move.ts'
import { requirePayment } from '../../main/payments/payment.ts'
import { sha256Hex } from '../../main/platform/crypto.ts'
import type { Ids } from '../../main/platform/ids.ts'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { type Database, openDatabase } from '../../main/storage/open.ts'
import { writeSetting } from '../../main/storage/settings.ts'
import { canonicalIntent } from '../../shared/intent.ts'
import { testFolder } from '../support/folder.ts'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'
import { seededIds } from '../support/seeded-ids.ts'

export const epoch = 'epoch-1'
const signedReply = { status: 200, headers: {}, body: '{}' }
const [billRupiah, hourMs] = [21_500, 3_600_000]

export type Queue = {
  database: Database
  clock: ManualClock
  ids: Ids
  /** One more in the queue; `ageMs` ago, which is long enough that nobody stands at the counter for it. */
  add(wishes?: { customerNumber?: string; ageMs?: number; productCode?: string }): string
  /** Many at once. */
  addMany(count: number): string[]
  /** A person gives the money back before it was ever sent. */
  cancel(paymentId: string): void
  states(): Record<string, number>
  row(paymentId: string): Record<string, unknown>
  reasons(): unknown[]
  alarms(): string[]
  attempts(paymentId: string): string[]
}

/** A real ledger with a queue in it, as accepting would have written it, without a counter in front of it. */
export function openQueue(clock: ManualClock = manualClock(Date.UTC(2026, 10, 23, 3, 42, 0))): Queue {
  const database: Database = openDatabase(join(testFolder(), 'ledger.sqlite'), new URL('../../main/storage/migrations/', import.meta.url))
  onTestFinished(() => void database.close())
  const ids = seededIds(clock)
  const nowMs = clock.nowMs()
  const validity = { issuedAt: new Date(nowMs).toISOString(), validUntil: new Date(nowMs + 7 * 24 * hourMs).toISOString() }
  storeDocument(database, 'catalogue', { version: 1, ...validity, products: practiceProducts(null) }, signedReply, nowMs)
  writeSetting(database, 'ledgerEpoch', epoch)
  const businessDay = ensureBusinessDay(database, '2026-11-23', nowMs)
  database
    .prepare(
      `INSERT INTO shifts (id, number, staff_id, staff_name, business_day, starting_float_rupiah, opened_at_ms) VALUES ('shift', 1, 's', 'Sari', ?, 0, ?)`,
    )
    .run(businessDay, nowMs)
  let sequence = 0

  function add(wishes: { customerNumber?: string; ageMs?: number; productCode?: string } = {}): string {
    sequence += 1
    const { customerNumber = `0812${String(sequence).padStart(8, '0')}`, ageMs = hourMs, productCode = 'TSEL20' } = wishes
    const atMs = clock.nowMs() - ageMs
    const paymentId = ids.next()
    const intent = { productCode, customerNumber, sheets: [{ period: '', amountRupiah: billRupiah }], totalRupiah: billRupiah }
    insert(database, {
      paymentId,
      intent: JSON.stringify(intent),
      intentHash: sha256Hex(canonicalIntent(intent)),
      ...intent,
      sequence,
      atMs,
    })
    return paymentId
  }

  const states = () =>
    Object.fromEntries(
      (database.prepare('SELECT state, count(*) AS count FROM payments GROUP BY state').all() as { state: string; count: number }[]).map(
        ({ state, count }) => [state, count],
      ),
    )
  return {
    database,
    clock,
    ids,
    add,
    addMany: (count): string[] => database.transaction(() => Array.from({ length: count }, () => add())).immediate(),
    cancel(paymentId) {
      const returned = { totalRupiah: billRupiah, till: { account: 'drawer', dimension: 'shift' } as const, tillRupiah: billRupiah }
      database
        .transaction(() => {
          const by = { actor: 's', atMs: clock.nowMs(), changes: { reason: 'cancelled' } }
          movePayment(database, requirePayment(database, paymentId), 'cancel', { ...by, posting: { event: 'cancel', facts: returned } })
        })
        .immediate()
    },
    states,
    row: (paymentId: string) => database.prepare('SELECT * FROM payments WHERE id = ?').get(paymentId) as Record<string, unknown>,
    reasons: () => database.prepare('SELECT state, reason, count(*) AS count FROM payments GROUP BY 1, 2 ORDER BY 1, 2').all(),
    alarms: () => database.prepare("SELECT why FROM set_aside WHERE kind = 'alarm' ORDER BY at_ms, id").pluck().all() as string[],
    attempts: (paymentId: string) =>
      database
        .prepare("SELECT kind || ' ' || coalesce(outcome, 'open') FROM attempts WHERE payment_id = ? ORDER BY started_at_ms, id")
        .pluck()
        .all(paymentId) as string[],
  }
}

type Row = {
  paymentId: string
  intent: string
  intentHash: string
  productCode: string
  customerNumber: string
  sequence: number
  atMs: number
}

function insert(database: Database, row: Row): void {
  database
    .transaction(() => {
      const bill = { ...row, billRupiah }
      database
        .prepare(
          `INSERT INTO inquiries (id, product_code, catalogue_version, customer_number, customer_name, source, fields, sheets, sheets_outstanding,
             bill_total_rupiah, fetched_at_ms, valid_until_ms) VALUES (@paymentId, @productCode, 1, @customerNumber, '', 'catalogue', '[]', '[]', 1, @billRupiah, @atMs, @atMs)`,
        )
        .run(bill)
      database.prepare("INSERT INTO baskets (id, state, staff_id, opened_at_ms) VALUES (@paymentId, 'accepted', 's', @atMs)").run(bill)
      database
        .prepare(
          `INSERT INTO basket_items (payment_id, basket_id, position, inquiry_id, product_name, intent, intent_hash, counter_fee_rupiah, commission_rupiah)
           VALUES (@paymentId, @paymentId, 1, @paymentId, 'Pulsa', @intent, @intentHash, 0, 800)`,
        )
        .run(bill)
      database
        .prepare(
          `INSERT INTO payments (id, sequence, basket_id, shift_id, staff_id, staff_name, product_code, product_name, receipt_template, customer_number,
             customer_name, inquiry_id, intent, intent_hash, bill_total_rupiah, counter_fee_rupiah, total_rupiah, commission_rupiah, accepted_at_ms, state)
           VALUES (@paymentId, @sequence, @paymentId, 'shift', 's', 'Sari', @productCode, 'Pulsa', 'pulsa', @customerNumber, '', @paymentId, @intent,
             @intentHash, @billRupiah, 0, @billRupiah, 800, @atMs, 'queued')`,
        )
        .run(bill)
      const event = recordEvent(database, { event: 'accept', paymentId: row.paymentId, to: 'queued', actor: 's', atMs: row.atMs })
      post(database, event.sequence, event.businessDay, 'accept', {
        totalRupiah: billRupiah,
        till: { account: 'drawer', dimension: 'shift' },
        tillRupiah: billRupiah,
      })
    })
    .immediate()
}
