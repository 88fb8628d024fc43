import type { FloatFact } from './facts.ts'

/** The agent's deposit at the central: every movement starts where the one before ended, and does what its word says. */
export type FloatModel = {
  learn(fact: FloatFact): string[]
  balanceRupiah(): number
  reservedRupiah(): number
  deductedRupiah(): number
  restart(): void
}

export function floatModel(): FloatModel {
  let balance: number | null = null
  let reserved: number | null = null
  let deducted = 0
  return {
    learn(fact) {
      const complaints: string[] = []
      if (balance !== null && fact.balanceBeforeRupiah !== balance)
        complaints.push(`the central's float starts a movement at ${fact.balanceBeforeRupiah}, the one before ended at ${balance}`)
      if (reserved !== null && fact.reservedBeforeRupiah !== reserved)
        complaints.push(`the central's reserve starts a movement at ${fact.reservedBeforeRupiah}, the one before ended at ${reserved}`)
      const onBalance = { credit: 1, deduct: -1 }[fact.kind] ?? 0
      if (fact.balanceAfterRupiah - fact.balanceBeforeRupiah !== onBalance * fact.amountRupiah)
        complaints.push(
          `a ${fact.kind} of ${fact.amountRupiah} moved the central's float by ${fact.balanceAfterRupiah - fact.balanceBeforeRupiah}`,
        )
      balance = fact.balanceAfterRupiah
      reserved = fact.reservedAfterRupiah
      if (fact.kind === 'deduct') deducted += fact.amountRupiah
      return complaints
    },
    balanceRupiah: () => balance ?? 0,
    reservedRupiah: () => reserved ?? 0,
    deductedRupiah: () => deducted,
    /** The central was put back to an older copy of its books: they are read again from their first line. */
    restart() {
      balance = null
      reserved = null
      deducted = 0
    },
  }
}
