/**
 * Staff own who may sign in and how often they may try. Names, roles and PIN hashes come from the central's signed config;
 * PINs are never stored, logged or sent.
 */
import { argon2Verify } from 'hash-wasm'
import type { StaffMember } from '../../shared/central-api/config.ts'
import { limits } from '../../shared/limits.ts'
import { Refusal } from '../../shared/refusals.ts'
import { readConfig } from '../central/documents.ts'
import type { Clock } from '../platform/clock.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'

export type Staff = { id: string; name: string; role: StaffMember['role'] }

export function activeStaff(database: Database): Staff[] {
  return readConfig(database)
    .staff.filter((member) => member.active)
    .map(({ id, name, role }) => ({ id, name, role }))
}

/** What a PIN is asked for. The audit log keeps them apart: tries at a supervisor's yes are not tries to sign in. */
const auditWords = {
  signIn: { right: 'signIn', wrong: 'signInFailed' },
  override: { right: 'overridePin', wrong: 'overridePinFailed' },
  secondPerson: { right: 'secondPersonPin', wrong: 'secondPersonPinFailed' },
} as const

/**
 * Refuses `staffUnknown`, `pinLocked` (with the wait) and `pinWrong` (with the attempts left). Every attempt is counted before the slow hash is
 * computed, so that many at once can't outrun the limit, and a kill in between doesn't give it back.
 */
export async function checkPin(
  database: Database,
  { staffId, pin, purpose }: { staffId: string; pin: string; purpose: keyof typeof auditWords },
  clock: Clock,
): Promise<Staff> {
  const member = readConfig(database).staff.find((candidate) => candidate.id === staffId && candidate.active)
  if (member === undefined) throw new Refusal('staffUnknown')
  const attemptsLeft = database.transaction(() => countAttempt(database, staffId, clock.nowMs())).immediate()
  if (pin.length > limits.pinLengthMax || !(await argon2Verify({ password: pin === '' ? '\0' : pin, hash: member.pinHash }))) {
    audit(database, { actor: staffId, action: auditWords[purpose].wrong, atMs: clock.nowMs() })
    throw new Refusal('pinWrong', { attemptsLeft })
  }
  database.transaction(() => {
    database.prepare('DELETE FROM pin_attempts WHERE staff_id = ?').run(staffId)
    audit(database, { actor: staffId, action: auditWords[purpose].right, atMs: clock.nowMs() })
  })()
  return { id: member.id, name: member.name, role: member.role }
}

function countAttempt(database: Database, staffId: string, nowMs: number): number {
  const row = database
    .prepare('SELECT failed_count AS failedCount, locked_until_ms AS lockedUntilMs FROM pin_attempts WHERE staff_id = ?')
    .get(staffId) as { failedCount: number; lockedUntilMs: number } | undefined
  if (row !== undefined && row.lockedUntilMs > nowMs) throw new Refusal('pinLocked', { waitMs: row.lockedUntilMs - nowMs })
  const failedCount = (row === undefined || row.lockedUntilMs > 0 ? 0 : row.failedCount) + 1
  const lockedUntilMs = failedCount >= limits.pinAttemptsMax ? nowMs + limits.pinLockMs : 0
  database
    .prepare(
      `INSERT INTO pin_attempts (staff_id, failed_count, locked_until_ms) VALUES (?, ?, ?)
       ON CONFLICT (staff_id) DO UPDATE SET failed_count = excluded.failed_count, locked_until_ms = excluded.locked_until_ms`,
    )
    .run(staffId, failedCount, lockedUntilMs)
  return limits.pinAttemptsMax - failedCount
}
