import type { RegistrationStatement } from '../../shared/central-api/customers.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'

const codeValidMs = 5 * 60_000
const triesMax = 3
const betweenCodesMs = 60_000
/** For one phone, whoever asks: more is somebody annoying its owner. */
const codesPerDayMax = 5
const dayMs = 24 * 3_600_000

type Code = { sequence: number; codeHash: string; triesLeft: number; sentAtMs: number }

/** One-time codes that prove a phone: each counts for five minutes and three tries, and only until the next one. */
export function createPhoneCodes(settings: { database: Database; clock: Clock; ids: Ids }) {
  const { database, clock, ids } = settings
  const newest = database.prepare<[string], Code>(
    `SELECT sequence, code_hash AS codeHash, tries_left AS triesLeft, sent_at_ms AS sentAtMs FROM phone_codes
     WHERE registration_id = ? ORDER BY sequence DESC`,
  )
  const sentTo = database.prepare<[string, number], { sentAtMs: number }>(
    'SELECT sent_at_ms AS sentAtMs FROM phone_codes WHERE phone = ? AND sent_at_ms > ? ORDER BY sent_at_ms DESC',
  )
  const insert = database.prepare(
    'INSERT INTO phone_codes (registration_id, phone, code_hash, tries_left, sent_at_ms) VALUES (?, ?, ?, ?, ?)',
  )
  const useTry = database.prepare('UPDATE phone_codes SET tries_left = tries_left - 1 WHERE sequence = ?')

  function nextAfterMs(phone: string): number {
    const sent = sentTo.all(phone, clock.nowMs() - dayMs)
    const [last] = sent
    const oldestThatCounts = sent[codesPerDayMax - 1]
    return Math.max(
      last === undefined ? 0 : last.sentAtMs + betweenCodesMs,
      oldestThatCounts === undefined ? 0 : oldestThatCounts.sentAtMs + dayMs,
    )
  }

  return {
    /** The code to send, or the refusal `codeTooSoon`. The one before counts no more. */
    make(registrationId: string, phone: string): { code: string } | 'codeTooSoon' {
      if (nextAfterMs(phone) > clock.nowMs()) return 'codeTooSoon'
      const code = (BigInt(`0x${sha256Hex(ids.secret())}`) % 1_000_000n).toString().padStart(6, '0')
      insert.run(registrationId, phone, hashOf(registrationId, code), triesMax, clock.nowMs())
      return { code }
    },

    /** Null when it is the code. A wrong one uses up a try. */
    check(registrationId: string, code: string): Extract<CentralRefusalCode, 'codeExpired' | 'codeWrong'> | null {
      const sent = newest.get(registrationId)
      if (sent === undefined || sent.triesLeft === 0 || sent.sentAtMs + codeValidMs <= clock.nowMs()) return 'codeExpired'
      if (sent.codeHash === hashOf(registrationId, code)) return null
      useTry.run(sent.sequence)
      return 'codeWrong'
    },

    view(registrationId: string, phone: string): RegistrationStatement['code'] {
      const sent = newest.get(registrationId)
      if (sent === undefined) return null
      return {
        validUntil: new Date(sent.sentAtMs + codeValidMs).toISOString(),
        triesLeft: sent.triesLeft,
        nextAfter: new Date(nextAfterMs(phone)).toISOString(),
      }
    },
  }
}

function hashOf(registrationId: string, code: string): string {
  return sha256Hex(`${registrationId} ${code}`)
}
