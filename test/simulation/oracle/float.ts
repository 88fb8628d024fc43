import type { FloatFact } from './facts.ts'

/** The agent's deposit at the central: every movement starts where the one before ended, and does what its word says. */
export type FloatModel = {
  learn(fact: FloatFact): string[]
  reservedRupiah(): number
  /** Taken for payments and not given back. */
  usedFor(paymentId: string): number
  payments(): string[]
  /** The central was put back to an older copy of its books: they are read again from their first line. */
  restart(): void
}

const effects: Record<string, readonly [balance: number, reserved: number]> = {
  credit: [1, 0],
  reserve: [0, 1],
  deduct: [-1, -1],
  release: [0, -1],
}

export function floatModel(): FloatModel {
  let balance: number | null = null
  let reserved: number | null = null
  let used = new Map<string, number>()
  return {
    learn(fact) {
      const complaints: string[] = []
      const [onBalance, onReserved] = effects[fact.kind] ?? [Number.NaN, Number.NaN]
      if (balance !== null && fact.balanceBeforeRupiah !== balance)
        complaints.push(`the central's float starts a movement at ${fact.balanceBeforeRupiah}, the one before ended at ${balance}`)
      if (reserved !== null && fact.reservedBeforeRupiah !== reserved)
        complaints.push(`the central's reserve starts a movement at ${fact.reservedBeforeRupiah}, the one before ended at ${reserved}`)
      if (fact.balanceAfterRupiah !== fact.balanceBeforeRupiah + onBalance * fact.amountRupiah)
        complaints.push(
          `a ${fact.kind} of ${fact.amountRupiah} took the central's float from ${fact.balanceBeforeRupiah} to ${fact.balanceAfterRupiah}`,
        )
      if (fact.reservedAfterRupiah !== fact.reservedBeforeRupiah + onReserved * fact.amountRupiah)
        complaints.push(
          `a ${fact.kind} of ${fact.amountRupiah} took the central's reserve from ${fact.reservedBeforeRupiah} to ${fact.reservedAfterRupiah}`,
        )
      balance = fact.balanceAfterRupiah
      reserved = fact.reservedAfterRupiah
      if (fact.paymentId !== null) used.set(fact.paymentId, (used.get(fact.paymentId) ?? 0) - onBalance * fact.amountRupiah)
      return complaints
    },
    reservedRupiah: () => reserved ?? 0,
    usedFor: (paymentId) => used.get(paymentId) ?? 0,
    payments: () => [...used.keys()],
    restart() {
      balance = null
      reserved = null
      used = new Map()
    },
  }
}
