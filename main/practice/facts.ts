import type { Database } from '../storage/open.ts'

export type Facts = ReturnType<typeof createFacts>

/** Single values the practice central remembers: its keys, its ledger epoch, the operator's switches. */
export function createFacts(database: Database) {
  const read = database.prepare<[string], { value: string }>('SELECT value FROM facts WHERE name = ?')
  const write = database.prepare('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
  const remembered = new Map<string, string | null>()
  return {
    /** Read from disk once: every reply carries the epoch. */
    read(name: string): string | null {
      const known = remembered.get(name)
      if (known !== undefined) return known
      const value = read.get(name)?.value ?? null
      // Inside a transaction the value may still be rolled back.
      if (!database.inTransaction) remembered.set(name, value)
      return value
    },
    write(name: string, value: string): void {
      write.run(name, value)
      remembered.delete(name)
    },
  }
}
