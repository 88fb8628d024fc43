import { batchItemsMax } from '../../../shared/central-api/batches.ts'
import type { Pledges } from '../given.ts'
import { codeOf } from '../observed.ts'
import { demand } from '../verdict.ts'
import { demandRefused, outcomeOf, takenBy } from './payments.ts'

export const batchPledges = {
  batchIsolation: {
    says: 'Each item of a batch is answered alone: what is wrong with one is nothing to the others.',
    async keeps({ terminal, goods }) {
      const sound = goods.freshMany(4)
      const [first, second, third, fourth] = sound.map((request) => ({ kind: 'pay', ...request }))
      const [strange, malformed, mixed] = [
        goods.requestFor('NO-SUCH-PRODUCT', goods.freshNumber(), [{ period: '', amountRupiah: goods.priceRupiah }]),
        { ...goods.fresh(), totalRupiah: 'much' },
        { ...goods.fresh(), intentHash: '0'.repeat(64) },
      ]
      const poison = [strange, malformed, mixed].map((request) => ({ kind: 'pay', ...request }))
      const nameless = [{ kind: 'pay' }, { kind: 'dance', paymentId: 7 }]
      const answers = await terminal.batch([
        first,
        poison[0],
        nameless[0],
        second,
        poison[1],
        third,
        nameless[1],
        poison[2],
        fourth,
      ] as object[])
      for (const { paymentId } of sound)
        demand(answers.get(paymentId)?.status === 'paid', `a sound item among wrong ones is ${outcomeOf(answers.get(paymentId))}`)
      demandRefused(answers.get(strange.paymentId), 'productUnknown', 'an item of an unknown product')
      demandRefused(answers.get(malformed.paymentId), 'malformedRequest', 'an item with an amount in words')
      demandRefused(answers.get(mixed.paymentId), 'intentHashWrong', 'an item with a wrong hash')
      return '4 sound items among 5 wrong ones were paid, and the wrong ones that have a name refused by it'
    },
  },

  batchLimit: {
    says: 'A batch of a hundred is answered whole; one of more is refused whole, and nothing is made of it.',
    async keeps(given) {
      const { terminal, goods } = given
      const requests = goods.freshMany(batchItemsMax + 1)
      const asked = requests.map(({ paymentId, intentHash }) => ({ kind: 'ask', paymentId, intentHash }))
      const taken = await takenBy(given, async () => {
        const seen = await terminal.post('/v1/payments/batch', { items: requests.map((request) => ({ kind: 'pay', ...request })) })
        const isRefused = ['requestTooLarge', 'malformedRequest'].includes(codeOf(seen) ?? '')
        demand(isRefused, `a batch of ${batchItemsMax + 1} was answered ${seen.status} ${codeOf(seen) ?? ''}`)
      })
      const answers = await terminal.batch(asked.slice(1))
      demand(answers.size === batchItemsMax, `of ${batchItemsMax} questions ${answers.size} were answered`)
      const made = [...answers.values()].filter(({ status }) => status !== 'unknown').length
      demand(made === 0 && taken === 0, `of the refused batch ${made} payments were made, and ${taken} rupiah taken`)
      return `${batchItemsMax} questions answered; ${batchItemsMax + 1} payments refused, none made`
    },
  },

  batchOneBillOnce: {
    says: 'Two items of one bill in a batch are never both paid.',
    async keeps({ terminal, goods }) {
      const first = goods.fresh()
      const second = goods.requestFor(first.productCode, first.customerNumber, first.sheets)
      const answers = await terminal.batch([first, second].map((request) => ({ kind: 'pay', ...request })))
      const outcomes = [first, second].map(({ paymentId }) => answers.get(paymentId))
      const paid = outcomes.filter((outcome) => outcome?.status === 'paid' || outcome?.status === 'pending').length
      demand(paid <= 1, 'both were taken')
      return `the first is ${outcomeOf(outcomes[0])}, the second ${outcomeOf(outcomes[1])}`
    },
  },
} as const satisfies Pledges
