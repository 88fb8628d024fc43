import { describe, expect, test } from 'vitest'
import { audit, firstBrokenAuditEntry } from '../../main/storage/audit.ts'
import type { Database } from '../../main/storage/open.ts'
import { openBook } from '../support/ledger-book.ts'

function auditedDay(): Database {
  const { database, clock } = openBook()
  for (const action of ['signIn', 'reprint', 'cancelPayment', 'signOut'])
    audit(database, { actor: 'staff-sari', action, atMs: clock.nowMs(), detail: { amountRupiah: 45_000 } })
  return database
}

/** What somebody with the file and a SQL shell could do. */
function forge(database: Database, sql: string): void {
  for (const trigger of ['update', 'delete']) database.exec(`DROP TRIGGER audit_entries_no_${trigger}`)
  database.exec(sql)
}

describe('the audit chain', () => {
  test('holds from the first entry to the last', () => {
    expect(firstBrokenAuditEntry(openBook().database)).toBeNull()
    expect(firstBrokenAuditEntry(auditedDay())).toBeNull()
  })

  test.each([
    ['who', "actor = 'staff-joko'"],
    ['what', "action = 'signIn'"],
    ['when', 'at_ms = at_ms + 1'],
    ['how much', 'detail = \'{"amountRupiah":4500}\''],
    ['its own hash', "hash = 'f'"],
    ['the hash before it', "previous_hash = ''"],
  ])('breaks where an entry says otherwise %s', (_, change) => {
    const database = auditedDay()
    forge(database, `UPDATE audit_entries SET ${change} WHERE sequence = 3`)
    expect(firstBrokenAuditEntry(database)).toBe(3)
  })

  test('breaks after an entry that is missing', () => {
    const database = auditedDay()
    forge(database, 'DELETE FROM audit_entries WHERE sequence = 2')
    expect(firstBrokenAuditEntry(database)).toBe(3)
  })

  test('breaks at the second entry when the first is gone', () => {
    const database = auditedDay()
    forge(database, 'DELETE FROM audit_entries WHERE sequence = 1')
    expect(firstBrokenAuditEntry(database)).toBe(2)
  })

  test('breaks where two entries change places', () => {
    const database = auditedDay()
    forge(
      database,
      'UPDATE audit_entries SET sequence = -2 WHERE sequence = 2; UPDATE audit_entries SET sequence = 2 WHERE sequence = 3; UPDATE audit_entries SET sequence = 3 WHERE sequence = -2',
    )
    expect(firstBrokenAuditEntry(database)).toBe(2)
  })

  test('takes an entry with the step it tells about, or neither', () => {
    const { database, clock, audited } = openBook()
    const step = database.transaction(() => {
      audit(database, { actor: 'staff-sari', action: 'reprint', atMs: clock.nowMs() })
      throw new Error('the plug')
    })
    expect(step).toThrow('the plug')
    expect(audited()).toEqual([])
  })
})
