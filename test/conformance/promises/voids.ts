import type { Pledges } from '../given.ts'
import { sameness } from '../terminal.ts'
import { demand } from '../verdict.ts'
import { demandRefused, outcomeOf, paid, takenBy } from './payments.ts'

export const voidPledges = {
  voidBeforePayment: {
    says: 'A void burns an id for ever, even one never seen: a payment that arrives later is refused.',
    async keeps(given) {
      const { terminal, goods } = given
      const [request, queued] = [goods.fresh(), goods.fresh()]
      for (let times = 0; times < 2; times++) {
        const { status } = await terminal.void(request)
        demand(status === 'voided', `a void of an id never seen is answered ${status}`)
      }
      const inBatch = await terminal.batch([{ kind: 'void', paymentId: queued.paymentId, intentHash: queued.intentHash }])
      demand(inBatch.get(queued.paymentId)?.status === 'voided', `a void in a batch is ${outcomeOf(inBatch.get(queued.paymentId))}`)
      const taken = await takenBy(given, async () => {
        demandRefused(await terminal.pay(request), 'idVoided', 'a payment under a voided id')
        const late = await terminal.batch([{ kind: 'pay', ...queued }])
        demandRefused(late.get(queued.paymentId), 'idVoided', 'a payment of a batch under a voided id')
      })
      demand(taken === 0, `payments under voided ids took ${taken} rupiah`)
      const { status } = await terminal.ask(request)
      demand(status === 'voided', `asked about afterwards it is ${status}`)
      return 'voided twice with the same answer, then refused as a payment, alone and in a batch'
    },
  },

  voidAfterPayment: {
    says: 'What was paid can not be voided: the answer to the void says that it is paid.',
    async keeps(given) {
      const { terminal, goods } = given
      const request = goods.fresh()
      const first = await paid(terminal, request)
      const taken = await takenBy(given, async () => {
        const answer = await terminal.void(request)
        const isSame = sameness(answer) === sameness(first)
        demand(isSame || answer.code === 'alreadyPaid', `a void of a paid payment is answered ${outcomeOf(answer)}`)
        demand(sameness(await terminal.ask(request)) === sameness(first), 'the void has changed the payment')
      })
      demand(taken === 0, `the void moved the float by ${-taken} rupiah`)
      return 'the payment stands, and nothing moved'
    },
  },
} as const satisfies Pledges
