import type { Bill, BillerFact } from './facts.ts'

/** The biller's book by bill. Only here is it counted whether a bill was paid twice, and never by id. */
export type BillerModel = {
  learn(fact: BillerFact): string[]
  /** A person paid this bill again on purpose, and said so. */
  allowAgain(bill: Bill): void
  /** Through this outlet, and standing. */
  timesPaid(bill: Bill): number
  wasEverPaid(bill: Bill): boolean
  /** The entry printed under this reference, once it was paid. */
  everPaidUnder(reference: string): BillerFact | null
  bills(): Bill[]
}

export function billerModel(): BillerModel {
  const entries = new Map<number, BillerFact>()
  const paid = new Map<Bill, number>()
  const paidHere = new Map<Bill, number>()
  const allowed = new Map<Bill, number>()
  const ever = new Set<Bill>()
  const byReference = new Map<string, BillerFact>()
  const add = (counts: Map<Bill, number>, bill: Bill, by: number) => counts.set(bill, (counts.get(bill) ?? 0) + by)

  function apply(fact: BillerFact, by: 1 | -1): void {
    if (fact.status !== 'paid') return
    for (const bill of fact.bills) {
      add(paid, bill, by)
      if (!fact.elsewhere) add(paidHere, bill, by)
      ever.add(bill)
    }
    for (const reference of fact.references) byReference.set(reference, fact)
  }

  return {
    learn(fact) {
      const before = entries.get(fact.entry)
      if (before !== undefined) apply(before, -1)
      entries.set(fact.entry, fact)
      apply(fact, 1)
      return fact.bills
        .filter((bill) => (paid.get(bill) ?? 0) > 1 + (allowed.get(bill) ?? 0))
        .map((bill) => `the biller was paid ${paid.get(bill)} times for ${bill}`)
    },
    allowAgain: (bill) => void add(allowed, bill, 1),
    timesPaid: (bill) => paidHere.get(bill) ?? 0,
    wasEverPaid: (bill) => ever.has(bill),
    everPaidUnder: (reference) => byReference.get(reference) ?? null,
    bills: () => [...paidHere.keys()],
  }
}
