import type { Rupiah } from '../../shared/money.ts'
import type { Database } from '../storage/open.ts'

/**
 * Where what the tenders say and what the lines say differ, in words; empty when they agree. For each tender: clearing is what came less what
 * was settled, went back or was taken back; unallocated is what came less what payments hold of it or the customer has again; receivable
 * is what was taken back from payments that went on. Cash is owed only for payments a reversed tender ended.
 */
export function auditTenders(database: Database): string[] {
  const complaints: string[] = []
  const rows = database.prepare(expectedAndKept).all() as Expected[]
  for (const row of rows) {
    for (const account of ['clearing', 'unallocated', 'receivable'] as const) {
      const { kept, expected } = { kept: row[`${account}Kept`], expected: row[account] }
      if (kept !== expected) complaints.push(`${account} of tender ${row.id} is ${kept}, a ${row.state} tender should have ${expected}`)
    }
    if (row.unallocated > 0) complaints.push(`tender ${row.id} has spent ${row.unallocated} more than came`)
  }
  const nobodys = database.prepare(tenderless).all() as { account: string; dimension: string }[]
  for (const { account, dimension } of nobodys) complaints.push(`${account} ${dimension} belongs to no tender`)
  const owed = database.prepare(wrongCashOwed).all() as { dimension: string; amount: number }[]
  for (const { dimension, amount } of owed) complaints.push(`cash of ${-amount} is owed for payment ${dimension}, which no tender ended so`)
  return complaints
}

/** What `refundsDue` holds other than the rejected payments' totals: less for what providers took back of them, more for cash owed. */
export function refundsDueBesideTotals(database: Database): Rupiah {
  const { amount } = database
    .prepare(
      `SELECT (SELECT coalesce(-sum(amount_rupiah), 0) FROM balances WHERE account = 'refundsDue' AND dimension <> '')
            - (SELECT coalesce(sum(share.amount_rupiah), 0) FROM payment_tenders AS share JOIN payments ON payments.id = share.payment_id
               WHERE payments.state = 'rejected' AND share.fate = 'reversed') AS amount`,
    )
    .get() as { amount: number }
  return amount
}

type Expected = { id: string; state: string } & Record<'clearing' | 'unallocated' | 'receivable', number> &
  Record<'clearingKept' | 'unallocatedKept' | 'receivableKept', number>

const kept = (account: string) =>
  `coalesce((SELECT amount_rupiah FROM balances WHERE account = '${account}' AND dimension = tenders.id), 0) AS ${account}Kept`
const shares = (fates: string) =>
  `coalesce((SELECT sum(amount_rupiah) FROM payment_tenders WHERE tender_id = tenders.id AND fate IN (${fates})), 0)`

const expectedAndKept = `SELECT id, state, ${kept('clearing')}, ${kept('unallocated')}, ${kept('receivable')},
    confirmed_rupiah - settled_rupiah - returned_rupiah - reversed_rupiah AS clearing,
    ${shares("'spent'")} + returned_rupiah + reversed_rupiah - confirmed_rupiah AS unallocated,
    ${shares("'receivable'")} AS receivable
  FROM tenders`

const tenderless = `SELECT account, dimension FROM balances
  WHERE account IN ('clearing', 'unallocated', 'receivable') AND dimension NOT IN (SELECT id FROM tenders)`

const wrongCashOwed = `SELECT dimension, amount_rupiah AS amount FROM balances
  WHERE account = 'refundsDue' AND dimension <> '' AND amount_rupiah <> 0 AND -amount_rupiah IS NOT (
    SELECT total_rupiah - (SELECT sum(amount_rupiah) FROM payment_tenders WHERE payment_id = payments.id)
    FROM payments WHERE payments.id = dimension AND state IN ('cancelled', 'disputed', 'refunded')
      AND EXISTS (SELECT 1 FROM payment_tenders WHERE payment_id = payments.id AND fate = 'reversed'))`
