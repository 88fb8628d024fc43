import type { Database } from '../../../main/storage/open.ts'
import type { LineFact, MoveFact, PaymentFact } from '../oracle/facts.ts'
import type { Oracle } from '../oracle/oracle.ts'
import type { Books } from './central.ts'
import { textsOf } from './paper-text.ts'
import type { SimulatedTerminal } from './terminal.ts'

/**
 * The thin adapter: reads with plain SELECTs what is new in every book and tells the oracle. Nothing here judges.
 */
export type Moved = { accepted: number; events: number }
export type Reporter = { report(): Moved; centralWasRestored(): void }

export function createReporter(oracle: Oracle, terminals: readonly SimulatedTerminal[], books: Books): Reporter {
  const readers = terminals.map((terminal) => ledgerReader(oracle, terminal))
  let far = farReader(oracle, books)
  return {
    report() {
      far.read()
      const moved = { accepted: 0, events: 0 }
      for (const read of readers) {
        const { accepted, events } = read()
        moved.accepted += accepted
        moved.events += events
      }
      return moved
    },
    centralWasRestored() {
      oracle.float.restart()
      far = farReader(oracle, books)
    },
  }
}

const nothing: Moved = { accepted: 0, events: 0 }

type Row = Record<string, string | number | null>

function ledgerReader(oracle: Oracle, { name, ledger, papers }: SimulatedTerminal): () => Moved {
  const touched = changeCounter(ledger)
  const newEvents = ledger.prepare(
    'SELECT sequence, event, payment_id, from_state, to_state FROM events WHERE sequence > ? ORDER BY sequence',
  )
  const newLines = ledger.prepare(
    'SELECT event_sequence, account, dimension, amount_rupiah FROM journal_lines WHERE event_sequence > ? ORDER BY event_sequence, line_number',
  )
  const newPayments = ledger.prepare('SELECT * FROM payments WHERE sequence > ? ORDER BY sequence')
  let lastEvent = 0
  let lastPayment = 0
  let papersRead = 0
  return () => {
    for (; papersRead < papers.length; papersRead += 1) {
      const { bytes, whole } = papers[papersRead] as (typeof papers)[number]
      for (const text of textsOf(bytes)) oracle.paper({ terminal: name, text, whole })
    }
    if (!touched()) return nothing
    const events = newEvents.all(lastEvent) as Row[]
    if (events.length === 0) return nothing
    const lines = (newLines.all(lastEvent) as Row[]).map(
      (row): LineFact => ({
        event: Number(row.event_sequence),
        account: String(row.account),
        dimension: String(row.dimension),
        amountRupiah: Number(row.amount_rupiah),
      }),
    )
    const payments = (newPayments.all(lastPayment) as Row[]).map(paymentFact)
    const moves = events
      .filter((row) => row.payment_id !== null)
      .map(
        (row): MoveFact => ({
          sequence: Number(row.sequence),
          paymentId: String(row.payment_id),
          event: String(row.event),
          from: word(row.from_state),
          to: word(row.to_state),
        }),
      )
    lastEvent = Number(events.at(-1)?.sequence ?? lastEvent)
    lastPayment += payments.length
    oracle.ledger({ terminal: name, lines, payments, moves })
    return { accepted: payments.length, events: moves.length }
  }
}

function paymentFact(row: Row): PaymentFact {
  const { sheets } = JSON.parse(String(row.intent)) as { sheets: { period: string }[] }
  const bills = sheets.map(({ period }) => billOf(row, period === '' ? wibDay(Number(row.accepted_at_ms)) : period))
  return {
    id: String(row.id),
    bills,
    commissionRupiah: Number(row.commission_rupiah),
    feeRupiah: Number(row.counter_fee_rupiah),
    totalRupiah: Number(row.total_rupiah),
  }
}

function farReader(oracle: Oracle, books: Books): { read(): void } {
  const billerTouched = changeCounter(books.biller)
  const centralTouched = changeCounter(books.central)
  const allStatuses = books.biller.prepare('SELECT sequence, status FROM payments ORDER BY sequence')
  const entryAt = books.biller.prepare('SELECT * FROM payments WHERE sequence = ?')
  const movements = books.central.prepare('SELECT * FROM float_movements WHERE sequence > ? ORDER BY sequence')
  const answers = books.central.prepare('SELECT payment_id, status, proof, changed_at_ms FROM payments WHERE changed_at_ms >= ?')
  let lastMovement = 0
  let lastChangeMs = 0
  const statuses = new Map<number, string>()
  return {
    read() {
      if (billerTouched()) {
        for (const { sequence, status } of allStatuses.all() as { sequence: number; status: string }[]) {
          if (statuses.get(sequence) === status) continue
          statuses.set(sequence, status)
          const row = entryAt.get(sequence) as Row
          oracle.billerBook({
            entry: sequence,
            bills: (JSON.parse(String(row.periods)) as string[]).map((period) => billOf(row, period === '' ? String(row.wib_day) : period)),
            status: String(row.status),
            references: referencesOf(row),
            customerNumber: String(row.customer_number),
            elsewhere: String(row.trace).startsWith('elsewhere'),
          })
        }
      }
      if (!centralTouched()) return
      for (const row of answers.all(lastChangeMs) as Row[]) {
        lastChangeMs = Math.max(lastChangeMs, Number(row.changed_at_ms))
        const paymentId = String(row.payment_id)
        oracle.word({ paymentId, status: String(row.status) })
        if (row.proof === null) continue
        const { deductedRupiah } = JSON.parse(String(row.proof)) as { deductedRupiah: number }
        oracle.price({ paymentId, deductedRupiah })
      }
      for (const row of movements.all(lastMovement) as Row[]) {
        lastMovement = Number(row.sequence)
        oracle.centralFloat({
          kind: String(row.kind),
          paymentId: word(row.payment_id),
          amountRupiah: Number(row.amount_rupiah),
          balanceBeforeRupiah: Number(row.balance_before_rupiah),
          balanceAfterRupiah: Number(row.balance_after_rupiah),
          reservedBeforeRupiah: Number(row.reserved_before_rupiah),
          reservedAfterRupiah: Number(row.reserved_after_rupiah),
        })
      }
    },
  }
}

function referencesOf(row: Row): string[] {
  const receipt = JSON.parse(String(row.receipt)) as { sheets?: { reference?: string }[] }
  return [String(row.reference), ...(receipt.sheets ?? []).flatMap(({ reference }) => reference ?? [])]
}

function billOf(row: Row, period: string): string {
  return `${row.product_code} ${row.customer_number} ${period}`
}

function word(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

const dayMs = 86_400_000
const wibAheadMs = 7 * 3_600_000

function wibDay(atMs: number): string {
  const shifted = atMs + wibAheadMs
  return new Date(shifted - (shifted % dayMs)).toISOString().slice(0, 10)
}

/** True when something was written since the last look. A book in memory has one connection, so its own count is the whole truth. */
function changeCounter(database: Database): () => boolean {
  const changes = database.prepare('SELECT total_changes()').pluck()
  let seen = -1
  return () => {
    const now = changes.get() as number
    if (now === seen) return false
    seen = now
    return true
  }
}
