import type { PaymentState } from '../../shared/payment-states.ts'
import type { Basket, PaymentRow } from '../../shared/terminal-api/shapes.ts'
import { SaidNo } from '../support/counter.ts'
import type { Shop } from './shop.ts'
import type { Till } from './till.ts'
import type { Promised, Sale, TillRoll } from './till-roll.ts'
import { untilAtRest } from './waiting.ts'

/** A number whose pulsa the practice biller always refuses. */
const refusedNumber = '081200001232'
const priced = ['TSEL5', 'TSEL20', 'TSEL50', 'PLNT20']

/** The person at the counter: serves customers nobody has seen before, and writes down what the terminal said. */
export type Desk = ReturnType<typeof createDesk>

export function createDesk(shop: Shop, roll: TillRoll, random: () => number) {
  let customers = 0
  /** Requests to the terminal that nobody has answered yet. */
  let unanswered = 0
  const imported = new Set<string>()

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

  async function promise(promised: Promised, paymentId: string): Promise<void> {
    const ratna = shop.ratna()
    await asking(async () => {
      if (promised === 'cancel') await ratna.call('cancelPayment', { paymentId, reason: 'salah nomor' })
      else if (promised === 'advance') await ratna.call('advancePayment', { paymentId, reason: 'pelanggan tidak bisa menunggu' })
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
    /** Hands the whole queue over; the file can be had again. */
    exportQueue: () => asking(() => shop.ratna().call('exportQueue', {})),
    /** Takes over at the second terminal whatever the first has exported and nobody has taken over. */
    async importExports(): Promise<void> {
      const second = await shop.second()
      const { handOvers } = await shop.ratna().call('handOvers', {})
      for (const { id, direction } of handOvers) {
        if (direction !== 'out' || imported.has(id)) continue
        const { text } = await shop.ratna().call('handOverFile', { handOverId: id })
        await asking(() => second.ratna().call('importQueue', { file: text })).catch((error: unknown) => {
          if (!(error instanceof SaidNo && error.code === 'handOverAlreadyImported')) throw error
        })
        imported.add(id)
      }
    },
    /** An answer tells the terminal that the line is back; waiting for its own next look would only take longer. */
    async linkUp(till: Till = shop.till): Promise<void> {
      await till
        .ratna()
        .call('inquire', { productCode: 'PLN', customerNumber: '539900000001' })
        .catch(() => {})
      await untilAtRest(till.ratna().status, ({ link }) => link.state === 'online')
    },
    /** The terminal knows that the line is down, and nothing is on its way any more. */
    allWaitForTheLine: (): Promise<unknown> =>
      untilAtRest(
        async () => ({
          open: await shop.ratna().call('payments', { states: 'queued,sending,inDoubt', limit: 200 }),
          status: await shop.ratna().status(),
        }),
        ({ open, status }) => status.link.state === 'offline' && open.rows.every(({ state }) => state !== 'sending'),
      ),
    is: (paymentId: string, state: PaymentState): Promise<PaymentRow> =>
      untilAtRest(
        () => shop.ratna().payment(paymentId),
        (payment) => payment.state === state,
      ),
  }
}
