import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../main/storage/open.ts'

const folder = new URL('../../main/practice/migrations/', import.meta.url)
const files = readdirSync(folder).sort()

/** The practice central's ledger as it was before a migration, with rows of its time; gone when the test is over. */
function ledgerBefore(number: number, rows: string): string {
  const place = mkdtempSync(join(tmpdir(), 'loket-migrate-'))
  onTestFinished(() => rmSync(place, { recursive: true }))
  const path = join(place, 'practice-central.sqlite')
  const database = new Sqlite(path)
  database.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sql TEXT NOT NULL) STRICT')
  for (const [index, name] of files.slice(0, number - 1).entries()) {
    const sql = readFileSync(new URL(name, folder), 'utf8')
    database.exec(sql)
    database.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(index + 1, name, sql)
  }
  database.exec(rows)
  database.close()
  return path
}

function migrated(path: string) {
  const database = openDatabase(path, folder)
  onTestFinished(() => void database.close())
  return database
}

test('0003: movements of the float stay as they were, without a note', () => {
  const path = ledgerBefore(
    3,
    `INSERT INTO float_movements VALUES (1, 'credit', NULL, 100000, 0, 100000, 0, 0, 1), (2, 'reserve', NULL, 700, 100000, 100000, 0, 700, 2),
       (5, 'deduct', NULL, 700, 100000, 99300, 700, 0, 3)`,
  )
  const database = migrated(path)
  expect(database.prepare('SELECT * FROM float_movements ORDER BY sequence').raw().all()).toEqual([
    [1, 'credit', null, 100_000, 0, 100_000, 0, 0, 1, null],
    [2, 'reserve', null, 700, 100_000, 100_000, 0, 700, 2, null],
    [5, 'deduct', null, 700, 100_000, 99_300, 700, 0, 3, null],
  ])
  expect(database.prepare('SELECT count(*) AS count FROM top_ups').get()).toEqual({ count: 0 })
})

test('0005: terminals keep their rows, and no day is closed nor terminal heard of yet', () => {
  const path = ledgerBefore(5, `INSERT INTO terminals VALUES ('LTH001', 'key-1', 'k', 'Loket 1', 1, 0)`)
  const database = migrated(path)
  expect(database.prepare('SELECT * FROM terminals').raw().all()).toEqual([['LTH001', 'key-1', 'k', 'Loket 1', 1, 0]])
  for (const table of ['heartbeats', 'closed_days', 'day_lines', 'day_differences'])
    expect(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()).toEqual({ count: 0 })
  const wrongDay = `INSERT INTO closed_days VALUES ('2026-11-23', 1, 2, 100, 0, 30, 71)`
  expect(() => database.exec(wrongDay)).toThrow('CHECK')
})
