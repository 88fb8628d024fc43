import type { Rupiah } from '../../shared/money.ts'
import type { Database } from '../storage/open.ts'

/**
 * Where what is open by payment, shift or terminal in the balances differs from what the rows say, in words; empty when they agree. It reads
 * no line but those of write-offs, so it is cheap enough to ask after every step.
 */
export function auditOpenMoney(database: Database): string[] {
  const complaints: string[] = []
  for (const [account, expected] of Object.entries(expectedByPayment)) {
    const rows = database
      .prepare(
        `SELECT id, sum(kept) AS kept, sum(expected) AS expected FROM (
           SELECT dimension AS id, amount_rupiah AS kept, 0 AS expected FROM balances WHERE account = ?
           UNION ALL SELECT id, 0, amount FROM (${expected}))
         GROUP BY id HAVING sum(kept) <> sum(expected)`,
      )
      .all(account) as { id: string; kept: Rupiah; expected: Rupiah }[]
    for (const { id, kept, expected } of rows) complaints.push(`${account} of payment ${id} is ${kept}, its row says ${expected}`)
  }
  const owed = database.prepare(oddlyOwed).all() as { id: string; amount: Rupiah }[]
  for (const { id, amount } of owed) complaints.push(`payment ${id} owes ${amount}, which no paid advance explains`)
  const drawers = database.prepare(drawersWithoutShift).all() as { id: string; amount: Rupiah }[]
  for (const { id, amount } of drawers) complaints.push(`drawer ${id} holds ${amount} and belongs to no shift`)
  const { kept, expected } = database.prepare(betweenTerminals).get() as { kept: Rupiah; expected: Rupiah }
  if (kept !== expected) complaints.push(`inter-terminal is ${kept}, taken over less handed over is ${expected}`)
  return complaints
}

/**
 * What the central has of a payment that it has as not paid is a claim: from the failure, or from hearing that it took something, until it is
 * all back or the payment is paid again. A failure in a dispute claims nothing: what was taken is disputed or written off.
 */
const newestOfClaim = `(SELECT event FROM events WHERE payment_id = payments.id
  AND event IN ('failedAtReconciliation', 'centralTakes', 'claimCredited', 'centralCredits', 'paidAfterAll', 'paidAfterRefund', 'writeOff')
  AND NOT (event = 'failedAtReconciliation' AND from_state <> 'paid')
  ORDER BY sequence DESC LIMIT 1)`
const deducted = `CASE WHEN json_valid(proof) THEN coalesce(json_extract(proof, '$.deductedRupiah'), 0) ELSE 0 END`
/** As the central last said; one that does not say has what it deducted. */
const taken = `coalesce(float_taken_rupiah, ${deducted})`
/** What was written off is not open any more, unless it came back after all; what the central takes after that is. */
const writtenOff = `(SELECT coalesce(-sum(line.amount_rupiah), 0) FROM events JOIN journal_lines AS line ON line.event_sequence = events.sequence
  WHERE events.payment_id = payments.id AND events.event = 'writeOff' AND line.account = 'disputed')`
const cameBackAfterAll = `(SELECT coalesce(-sum(json_extract(detail, '$.centralDifferenceRupiah')), 0) FROM events
  WHERE payment_id = payments.id AND event IN ('centralCredits', 'claimCredited') AND from_state IN ('refunded', 'disputed'))`
const open = `${taken} - ${writtenOff} + ${cameBackAfterAll}`

const expectedByPayment = {
  advances: "SELECT id, total_rupiah AS amount FROM payments WHERE advanced = 1 AND state <> 'handedOver'",
  disputed: `SELECT id, ${open} AS amount FROM payments WHERE state = 'disputed'`,
  claimOnCentral: `SELECT id, ${open} AS amount FROM payments WHERE (receipt_voided = 1 OR float_taken_rupiah > 0) AND state IN ('rejected', 'refunded', 'cancelled')
    AND ${newestOfClaim} IN ('failedAtReconciliation', 'centralTakes', 'claimCredited')`,
}

const oddlyOwed = `SELECT dimension AS id, amount_rupiah AS amount FROM balances WHERE account = 'owedByCustomer' AND amount_rupiah <> 0
  AND amount_rupiah IS NOT (SELECT total_rupiah FROM payments WHERE id = dimension AND state = 'paid')`

const drawersWithoutShift = `SELECT dimension AS id, amount_rupiah AS amount FROM balances
  WHERE account = 'drawer' AND dimension NOT IN (SELECT id FROM shifts)`

const takenOverAdvanced = `EXISTS (SELECT 1 FROM events WHERE payment_id = payments.id AND event = 'takeOver' AND json_extract(detail, '$.advanced') = 1)`

const betweenTerminals = `SELECT
  (SELECT coalesce(sum(amount_rupiah), 0) FROM balances WHERE account = 'interTerminal') AS kept,
  (SELECT coalesce(sum(total_rupiah), 0) FROM payments WHERE origin_terminal_id IS NOT NULL AND NOT ${takenOverAdvanced})
    - (SELECT coalesce(sum(total_rupiah), 0) FROM payments WHERE state = 'handedOver' AND advanced = 0) AS expected`
