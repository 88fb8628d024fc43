import type { Pledges } from '../given.ts'
import { codeOf } from '../observed.ts'
import { demand, inShort } from '../verdict.ts'
import type { Seen } from '../wire-client.ts'
import { paid, takenBy } from './payments.ts'

/** Not a single one of these is an amount a customer could be asked for. */
const wrongAmounts: readonly unknown[] = [0, -5_000, 0.5, 5_000.5, '5000', null, true, [5_000], 1e300, 2 ** 53, 1_000_000_000_001]

function demandNo(seen: Seen, what: string): void {
  const isNo = seen.status >= 400 && seen.status < 500 && codeOf(seen) !== null
  demand(isNo, `${what} was answered ${seen.status} ${inShort(seen.text)}`)
}

export const limitPledges = {
  amountsExact: {
    says: 'An amount that is no whole, positive number of rupiah is refused, as is a total that is not the sum; nothing is made of either.',
    async keeps(given) {
      const { terminal, goods } = given
      const taken = await takenBy(given, async () => {
        for (const amountRupiah of wrongAmounts) {
          const request = goods.fresh()
          const wrong = [
            { ...request, sheets: [{ period: '', amountRupiah }] },
            { ...request, totalRupiah: amountRupiah },
            { ...request, sheets: [{ period: '', amountRupiah }], totalRupiah: amountRupiah },
          ]
          for (const each of wrong) demandNo(await terminal.post('/v1/payments', each), `an amount of ${inShort(amountRupiah)}`)
          const { status } = await terminal.ask(request)
          demand(status === 'unknown', `after an amount of ${inShort(amountRupiah)} the id is ${status}`)
        }
        const short = goods.fresh()
        demandNo(await terminal.post('/v1/payments', { ...short, totalRupiah: short.totalRupiah - 1 }), 'a total one rupiah below the sum')
      })
      demand(taken === 0, `the refused payments took ${taken} rupiah`)
      return `${wrongAmounts.length} wrong amounts in sheet, total and both were refused, and nothing moved`
    },
  },

  priceExact: {
    says: 'Only the very price is taken: one rupiah more or less is refused, and what is taken is what the statement says.',
    async keeps(given) {
      const { terminal, goods } = given
      for (const more of [1, -1]) {
        const sheets = [{ period: '', amountRupiah: goods.priceRupiah + more }]
        demandNo(
          await terminal.post('/v1/payments', goods.requestFor(goods.product.code, goods.freshNumber(), sheets)),
          `${more} rupiah beside the price`,
        )
      }
      const request = goods.fresh()
      let said: unknown = null
      const taken = await takenBy(given, async () => {
        said = (await paid(terminal, request)).floatTakenRupiah ?? null
      })
      demand(said === null || said === taken, `the statement says ${String(said)} rupiah were taken, the float lost ${taken}`)
      return `a rupiah more and less were refused; a price of ${goods.priceRupiah} took ${taken} from the float, as the statement says`
    },
  },

  malformedRefused: {
    says: 'What is no request of the contract is refused with problem details: no JSON, wrong types, too long, too deep, no such path.',
    async keeps({ terminal, goods }) {
      const request = goods.fresh()
      const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
      const bodies: [string, unknown][] = [
        ['half a JSON text', '{"paymentId":'],
        ['an empty body', ' '],
        ['null', 'null'],
        ['a list', [request]],
        ['a list 10,000 deep', deep],
        ['an id that is none', { ...request, paymentId: '../../etc' }],
        ['a customer number of 33 characters', { ...request, customerNumber: '1'.repeat(33) }],
        ['25 sheets', { ...request, sheets: Array.from({ length: 25 }, (_, index) => ({ period: String(index), amountRupiah: 1 })) }],
        ['no sheets', { ...request, sheets: [] }],
        ['a time that is none', { ...request, acceptedAt: 'now' }],
      ]
      const paths = ['/v1/inquiries', '/v1/payments/batch', `/v1/payments/${request.paymentId}/void`]
      const posts = [
        ...bodies.map(([what, body]) => ['/v1/payments', what, body] as const),
        ...paths.flatMap((path) => ['{}', 'null', '[]', deep].map((body) => [path, `${inShort(body)} to ${path}`, body] as const)),
      ]
      for (const [path, what, body] of posts) demandNo(await terminal.post(path, body), what)
      const questions = ['/v1/nothing', '/v1/payments/nonsense', '/v1/feed?epoch=&after=x', '/v1/feed']
      for (const path of questions) demandNo(await terminal.get(path), `a question to ${path}`)
      const { status } = await terminal.ask(request)
      demand(status === 'unknown', `after it the id is ${status}`)
      return `${posts.length + questions.length} malformed requests were refused, and nothing was made of them`
    },
  },

  unknownMembersIgnored: {
    says: 'A member that the central does not know is ignored, so that a newer terminal can speak with it.',
    async keeps({ terminal, goods }) {
      const { status } = await terminal.pay({ ...goods.fresh(), memberOfALaterVersion: { any: ['thing'] } })
      demand(status === 'paid', `a payment with a member more is ${status}`)
      return 'a payment with a member of a later version was paid'
    },
  },
} as const satisfies Pledges
