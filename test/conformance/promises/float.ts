import type { PaymentRequest } from '../../../shared/central-api/payments.ts'
import type { Given, Pledges } from '../given.ts'
import { demand, notTried } from '../verdict.ts'
import { demandRefused, outcomeOf, paid } from './payments.ts'

const drainedByMax = 1_000

/** Payments of the dearest denomination until the float covers no more; ends with the first one it does not cover. */
async function drain({ terminal, goods }: Given): Promise<PaymentRequest> {
  const plain = goods.catalogue.products.filter(
    (each) => each.fields === undefined && each.inquiry !== 'required' && each.customerNumber.check === undefined,
  )
  const dearest = plain.reduce((most, each) => ((each.priceRupiah ?? 0) > (most.priceRupiah ?? 0) ? each : most), goods.product)
  const priceRupiah = dearest.priceRupiah ?? 0
  for (let count = 0; count < drainedByMax; count++) {
    const request = goods.requestFor(dearest.code, goods.freshNumber(dearest), [{ period: '', amountRupiah: priceRupiah }])
    const statement = await terminal.pay(request)
    if (statement.status === 'refused' && statement.code === 'floatTooLow') return request
    demand(statement.status === 'paid' || statement.status === 'pending', `a payment that empties the float is ${outcomeOf(statement)}`)
  }
  return notTried(`${drainedByMax} payments did not empty the float; give the outlet under test a smaller one`)
}

export const floatPledges = {
  lowFloat: {
    says: 'A payment the float does not cover is refused for now and kept nowhere; after a top-up it is paid under the same id.',
    async keeps(given) {
      const { terminal, control } = given
      // Asked first, so that a central without a control door keeps its float.
      await control.order({ do: 'topUp', amountRupiah: 1 })
      const balanceRupiah = await terminal.floatRupiah()
      const request = await drain(given)
      const refused = await terminal.pay(request)
      demandRefused(refused, 'floatTooLow', 'the same payment again')
      demand(typeof refused.retryAfterMs === 'number', 'floatTooLow does not say when to come again')
      const inBatch = await terminal.batch([{ kind: 'pay', ...request }])
      demandRefused(inBatch.get(request.paymentId), 'floatTooLow', 'the same payment in a batch')
      const { status } = await terminal.ask(request)
      demand(status === 'unknown', `asked about it is ${status}, although nothing was created`)
      await control.order({ do: 'topUp', amountRupiah: Math.max(balanceRupiah, 10 * request.totalRupiah) })
      await paid(terminal, request)
      return 'refused alone and in a batch with its time to come again, then paid under the same id'
    },
  },

  rateLimited: {
    says: 'What is too much at once is refused for now, and paid later under the same id.',
    async keeps({ terminal, goods, control }) {
      const request = goods.fresh()
      await control.order({ do: 'rateLimit', createsPerMinuteMax: 0 })
      const refused = await terminal.pay(request).finally(() => control.order({ do: 'rateLimit', createsPerMinuteMax: null }))
      demandRefused(refused, 'rateLimited', 'a payment above the rate')
      await paid(terminal, request)
      return 'refused, then paid under the same id'
    },
  },
} as const satisfies Pledges
