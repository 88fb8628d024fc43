/** What test/tenders/money-model.ts keeps: tenders, payments and baskets as a person would note them on paper. */
export type Place =
  /** In the payment. */
  | 'in'
  /** Back with the customer by our hand. */
  | 'given'
  /** Taken back by the provider, nobody owes for it. */
  | 'taken'
  /** Taken back by the provider though the payment went on: the customer owes it. */
  | 'owing'
  /** Owed, and given up. */
  | 'lost'
  /** Left a payment that ended; loose again. */
  | 'freed'
  /** Brought again by the customer, in cash. */
  | 'cash'

export type ModelPayment = {
  totalRupiah: number
  cashRupiah: number
  parts: { tender: number; amountRupiah: number; place: Place }[]
  state: 'queued' | 'sending' | 'inDoubt' | 'paid' | 'rejected' | 'refunded' | 'cancelled'
  sent: boolean
  cashOwedRupiah: number
  advanced: boolean
  owesAdvanceRupiah: number
}

export type ModelTender = {
  basket: number
  askedRupiah: number
  state: 'asked' | 'confirmed' | 'expired' | 'failed' | 'settled' | 'reversed'
  cameRupiah: number
  settledRupiah: number
  givenRupiah: number
  takenRupiah: number
  looseRupiah: number
  /** The basket its loose money is meant for. */
  meantFor: number | null
  confirmedAs: number
}

export type ModelBasket = { state: 'open' | 'accepted' | 'discarded'; totalsRupiah: number[]; payments: number[] }

/** What its customer would have to get back by our hand. */
export function owedBackRupiah(payment: ModelPayment): number {
  return payment.cashRupiah + sum([...placed(payment, 'in'), ...placed(payment, 'cash')].map((part) => part.amountRupiah))
}

export function placed(payment: ModelPayment, place: Place): ModelPayment['parts'] {
  return payment.parts.filter((part) => part.place === place)
}

/** To the nearest hundred, halves up. */
export function rounded(amountRupiah: number): number {
  return Math.floor((amountRupiah + 50) / 100) * 100
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
