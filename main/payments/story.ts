import type { PaidProof } from '../../shared/central-api/payments.ts'
import { roundCash, sumRupiah } from '../../shared/money.ts'
import type { PaymentStory } from '../../shared/terminal-api/shapes.ts'
import { readConfig } from '../central/documents.ts'
import { balance, linesOf } from '../ledger/journal.ts'
import { copiesPrinted, printEventsOf, receiptPrinted } from '../printing/jobs.ts'
import type { Database } from '../storage/open.ts'
import { cashPart } from '../tenders/returns.ts'
import { sharesOfPayment } from '../tenders/shares.ts'
import { actionsFor } from './actions.ts'
import { owedRupiah } from './advances.ts'
import { type Payment, sheetsOf } from './payment.ts'
import { viewPayment } from './rows.ts'

type Entry = PaymentStory['story'][number]

/** Everything that ever happened to one payment: events with their journal lines, attempts at the central, prints. */
export function storyOf(database: Database, payment: Payment): PaymentStory {
  const proof = payment.proof === null ? null : (JSON.parse(payment.proof) as PaidProof)
  const events = eventEntries(database, payment)
  const owedByCustomerRupiah = owedRupiah(database, payment.id)
  const { cashRounding } = readConfig(database).outlet
  return {
    payment: viewPayment(database, payment),
    intentHash: payment.intentHash,
    basketId: payment.basketId,
    sheets: sheetsOf(database, payment).map(({ period, amountRupiah, billRupiah, penaltyRupiah, adminRupiah }) => ({
      period,
      amountRupiah,
      billRupiah,
      penaltyRupiah,
      adminRupiah,
    })),
    billTotalRupiah: payment.billTotalRupiah,
    counterFeeRupiah: payment.counterFeeRupiah,
    token: proof?.token ?? null,
    copies: copiesPrinted(database, payment.id),
    owedByCustomerRupiah,
    disputedRupiah: balance(database, 'disputed', payment.id),
    claimRupiah: balance(database, 'claimOnCentral', payment.id),
    cashBackRupiah: roundCash(cashPart(payment, sharesOfPayment(database, payment.id)), cashRounding),
    cashOwedRupiah: roundCash(owedByCustomerRupiah, cashRounding),
    centralDifferenceRupiah: sumOf(events, 'centralDifference'),
    actions: actionsFor(payment, receiptPrinted(database, payment.id), owedByCustomerRupiah),
    story: [...events, ...attemptEntries(database, payment), ...printEntries(database, payment)].sort((a, b) => a.atMs - b.atMs),
  }
}

/** Its lines were summed to zero on the way out, event by event. */
function sumOf(events: readonly Entry[], account: string): number {
  return sumRupiah(events.flatMap(({ lines }) => lines.filter((line) => line.account === account)).map((line) => line.amountRupiah))
}

function eventEntries(database: Database, payment: Payment): Entry[] {
  const rows = database
    .prepare(
      'SELECT sequence, event, from_state AS fromState, to_state AS toState, actor, at_ms AS atMs, detail FROM events WHERE payment_id = ? ORDER BY sequence',
    )
    .all(payment.id) as {
    sequence: number
    event: NonNullable<Entry['event']>
    fromState: Entry['from']
    toState: Entry['to']
    actor: string
    atMs: number
    detail: string
  }[]
  return rows.map((row) => ({
    atMs: row.atMs,
    kind: 'event',
    event: row.event,
    from: row.fromState,
    to: row.toState,
    actor: row.actor,
    detail: JSON.parse(row.detail) as Entry['detail'],
    lines: linesOf(database, row.sequence),
  }))
}

function attemptEntries(database: Database, payment: Payment): Entry[] {
  const rows = database
    .prepare(
      'SELECT kind, started_at_ms AS startedAtMs, ended_at_ms AS endedAtMs, outcome, why FROM attempts WHERE payment_id = ? ORDER BY started_at_ms',
    )
    .all(payment.id) as { kind: string; startedAtMs: number; endedAtMs: number | null; outcome: string | null; why: string | null }[]
  return rows.map((row) => ({
    atMs: row.startedAtMs,
    kind: 'attempt',
    event: null,
    from: null,
    to: null,
    actor: 'terminal',
    detail: {
      attempt: row.kind,
      outcome: row.outcome,
      why: row.why,
      tookMs: row.endedAtMs === null ? null : row.endedAtMs - row.startedAtMs,
    },
    lines: [],
  }))
}

function printEntries(database: Database, payment: Payment): Entry[] {
  return printEventsOf(database, payment.id).map((print) => ({
    atMs: print.atMs,
    kind: 'print',
    event: null,
    from: null,
    to: null,
    actor: print.actor,
    detail: { slip: print.kind, print: print.event, state: print.state, trouble: print.trouble, bytesCount: print.bytesCount },
    lines: [],
  }))
}
