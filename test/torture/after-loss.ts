import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { auditBooks } from '../../main/ledger/audit-books.ts'
import { recoverAfterRestart } from '../../main/payments/attempts.ts'
import type { KeyPair } from '../../main/platform/crypto.ts'
import { openSecrets } from '../../main/platform/secrets.ts'
import { firstBrokenAuditEntry } from '../../main/storage/audit.ts'
import { type Database, openDatabase } from '../../main/storage/open.ts'
import { readSetting } from '../../main/storage/settings.ts'
import type { Fact } from './witness.ts'

const migrations = new URL('../../main/storage/migrations/', import.meta.url)

/** Opens what a power loss left, as a start of the terminal does, and says in words all that should be there and is not. */
export function complaintsAfterLoss(folder: string, facts: readonly Fact[], nowMs: number): string[] {
  const practice = join(folder, 'practice')
  const ledger = join(practice, 'ledger.sqlite')
  if (!existsSync(ledger)) return facts.length === 0 ? [] : [`LOST: the whole ledger, though ${facts.length} facts were known outside`]
  let database: Database | null = null
  try {
    database = openDatabase(ledger, migrations)
    const complaints = soundness(database)
    complaints.push(...forgotten(database, facts), ...forgottenGreeting(database, facts))
    recoverAfterRestart(database, nowMs)
    const stuck = database.prepare("SELECT count(*) FROM payments WHERE state = 'sending'").pluck().get()
    if (stuck !== 0) complaints.push(`${stuck} payments are still sending after recovery`)
    complaints.push(...auditBooks(database).map((complaint) => `after recovery: ${complaint}`))
    complaints.push(...keyTroubles(practice, database, facts))
    return complaints
  } catch (error) {
    return [`the ledger can't be used: ${error instanceof Error ? error.message : String(error)}`]
  } finally {
    database?.close()
  }
}

function soundness(database: Database): string[] {
  const integrity = database.pragma('integrity_check', { simple: true })
  const complaints = integrity === 'ok' ? [] : [`the file is corrupt: ${integrity}`]
  const strays = database.pragma('foreign_key_check') as unknown[]
  if (strays.length > 0) complaints.push(`${strays.length} rows point to nothing`)
  const broken = firstBrokenAuditEntry(database)
  if (broken !== null) complaints.push(`the audit chain breaks at ${broken}`)
  return [...complaints, ...auditBooks(database)]
}

function forgotten(database: Database, facts: readonly Fact[]): string[] {
  const reached = database.prepare('SELECT 1 FROM events WHERE payment_id = ? AND to_state = ?')
  const sent = database.prepare("SELECT 1 FROM payments JOIN events ON payment_id = id WHERE id = ? AND event = 'send' AND ever_sent = 1")
  const voidAsked = database.prepare(
    "SELECT 1 FROM audit_entries WHERE action IN ('voidPayment', 'advancePayment') AND detail LIKE '%' || ? || '%'",
  )
  const slip = database.prepare("SELECT 1 FROM print_jobs WHERE payment_id = ? AND origin = 'accept'")
  return facts.flatMap((fact): string[] => {
    if (fact.kind === 'enrolled' || fact.kind === 'greeted') return []
    const { paymentId } = fact
    if (fact.kind === 'shown') {
      if (reached.get(paymentId, fact.state) === undefined)
        return [`LOST: payment ${paymentId} was shown ${fact.state} (record ${fact.after})`]
      return slip.get(paymentId) === undefined ? [`LOST: the slip of payment ${paymentId}`] : []
    }
    // A payment that was cancelled unsent has its id burnt at the central, so that no copy of this ledger can ever pay it.
    if (fact.doing === 'void' && reached.get(paymentId, 'cancelled') !== undefined) return []
    const complaints =
      sent.get(paymentId) === undefined ? [`LOST: payment ${paymentId} left (record ${fact.after}) and is not known as sent`] : []
    if (fact.doing === 'void' && voidAsked.get(paymentId) === undefined) complaints.push(`LOST: that payment ${paymentId} was to be voided`)
    return complaints
  })
}

function forgottenGreeting(database: Database, facts: readonly Fact[]): string[] {
  const greeted = facts.findLast((fact) => fact.kind === 'greeted')
  const known = readSetting(database, 'continuity')
  if (greeted === undefined || known?.next === greeted.next || known?.last === greeted.next) return []
  return ['LOST: the word that the central was greeted with, so that this ledger would be taken for a copy']
}

/** A terminal that lost its key can never say another word about its payments. */
function keyTroubles(practice: string, database: Database, facts: readonly Fact[]): string[] {
  const stored = openSecrets(practice, null).read('terminal-key')
  const key = stored === null ? null : (JSON.parse(stored) as KeyPair)
  const named = facts.flatMap((fact) => (fact.kind === 'enrolled' ? [fact.publicKey] : []))
  const complaints = named
    .filter((publicKey) => key?.publicKey !== publicKey)
    .map(() => 'LOST: the key that the central knows this terminal by')
  if (key === null && readSetting(database, 'terminal') !== null) complaints.push('LOST: the terminal is enrolled and has no key')
  return complaints
}
