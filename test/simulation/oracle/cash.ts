/** Banknotes, as people count them: what lies in each drawer, and what each payment's customer gave and got back. */
export type Cash = {
  open(drawer: string, rupiah: number): void
  /** `paymentIds` are settled together; the basket is rounded once. */
  take(drawer: string, paymentIds: readonly string[], rupiah: number): void
  give(drawer: string, paymentId: string, rupiah: number): void
  inDrawer(drawer: string): number
  drawers(): string[]
  /** How often the customer of a payment handed money over for it, and got money back. */
  timesTaken(paymentId: string): number
  timesGiven(paymentId: string): number
}

export function countCash(): Cash {
  const drawers = new Map<string, number>()
  const taken = new Map<string, number>()
  const given = new Map<string, number>()
  const add = (counts: Map<string, number>, key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by)
  return {
    open: (drawer, rupiah) => void add(drawers, drawer, rupiah),
    take(drawer, paymentIds, rupiah) {
      add(drawers, drawer, rupiah)
      for (const id of paymentIds) add(taken, id, 1)
    },
    give(drawer, paymentId, rupiah) {
      add(drawers, drawer, -rupiah)
      add(given, paymentId, 1)
    },
    inDrawer: (drawer) => drawers.get(drawer) ?? 0,
    drawers: () => [...drawers.keys()],
    timesTaken: (paymentId) => taken.get(paymentId) ?? 0,
    timesGiven: (paymentId) => given.get(paymentId) ?? 0,
  }
}

/** The smallest coin at the counter is Rp 100; half of one rounds up. */
export function inCoins(rupiah: number): number {
  return Math.floor((rupiah + 50) / 100) * 100
}
