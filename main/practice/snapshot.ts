import type { Database } from '../storage/open.ts'

/** The rows of the central's ledger at one moment. Not in it: keys, terminals, staff, switches, alarms, the feed. */
export type LedgerSnapshot = { atMs: number; tables: Record<string, Record<string, unknown>[]> }

const ledgerTables = ['payments', 'bill_keys', 'float_movements', 'top_ups', 'inquiries', 'nonces'] as const
/** Which terminal speaks for what: a central may keep this safer than its ledger. */
const ownerTables = ['claims', 'terminal_lives', 'hello_tokens'] as const

export function takeSnapshot(database: Database, atMs: number): LedgerSnapshot {
  return database.transaction(() => {
    const tables = [...ledgerTables, ...ownerTables].map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()])
    return { atMs, tables: Object.fromEntries(tables) } as LedgerSnapshot
  })()
}

/** Puts the rows back as they were. To be called inside the transaction that begins a new ledger epoch. */
export function putBack(database: Database, snapshot: LedgerSnapshot, keepOwners: boolean): void {
  if (!database.inTransaction) throw new Error('a ledger is restored in one transaction')
  // Payments are deleted before what refers to them comes back.
  database.pragma('defer_foreign_keys = ON')
  for (const table of keepOwners ? ledgerTables : [...ledgerTables, ...ownerTables]) {
    database.exec(`DELETE FROM ${table}`)
    for (const row of snapshot.tables[table] ?? []) {
      const names = Object.keys(row)
      database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`).run(row)
    }
  }
}
