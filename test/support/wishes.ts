import type { Counter, Wish } from './counter.ts'

/** A pulsa of 20 rb: the customer pays 21.500, the agent keeps 800, the float loses the rest. */
export const pulsaPrice = { cashRupiah: 21_500, floatRupiah: 20_700, commissionRupiah: 800 }

export function pulsa(customerNumber = '081200001230'): Wish & { line: string } {
  return { productCode: 'TSEL20', customerNumber, line: `TSEL20 ${customerNumber} [] ${pulsaPrice.cashRupiah}` }
}

export function plnBill(customerNumber: string): Wish {
  return { productCode: 'PLN', customerNumber }
}

/** What happened to a payment, in the words of the state table and with each word of the central's. */
export async function storyOf(counter: Counter, paymentId: string): Promise<{ events: (string | null)[]; attempts: string[] }> {
  const { story } = await counter.call('payment', { paymentId })
  return {
    events: story.filter(({ kind }) => kind === 'event').map(({ event }) => event),
    attempts: story.filter(({ kind }) => kind === 'attempt').map(({ detail }) => `${detail.attempt} ${detail.outcome}`),
  }
}

/** The same without the questions that told nothing, as their number depends on the speed of the machine. */
export function withoutRepeats(attempts: readonly string[]): string[] {
  return attempts.filter((attempt, index) => attempt !== attempts[index - 1])
}
