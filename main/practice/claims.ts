import type { ClaimAnswer, ClaimRequest } from '../../shared/central-api/ownership.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../storage/open.ts'

export type Claims = ReturnType<typeof createClaims>
export type Claim = { paymentId: string; exportId: string; intentHash: string; terminalId: string; incarnation: number }
export type ClaimRefusal = Extract<ClaimAnswer['payments'][number], { claimed: false }>['code']

type Claimed = ClaimRequest['payments'][number]
type Claimant = { terminalId: string; exportId: string; fromTerminalId: string; incarnation: number }

/** Payments that changed hands between terminals of the outlet, known to the central or not. The newest claim names the owner. */
export function createClaims(settings: { database: Database; clock: Clock; isTerminal: (terminalId: string) => boolean }) {
  const { database, clock, isTerminal } = settings
  const columns = 'payment_id AS paymentId, export_id AS exportId, intent_hash AS intentHash, terminal_id AS terminalId, incarnation'
  const ofPayment = database.prepare<[string], Claim & { sequence: number }>(`SELECT sequence, ${columns} FROM claims WHERE payment_id = ?`)
  const byExport = database.prepare<[string, string], Claim>(`SELECT ${columns} FROM claims WHERE payment_id = ? AND export_id = ?`)
  const count = database.prepare<[string], { count: number }>('SELECT count(*) AS count FROM claims WHERE payment_id = ?')
  const insert =
    database.prepare(`INSERT INTO claims (payment_id, export_id, intent_hash, from_terminal_id, terminal_id, incarnation, at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const renew = database.prepare('UPDATE claims SET incarnation = max(incarnation, ?) WHERE payment_id = ? AND export_id = ?')

  /** Sorted here: asked about at every step of every payment, and "order by" costs ten times the look-up. */
  function newest(paymentId: string): Claim | null {
    return ofPayment
      .all(paymentId)
      .reduce<(Claim & { sequence: number }) | null>(
        (last, claim) => (last === null || claim.sequence > last.sequence ? claim : last),
        null,
      )
  }

  return {
    newest,
    /** Each is a change of what the central says about the payment, and so of its revision. */
    count: (paymentId: string): number => count.get(paymentId)?.count ?? 0,

    /**
     * `creator` made the payment, when the central knows it. The former owner is told by the caller; null when the payment already was the claimant's.
     */
    claim(
      { paymentId, intentHash }: Claimed,
      by: Claimant,
      creator: { terminalId: string; intentHash: string } | null,
    ): { formerOwner: string | null } | ClaimRefusal {
      const last = newest(paymentId)
      const known = last ?? creator
      if (known !== null && known.intentHash !== intentHash) return 'intentMismatch'
      const owner = last?.terminalId ?? creator?.terminalId ?? by.fromTerminalId
      if (byExport.get(paymentId, by.exportId) !== undefined) {
        if (owner !== by.terminalId) return 'notOwner'
        renew.run(by.incarnation, paymentId, by.exportId)
        return { formerOwner: null }
      }
      if (!isTerminal(by.fromTerminalId)) return 'claimNotAllowed'
      // Without any claim of its own this ledger may have lost the one before: it can't tell, and says that nobody else took it.
      if (owner !== by.fromTerminalId && owner !== by.terminalId) return last === null ? 'claimNotAllowed' : 'notOwner'
      insert.run(paymentId, by.exportId, intentHash, owner, by.terminalId, by.incarnation, clock.nowMs())
      return { formerOwner: owner === by.terminalId ? null : owner }
    },
  }
}
