import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../main/storage/open.ts'
import { readSetting, writeSetting } from '../../main/storage/settings.ts'
import { testFolder } from '../support/folder.ts'
import { migrations } from '../support/ledger-book.ts'

/** A folder of migrations of the test's own. */
function migrationsOf(files: Record<string, string>): URL {
  const folder = join(testFolder(), 'migrations')
  mkdirSync(folder)
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql)
  return pathToFileURL(`${folder}/`)
}

const first = { '0001-first.sql': 'CREATE TABLE things (name TEXT NOT NULL) STRICT;' }
const second = { '0002-second.sql': 'ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7;' }

describe('a database', () => {
  test('is durable at every commit, checks its keys and reads beside writing', () => {
    const database = openDatabase(join(testFolder(), 'a.sqlite'), migrations)
    const pragma = (name: string) => database.pragma(name, { simple: true })
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('cell_size_check')]).toEqual(['wal', 2, 1, 1])
    expect(pragma('busy_timeout')).toBe(5_000)
    database.close()
  })

  test('has only strict tables, so that no amount is ever a text or a fraction', () => {
    const database = openDatabase(join(testFolder(), 'a.sqlite'), migrations)
    const loose = database
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite%'")
      .all()
    expect(loose).toEqual([])
    expect(() => database.exec("INSERT INTO balances VALUES ('safe', '', 'a lot')")).toThrow('cannot store TEXT')
    expect(() => database.exec("INSERT INTO balances VALUES ('safe', '', 0.5)")).toThrow('cannot store REAL')
    database.close()
  })

  test('keeps its rows through a later migration', () => {
    const path = join(testFolder(), 'a.sqlite')
    const before = openDatabase(path, migrationsOf(first))
    before.exec("INSERT INTO things VALUES ('kept')")
    before.close()
    const after = openDatabase(path, migrationsOf({ ...first, ...second }))
    expect(after.prepare('SELECT * FROM things').all()).toEqual([{ name: 'kept', size: 7 }])
    after.close()
  })

  test('is not opened by an older build, nor when a migration that ran was edited', () => {
    const path = join(testFolder(), 'a.sqlite')
    openDatabase(path, migrationsOf({ ...first, ...second })).close()
    expect(() => openDatabase(path, migrationsOf(first))).toThrow('newer than this build')
    const edited = { '0001-first.sql': 'CREATE TABLE things (name TEXT) STRICT;' }
    expect(() => openDatabase(path, migrationsOf({ ...edited, ...second }))).toThrow('0001-first.sql was edited after it ran')
    openDatabase(path, migrationsOf({ ...first, ...second })).close()
  })

  test('takes a migration whole or not at all, and lets go of the file', () => {
    const folder = testFolder()
    const path = join(folder, 'a.sqlite')
    const broken = { '0002-broken.sql': 'CREATE TABLE half (name TEXT NOT NULL) STRICT; CREATE TABLE things (again TEXT) STRICT;' }
    expect(() => openDatabase(path, migrationsOf({ ...first, ...broken }))).toThrow('already exists')
    // The last connection to close takes the write-ahead log with it.
    expect(readdirSync(folder)).toEqual(['a.sqlite'])
    const database = new Sqlite(path)
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE name IN ('half', 'things')").all()).toEqual([{ name: 'things' }])
    database.close()
  })

  test('refuses numbers with a gap', () => {
    expect(() => openDatabase(join(testFolder(), 'a.sqlite'), migrationsOf({ ...first, '0003-third.sql': 'SELECT 1' }))).toThrow(
      'should have number 2',
    )
  })

  test('reads the same migration with line ends of either kind', () => {
    const path = join(testFolder(), 'a.sqlite')
    const text = 'CREATE TABLE things (\n  name TEXT NOT NULL\n) STRICT;\n'
    openDatabase(path, migrationsOf({ '0001-first.sql': text })).close()
    openDatabase(path, migrationsOf({ '0001-first.sql': text.replaceAll('\n', '\r\n') })).close()
  })

  test('that was copied with its log has everything that was committed', () => {
    const folder = testFolder()
    const database = openDatabase(join(folder, 'a.sqlite'), migrations)
    writeSetting(database, 'ledgerEpoch', 'epoch-9')
    const copy = testFolder()
    for (const name of readdirSync(folder)) if (!name.endsWith('-shm')) copyFileSync(join(folder, name), join(copy, name))
    database.close()
    const copied = openDatabase(join(copy, 'a.sqlite'), migrations)
    expect(readSetting(copied, 'ledgerEpoch')).toBe('epoch-9')
    expect(readSetting(copied, 'printer')).toBeNull()
    copied.close()
  })
})
