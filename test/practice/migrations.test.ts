import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { v7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { createPracticeCentral } from '../../main/practice/practice-central.ts'

const folderOf = { central: 'migrations', biller: 'biller-migrations' } as const

/** A database as the first release left it, with rows of its time. */
function oldBook(path: string, which: keyof typeof folderOf, first: string, rows: string): void {
  const sql = readFileSync(new URL(`../../main/practice/${folderOf[which]}/${first}`, import.meta.url), 'utf8')
  const database = new Sqlite(path)
  database.pragma('journal_mode = WAL')
  database.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sql TEXT NOT NULL) STRICT')
  database.exec(sql)
  database.prepare('INSERT INTO migrations VALUES (1, ?, ?)').run(first, sql)
  database.exec(rows)
  database.close()
}

test('0002: a practice from before keeps its payments, its float and the biller’s book, and lives on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loket-migrate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [paid, pending] = [v7(), v7()]
  const hash = 'a'.repeat(64)
  const sheets = [{ period: '', amountRupiah: 21_500 }]
  const nowMs = systemClock.nowMs()
  oldBook(
    join(folder, 'practice-central.sqlite'),
    'central',
    '0001-practice-central.sql',
    `INSERT INTO facts VALUES ('ledgerEpoch', 'old');
     INSERT INTO terminals VALUES ('LTH001', 'key-1', 'k', 'Loket 1', 1, 0);
     INSERT INTO payments (payment_id, intent_hash, status, revision, terminal_id, product_code, customer_number, sheets, total_rupiah,
       commission_rupiah, trace, proof, created_at_ms, changed_at_ms) VALUES
       ('${paid}', '${hash}', 'paid', 2, 'LTH001', 'TSEL20', '081200001230', '${JSON.stringify(sheets)}', 21500, 800, 'trace-1', '{}', 1, 2),
       ('${pending}', '${hash}', 'pending', 1, 'LTH001', 'TSEL20', '081200005678', '${JSON.stringify(sheets)}', 21500, 800, 'trace-2', NULL, 1, 1);
     INSERT INTO float_movements VALUES (1, 'credit', NULL, 100000, 0, 100000, 0, 0, 1),
       (2, 'reserve', '${paid}', 20700, 100000, 100000, 0, 20700, 1), (3, 'deduct', '${paid}', 20700, 100000, 79300, 20700, 0, 2),
       (4, 'reserve', '${pending}', 20700, 79300, 79300, 0, 20700, 3)`,
  )
  const receipt = JSON.stringify({ reference: 'R', customerName: '', fields: [], sheets, sheetsRemaining: 0 })
  oldBook(
    join(folder, 'biller.sqlite'),
    'biller',
    '0001-biller-book.sql',
    `INSERT INTO payments (trace, product_code, customer_number, periods, amount_rupiah, wib_day, status, resolves_at_ms, resolves_to, reference,
       receipt, asked_at_ms, paid_at_ms) VALUES
       ('trace-1', 'TSEL20', '081200001230', '[""]', 21500, '2026-11-23', 'paid', NULL, NULL, 'R', '${receipt}', 1, 2),
       ('trace-2', 'TSEL20', '081200005678', '[""]', 21500, '2026-11-23', 'pending', ${nowMs - 1}, 'paid', 'R', '${receipt}', 1, NULL)`,
  )

  const central = await createPracticeCentral({ folder, clock: systemClock, ids: systemIds })
  onTestFinished(() => central.close())
  // Reading the book settles what is due, and so the pending one turns as it would have.
  const book = central.book()
  expect(book.payments).toMatchObject([
    { paymentId: paid, status: 'paid', revision: 2, terminalId: 'LTH001', ownerTerminalId: 'LTH001', incarnation: 1 },
    { paymentId: pending, status: 'paid', revision: 2 },
  ])
  expect(book.biller).toMatchObject([
    { trace: 'trace-1', sheets, amountRupiah: 21_500, status: 'paid' },
    { trace: 'trace-2', sheets, amountRupiah: 21_500, status: 'paid' },
  ])
  expect(book.float).toMatchObject({ balanceRupiah: 100_000 - 2 * 20_700, reservedRupiah: 0 })
  expect(book.float.movements).toHaveLength(5)
})
