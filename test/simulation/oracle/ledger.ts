import type { LedgerFacts, PaymentFact } from './facts.ts'

export type KnownPayment = PaymentFact & { terminal: string; state: string; events: string[] }

/** One terminal's journal, added up anew: lines by account and dimension, payments by state. */
export type LedgerModel = {
  learn(facts: LedgerFacts): string[]
  /** Debit positive; all dimensions together when none is named. */
  balance(account: string, dimension?: string): number
  payments: ReadonlyMap<string, KnownPayment>
  /** What payments of these states come to. */
  totalIn(states: readonly string[]): number
}

export function ledgerModel(terminal: string): LedgerModel {
  const accounts = new Map<string, number>()
  const byDimension = new Map<string, number>()
  const payments = new Map<string, KnownPayment>()
  const totals = new Map<string, number>()
  const add = (sums: Map<string, number>, key: string, rupiah: number) => sums.set(key, (sums.get(key) ?? 0) + rupiah)

  return {
    payments,
    learn(facts) {
      const complaints: string[] = []
      const sums = new Map<number, number>()
      for (const line of facts.lines) {
        if (!Number.isSafeInteger(line.amountRupiah)) complaints.push(`a line of event ${line.event} is ${line.amountRupiah}`)
        sums.set(line.event, (sums.get(line.event) ?? 0) + line.amountRupiah)
        add(accounts, line.account, line.amountRupiah)
        add(byDimension, `${line.account} ${line.dimension}`, line.amountRupiah)
      }
      for (const [event, sum] of sums) if (sum !== 0) complaints.push(`${terminal}: the lines of event ${event} sum to ${sum}`)
      for (const payment of facts.payments) payments.set(payment.id, { ...payment, terminal, state: '', events: [] })
      for (const move of facts.moves) {
        const payment = payments.get(move.paymentId)
        if (payment === undefined) {
          complaints.push(`${terminal}: event ${move.event} is about ${move.paymentId}, which is not in the ledger`)
          continue
        }
        if (move.to === null) continue
        if ((move.from ?? '') !== payment.state)
          complaints.push(`${terminal}: ${move.event} moves ${move.paymentId} from ${move.from}, but it was ${payment.state}`)
        if (payment.state !== '') add(totals, payment.state, -payment.totalRupiah)
        add(totals, move.to, payment.totalRupiah)
        payment.state = move.to
        payment.events.push(move.event)
      }
      return complaints
    },
    balance: (account, dimension) => (dimension === undefined ? accounts.get(account) : byDimension.get(`${account} ${dimension}`)) ?? 0,
    totalIn: (states) => states.reduce((sum, state) => sum + (totals.get(state) ?? 0), 0),
  }
}
