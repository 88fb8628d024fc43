import type { LedgerFacts, LineFact, MoveFact, PaymentFact } from './facts.ts'

export type KnownPayment = PaymentFact & { terminal: string; state: string; events: string[] }

/** One terminal's journal, added up anew: lines by account and dimension, payments by state. */
export type LedgerModel = {
  learn(facts: LedgerFacts): string[]
  /** Debit positive; all dimensions together when none is named. */
  balance(account: string, dimension?: string): number
  payments: ReadonlyMap<string, KnownPayment>
  /** What payments of these states come to. */
  totalIn(states: readonly string[]): number
  /** What a payment's own events took from the agent's float, less what came back. */
  floatUsedFor(paymentId: string): number
}

export function ledgerModel(terminal: string): LedgerModel {
  const accounts = new Map<string, number>()
  const byDimension = new Map<string, number>()
  const payments = new Map<string, KnownPayment>()
  const totals = new Map<string, number>()
  const floatUsed = new Map<string, number>()
  const add = (sums: Map<string, number>, key: string, rupiah: number) => sums.set(key, (sums.get(key) ?? 0) + rupiah)

  function addLines(lines: readonly LineFact[]): string[] {
    const sums = new Map<number, number>()
    for (const line of lines) {
      sums.set(line.event, (sums.get(line.event) ?? 0) + line.amountRupiah)
      add(accounts, line.account, line.amountRupiah)
      add(byDimension, `${line.account} ${line.dimension}`, line.amountRupiah)
    }
    const odd = lines.filter(({ amountRupiah }) => !Number.isSafeInteger(amountRupiah))
    return [
      ...odd.map((line) => `${terminal}: a line of event ${line.event} is ${line.amountRupiah}`),
      ...[...sums].filter(([, sum]) => sum !== 0).map(([event, sum]) => `${terminal}: the lines of event ${event} sum to ${sum}`),
    ]
  }

  function move({ paymentId, event, from, to }: MoveFact): string | null {
    const payment = payments.get(paymentId)
    if (payment === undefined) return `${terminal}: event ${event} is about ${paymentId}, which is not in the ledger`
    payment.events.push(event)
    if (to === null) return null
    const before = payment.state
    if (before !== '') add(totals, before, -payment.totalRupiah)
    add(totals, to, payment.totalRupiah)
    payment.state = to
    return (from ?? '') === before ? null : `${terminal}: ${event} moves ${paymentId} from ${from}, but it was ${before}`
  }

  return {
    payments,
    learn(facts) {
      const complaints = addLines(facts.lines)
      for (const payment of facts.payments) payments.set(payment.id, { ...payment, terminal, state: '', events: [] })
      const paymentOf = new Map(facts.moves.map((fact) => [fact.sequence, fact.paymentId]))
      for (const line of facts.lines) if (line.account === 'floatUsed') add(floatUsed, paymentOf.get(line.event) ?? '', -line.amountRupiah)
      for (const fact of facts.moves) complaints.push(...[move(fact)].filter((sentence) => sentence !== null))
      return complaints
    },
    balance: (account, dimension) => (dimension === undefined ? accounts.get(account) : byDimension.get(`${account} ${dimension}`)) ?? 0,
    floatUsedFor: (paymentId) => floatUsed.get(paymentId) ?? 0,
    totalIn: (states) => states.reduce((sum, state) => sum + (totals.get(state) ?? 0), 0),
  }
}

/** The words of a payment's story by which the biller's book may have it as paid, and the one by which it has not any more. */
const aboutTheBook = ['paid', 'paidAfterAll', 'paidAfterRefund', 'failedAtReconciliation']

/** Whether this terminal believes that the biller's book has the payment as paid: also when the customer has the money back. */
export function standsAsPaid({ events }: KnownPayment): boolean {
  const last = events.findLast((event) => aboutTheBook.includes(event))
  return last !== undefined && last !== 'failedAtReconciliation'
}
