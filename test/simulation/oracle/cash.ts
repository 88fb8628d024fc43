/** Banknotes, as people count them: what lies in each drawer, and whose money is in the outlet's hands for which payment. */
export type Cash = {
  open(drawer: string, rupiah: number): void
  /** Notes into the drawer; fewer than nothing goes out. */
  put(drawer: string, rupiah: number): void
  /** The customer of a payment has given (+1) or got back (-1) what it costs. Once in, once out: anything else is wrong at once. */
  turn(paymentId: string, by: 1 | -1): string | null
  inDrawer(drawer: string): number
  /** Notes that came or went without anybody noticing. */
  stray(drawer: string, rupiah: number): void
  /** What is found when the notes of a drawer are counted. */
  counted(drawer: string): number
  /** All notes of a drawer go to the safe; gives by how much they were not what people thought. */
  empty(drawer: string): { countedRupiah: number; overRupiah: number }
  /** Whether the customer's money for this payment is with the outlet, as far as hands can tell. */
  isHere(paymentId: string): boolean
}

export function countCash(): Cash {
  const drawers = new Map<string, number>()
  const strays = new Map<string, number>()
  const here = new Map<string, number>()
  const put = (drawer: string, rupiah: number) => void drawers.set(drawer, (drawers.get(drawer) ?? 0) + rupiah)
  return {
    open: put,
    put,
    turn(paymentId, by) {
      const times = (here.get(paymentId) ?? 0) + by
      here.set(paymentId, times)
      if (times > 1) return `the money for ${paymentId} was taken twice`
      if (times < 0) return `the money for ${paymentId} was given back twice`
      return null
    },
    stray: (drawer, rupiah) => void strays.set(drawer, (strays.get(drawer) ?? 0) + rupiah),
    counted: (drawer) => (drawers.get(drawer) ?? 0) + (strays.get(drawer) ?? 0),
    empty(drawer) {
      const overRupiah = strays.get(drawer) ?? 0
      const countedRupiah = (drawers.get(drawer) ?? 0) + overRupiah
      drawers.delete(drawer)
      strays.delete(drawer)
      return { countedRupiah, overRupiah }
    },
    inDrawer: (drawer) => drawers.get(drawer) ?? 0,
    isHere: (paymentId) => (here.get(paymentId) ?? 0) === 1,
  }
}

/** The smallest coin at the counter is Rp 100; half of one rounds up, whichever way the money goes. */
export function inCoins(rupiah: number): number {
  return rupiah < 0 ? -inCoins(-rupiah) : Math.floor((rupiah + 50) / 100) * 100
}
