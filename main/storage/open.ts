/**
 * Storage owns the SQLite files: how they are opened, migrated and kept append-only. It knows tables, never rules about
 * money, and nothing above it opens a database another way.
 */
import { readdirSync, readFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { keepStatements } from './statements.ts'

export type Database = Sqlite.Database

/**
 * Opens (or creates) a database for the main thread and brings it to the newest schema.
 * Throws when a migration that already ran has been edited, or when the file is newer than this build.
 */
export function openDatabase(path: string, migrationsFolder: URL): Database {
  const database = new Sqlite(path)
  // Readers (reports, backup) never block the counter.
  database.pragma('journal_mode = WAL')
  // Accepted means durable: WAL alone defaults to NORMAL, which may lose the last commits at a power cut.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  // A second connection of our own (worker) may hold a short read lock; never fail a sale for it.
  database.pragma('busy_timeout = 5000')
  // Refuse to read a damaged b-tree silently.
  database.pragma('cell_size_check = ON')
  try {
    migrate(database, migrationsFolder)
    keepStatements(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Another folder's database, only to look into: nothing is migrated or written. */
export function openToRead(path: string): Database {
  return new Sqlite(path, { readonly: true, fileMustExist: true })
}

function migrate(database: Database, folder: URL): void {
  database.exec(`CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, sql TEXT NOT NULL) STRICT`)
  const done = database
    .prepare<[], { number: number; name: string; sql: string }>('SELECT number, name, sql FROM migrations ORDER BY number')
    .all()
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
  if (done.length > files.length)
    throw new Error(`the database is newer than this build: it has ${done.length} migrations, the build ${files.length}`)
  files.forEach((name, index) => {
    const sql = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n')
    const number = index + 1
    if (Number(name.slice(0, 4)) !== number) throw new Error(`migration ${name} should have number ${number}`)
    const ran = done[index]
    if (ran !== undefined) {
      if (ran.sql !== sql) throw new Error(`migration ${name} was edited after it ran`)
      return
    }
    database
      .transaction(() => {
        database.exec(sql)
        database.prepare('INSERT INTO migrations (number, name, sql) VALUES (?, ?, ?)').run(number, name, sql)
      })
      .immediate()
  })
}
