import { batchItemsMax } from '../../../shared/central-api/batches.ts'
import type { Pledges } from '../given.ts'
import { type Statement, sameness } from '../terminal.ts'
import { demand } from '../verdict.ts'
import { demandRefused, outcomeOf, paid, takenBy } from './payments.ts'

const queuedCount = 500

export const revocationPledges = {
  revokedWithQueue: {
    says: 'A revoked terminal creates nothing, and still learns how everything of its queue stands, voids it and reads its feed.',
    async keeps(given) {
      const { terminal, goods, control } = given
      const known = goods.fresh()
      const first = await paid(terminal, known)
      const queued = goods.freshMany(queuedCount)
      await control.order({ do: 'revoke', terminalId: terminal.terminalId })
      const inBatches = async (kind: string, requests: readonly object[]) => {
        const answers: [string, Statement][] = []
        for (let at = 0; at < requests.length; at += batchItemsMax)
          answers.push(...(await terminal.batch(requests.slice(at, at + batchItemsMax).map((request) => ({ ...request, kind })))))
        return new Map(answers)
      }
      const taken = await takenBy(given, async () => {
        const sent = await inBatches('pay', queued)
        for (const { paymentId } of queued) demandRefused(sent.get(paymentId), 'terminalRevoked', 'a queued payment of a revoked terminal')
        demandRefused(await terminal.pay(goods.fresh()), 'terminalRevoked', 'a new payment of a revoked terminal')
      })
      demand(taken === 0, `the refused payments took ${taken} rupiah`)
      const asked = await inBatches('ask', queued)
      for (const { paymentId } of queued)
        demand(asked.get(paymentId)?.status === 'unknown', `one of the queue is ${outcomeOf(asked.get(paymentId))}`)
      demand(sameness(await terminal.ask(known)) === sameness(first), 'asked about a payment of before it is told something else')
      demand(sameness(await terminal.pay(known)) === sameness(first), 'a payment of before sent again is answered otherwise')
      const voided = await inBatches('void', queued)
      for (const { paymentId } of queued)
        demand(voided.get(paymentId)?.status === 'voided', `a void is ${outcomeOf(voided.get(paymentId))}`)
      await terminal.feed((await terminal.time()).ledgerEpoch, 0).catch(() => terminal.feed('an-epoch-that-never-was', 0))
      return `${queuedCount} queued payments: all refused, all asked about, all voided, nothing taken`
    },
  },
} as const satisfies Pledges
