import { claimAnswerSchema, helloAnswerSchema } from '../../../shared/central-api/ownership.ts'
import type { Pledges } from '../given.ts'
import { codeOf } from '../observed.ts'
import { read } from '../terminal.ts'
import { demand, notOffered } from '../verdict.ts'
import type { Seen } from '../wire-client.ts'
import { demandRefused, paid } from './payments.ts'

/** A central for outlets of one terminal may do without these paths; a terminal then keeps its payments to itself. */
function offered(seen: Seen): Seen {
  return codeOf(seen) === 'unknownResource' ? notOffered(`there is no ${seen.request.path}`) : seen
}

export const ownershipPledges = {
  claimMovesPayment: {
    says: 'A payment handed over belongs to the terminal that claims it, and to no other; the claim repeated is the same claim.',
    async keeps({ ids, terminal, goods, second }) {
      const other = await second()
      const { paymentId, intentHash, ...rest } = goods.fresh()
      const payments = [{ paymentId, intentHash }]
      const claim = { exportId: ids.next(), fromTerminalId: terminal.terminalId, incarnation: 1, payments }
      for (let again = 0; again < 2; again++) {
        const answer = read(claimAnswerSchema, offered(await other.post('/v1/claims', claim)), 200)
        demand(
          answer.payments[0]?.claimed === true,
          again === 0 ? 'a claim of an id never seen is refused' : 'the same claim again is refused',
        )
      }
      const request = { paymentId, intentHash, ...rest }
      demandRefused(await terminal.pay(request), 'notOwner', 'a payment of the terminal that handed it over')
      await paid(other, { ...request, incarnation: 1 })
      return 'claimed twice as one; the former owner is refused, the new one pays'
    },
  },

  helloTellsCopies: {
    says: 'A ledger that went on elsewhere is told so, and an old incarnation creates nothing any more.',
    async keeps({ ids, terminal, goods }) {
      const [one, two, three, four] = [ids.secret(), ids.secret(), ids.secret(), ids.secret()]
      const hello = async (last: string | null, next: string, takeNew = false) =>
        read(helloAnswerSchema, offered(await terminal.post('/v1/hello', { incarnation: goods.incarnation, last, next, takeNew })), 200)
      for (const [last, next] of [
        [null, one],
        [one, two],
        [one, two],
      ] as const) {
        const { verdict } = await hello(last, next)
        demand(verdict === 'continues', `the same life, or its lost reply asked for again, is answered ${verdict}`)
      }
      const copy = await hello(one, three)
      demand(copy.verdict === 'forked', `a ledger that says a word already used is answered ${copy.verdict}`)
      const { verdict, incarnation } = await hello(two, four, true)
      demand(verdict === 'taken' && incarnation > goods.incarnation, `asked for a new incarnation: ${verdict} ${incarnation}`)
      demandRefused(await terminal.pay(goods.fresh()), 'incarnationOld', 'a payment of the old incarnation')
      goods.incarnation = incarnation
      await paid(terminal, goods.fresh())
      return `a copy was told; incarnation ${incarnation} pays, the one before creates nothing`
    },
  },
} as const satisfies Pledges
