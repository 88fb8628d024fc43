import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { systemIds } from '../../main/platform/ids.ts'
import { printEventsOf, queueAdvanceJob, queueJob, queueReceiptJob, skipJob } from '../../main/printing/jobs.ts'
import { type Database, openDatabase } from '../../main/storage/open.ts'
import { testFolder } from '../support/folder.ts'
import { migrations } from '../support/ledger-book.ts'

const rowsOf = (database: Database) =>
  ['print_jobs', 'print_job_events'].map((table) => database.prepare(`SELECT * FROM ${table} ORDER BY sequence`).all())
const guardsOf = (database: Database) =>
  database.prepare("SELECT type, name, sql FROM sqlite_schema WHERE tbl_name LIKE 'print_job%' AND type <> 'table' ORDER BY name").all()

/** A folder with these migrations only, as an older build had them. */
function migrationsOf(names: string[]): URL {
  const folder = join(testFolder(), 'migrations')
  mkdirSync(folder)
  for (const name of names) copyFileSync(fileURLToPath(new URL(name, migrations)), join(folder, name))
  return pathToFileURL(`${folder}/`)
}

test('every slip, its history and its guards live through the new kind of slip', () => {
  const path = join(testFolder(), 'a.sqlite')
  const before = openDatabase(path, migrationsOf(['0001-core.sql', '0002-print-jobs.sql', '0003-money-core.sql']))
  const asked = { ids: systemIds, staffName: 'Sari', atMs: 7 }
  const advance = (database: Database) => database.transaction(() => queueAdvanceJob(database, { ...asked, paymentId: 'pay-1' }))()
  before.transaction(() => queueReceiptJob(before, { ...asked, paymentId: 'pay-1', decideByMs: 8 }))()
  const testSlip = queueJob(before, { ...asked, kind: 'test', paymentId: null, reason: null })
  before.exec("UPDATE print_jobs SET state = 'failed', trouble = 'paperOut', valid_starts = 2 WHERE payment_id IS NULL")
  skipJob(before, testSlip.id, { staffName: 'Ratna', atMs: 9 })
  expect(() => advance(before)).toThrow('CHECK constraint failed')
  const kept = { rows: rowsOf(before), guards: guardsOf(before) }
  expect([...kept.rows.map((rows) => rows.length), kept.guards.length]).toEqual([2, 3, 8])
  before.close()

  const after = openDatabase(path, migrations)
  expect({ rows: rowsOf(after), guards: guardsOf(after) }).toEqual(kept)
  expect(after.pragma('foreign_key_check')).toEqual([])
  advance(after)
  expect(printEventsOf(after, 'pay-1').map(({ kind }) => kind)).toEqual(['receipt', 'advance'])
  expect(() => after.exec('DELETE FROM print_jobs')).toThrow('never deleted')
  expect(() => after.exec("UPDATE print_job_events SET actor = ''")).toThrow('append-only')
  expect(() => after.exec('DELETE FROM print_job_events')).toThrow('append-only')
  expect(() => after.exec("UPDATE print_jobs SET kind = 'poster'")).toThrow('CHECK constraint failed')
  const ofNobody = "INSERT INTO print_job_events VALUES (99, 'nobody', 'skip', 'failed', 'skipped', 'test', 0, NULL, 'Sari', 0, 7)"
  expect(() => after.exec(ofNobody)).toThrow('FOREIGN KEY constraint failed')
  after.close()
})
