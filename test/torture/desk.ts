import type { PaymentState } from '../../shared/payment-states.ts'
import type { Basket, PaymentRow } from '../../shared/terminal-api/shapes.ts'
import { until } from '../support/counter.ts'
import type { Shop } from './shop.ts'
import type { Promised, Sale, TillRoll } from './till-roll.ts'

/** A number whose pulsa the practice biller always refuses. */
const refusedNumber = '081200001232'
const priced = ['TSEL5', 'TSEL20', 'TSEL50', 'PLNT20']

/** The person at the counter: serves customers nobody has seen before, and writes down what the terminal said. */
export type Desk = ReturnType<typeof createDesk>

export function createDesk(shop: Shop, roll: TillRoll, random: () => number) {
  let customers = 0
  /** Requests to the terminal that nobody has answered yet. */
  let unanswered = 0

  async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    unanswered += 1
    try {
      return await ask()
    } finally {
      unanswered -= 1
    }
  }

  function newNumber(productCode: string): string {
    customers += 1
    const last = String(customers).padStart(6, '0')
    // The last digit stands for how a PLN customer is; 1 has one plain bill.
    if (productCode === 'PLN') return `5399${last}01`
    return productCode.startsWith('PLNT') ? `1399${last}1` : `081299${last}`
  }

  /** A basket of new customers' bills. Bills of PLN need the central for the inquiry. */
  async function fill(count: number, also: { pln: boolean } = { pln: true }): Promise<Basket> {
    const bills = []
    for (let index = 0; index < count; index += 1) {
      const productCode = also.pln && random() < 0.3 ? 'PLN' : (priced[Math.floor(random() * priced.length)] ?? 'TSEL20')
      bills.push(await shop.ratna().call('inquire', { productCode, customerNumber: newNumber(productCode) }))
    }
    return shop.ratna().fill(bills)
  }

  async function accept(basket: Basket): Promise<Sale> {
    const sale = roll.asked(basket)
    await asking(() => shop.ratna().accept(basket))
    sale.acknowledged = true
    return sale
  }

  async function promise(promised: Exclude<Promised, 'accept'>, paymentId: string): Promise<void> {
    const ratna = shop.ratna()
    await asking(async () => {
      if (promised === 'cancel') await ratna.call('cancelPayment', { paymentId, reason: 'salah nomor' })
      else if (promised === 'void') await ratna.call('voidPayment', { paymentId, reason: 'batal' })
      else await ratna.call('refundPayment', { paymentId })
    })
    roll.promised(paymentId, promised)
  }

  return {
    shop,
    random,
    unanswered: () => unanswered,
    fill,
    accept,
    promise,
    /** One new customer, one payment, the money taken; answers its id. */
    async sell(also: { pln: boolean } = { pln: true }): Promise<string> {
      return (await accept(await fill(1, also))).paymentIds[0] ?? ''
    },
    async refusedBasket(): Promise<Basket> {
      return shop.ratna().fill([await shop.ratna().call('inquire', { productCode: 'TSEL20', customerNumber: refusedNumber })])
    },
    /** Queued, never sent, and the terminal knows that the line is down. */
    isWaitingForTheLine: (paymentId: string): Promise<unknown> =>
      until(
        async () => ({ payment: await shop.ratna().payment(paymentId), link: (await shop.ratna().status()).link.state }),
        ({ payment, link }) => link === 'offline' && payment.state === 'queued' && !payment.everSent,
        20_000,
      ),
    is: (paymentId: string, state: PaymentState): Promise<PaymentRow> =>
      until(
        () => shop.ratna().payment(paymentId),
        (payment) => payment.state === state,
        20_000,
      ),
  }
}
