import type { Basket } from '../../shared/terminal-api/shapes.ts'

export type Promised = 'cancel' | 'void' | 'refund' | 'advance'
export type Sale = {
  basketId: string
  paymentIds: string[]
  cashDueRupiah: number
  totals: Map<string, number>
  /** The terminal said yes to it; without a yes it may be there or not, but whole. */
  acknowledged: boolean
}

/** What a person at the counter has seen: what was asked of the terminal, and what it said yes to. Knows nothing of how the terminal works. */
export type TillRoll = ReturnType<typeof createTillRoll>

export function createTillRoll() {
  const sales: Sale[] = []
  const promises: { paymentId: string; promised: Promised }[] = []
  return {
    sales,
    promises,
    asked(basket: Basket): Sale {
      const sale: Sale = {
        basketId: basket.id,
        paymentIds: basket.items.map(({ paymentId }) => paymentId),
        cashDueRupiah: basket.cashDueRupiah,
        totals: new Map(basket.items.map(({ paymentId, totalRupiah }) => [paymentId, totalRupiah])),
        acknowledged: false,
      }
      sales.push(sale)
      return sale
    },
    promised(paymentId: string, promised: Promised): void {
      promises.push({ paymentId, promised })
    },
  }
}
