import { sha256Hex } from '../platform/crypto.ts'
import type { Database } from './open.ts'

export type AuditDetail = Record<string, string | number | boolean | null>

/**
 * Appends to the audit log inside the caller's transaction, or in one of its own. Each entry's hash covers the hash before it, so a changed or
 * missing entry breaks the chain from there on.
 */
export function audit(database: Database, entry: { actor: string; action: string; atMs: number; detail?: AuditDetail }): void {
  const detail = JSON.stringify(entry.detail ?? {})
  database
    .transaction(() => {
      const last = database.prepare('SELECT hash FROM audit_entries ORDER BY sequence DESC LIMIT 1').get() as { hash: string } | undefined
      const previousHash = last?.hash ?? ''
      const hash = entryHash(previousHash, entry.atMs, entry.actor, entry.action, detail)
      database
        .prepare('INSERT INTO audit_entries (at_ms, actor, action, detail, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?)')
        .run(entry.atMs, entry.actor, entry.action, detail, previousHash, hash)
    })
    .immediate()
}

/** How many entries there are and the hash of the newest, for somebody else to keep: a log that was cut or rewritten no longer fits. */
export function auditHead(database: Database): { count: number; head: string } {
  const newest = database.prepare('SELECT sequence AS count, hash AS head FROM audit_entries ORDER BY sequence DESC LIMIT 1').get()
  return (newest as { count: number; head: string } | undefined) ?? { count: 0, head: '' }
}

/** The sequence of the first entry that does not follow from the one before, or null when the chain holds. */
export function firstBrokenAuditEntry(database: Database): number | null {
  let previousHash = ''
  const rows = database.prepare(
    'SELECT sequence, at_ms AS atMs, actor, action, detail, previous_hash AS previousHash, hash FROM audit_entries ORDER BY sequence',
  )
  for (const row of rows.iterate() as IterableIterator<AuditRow>) {
    if (row.previousHash !== previousHash || row.hash !== entryHash(previousHash, row.atMs, row.actor, row.action, row.detail))
      return row.sequence
    previousHash = row.hash
  }
  return null
}

type AuditRow = { sequence: number; atMs: number; actor: string; action: string; detail: string; previousHash: string; hash: string }

function entryHash(previousHash: string, atMs: number, actor: string, action: string, detail: string): string {
  return sha256Hex(JSON.stringify([previousHash, atMs, actor, action, detail]))
}
