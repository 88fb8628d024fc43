import type { PaymentRequest } from '../../../shared/central-api/payments.ts'
import type { Given, Pledges } from '../given.ts'
import { type Statement, sameness, type Terminal } from '../terminal.ts'
import { demand, inShort } from '../verdict.ts'

/** A payment that went through, or the end of the promise: nothing can be said without one. */
export async function paid(terminal: Terminal, request: PaymentRequest): Promise<Statement> {
  const statement = await terminal.pay(request)
  demand(statement.status === 'paid', `a sound payment is ${outcomeOf(statement)}`)
  return statement
}

export function outcomeOf(statement: { status: string; code?: unknown } | undefined): string {
  if (statement === undefined) return 'not answered'
  return statement.status === 'refused' ? `refused ${String(statement.code)}` : statement.status
}

export function demandRefused(statement: Statement | undefined, code: string, what: string): void {
  demand(statement?.status === 'refused' && statement.code === code, `${what} is ${outcomeOf(statement)}, not refused ${code}`)
}

/** What the float lost while something was done. */
export async function takenBy({ terminal }: Given, action: () => Promise<unknown>): Promise<number> {
  const before = await terminal.floatRupiah()
  await action()
  return before - (await terminal.floatRupiah())
}

const atOnce = 5

export const paymentPledges = {
  idempotentAlone: {
    says: 'The same payment sent again, also several times at once, is one payment with one answer.',
    async keeps(given) {
      const { terminal, goods } = given
      const [request, crowd] = [goods.fresh(), goods.fresh()]
      const before = await terminal.floatRupiah()
      const expected = sameness(await paid(terminal, request))
      const takenOnce = before - (await terminal.floatRupiah())
      const takenAgain = await takenBy(given, async () => {
        for (let again = 0; again < 3; again++) {
          const statement = await terminal.pay({ ...request, acceptedAt: new Date(given.wire.nowMs()).toISOString() })
          demand(sameness(statement) === expected, `sent again it is answered otherwise: ${inShort(statement)}`)
        }
        demand(sameness(await terminal.ask(request)) === expected, 'asked about it is answered otherwise')
      })
      demand(takenAgain === 0, `sending it again took ${takenAgain} rupiah more from the float`)
      const takenByCrowd = await takenBy(given, () => Promise.all(Array.from({ length: atOnce }, () => terminal.pay(crowd))))
      const { status } = await terminal.pay(crowd)
      demand(
        status === 'paid' && takenByCrowd === takenOnce,
        `sent ${atOnce} times at once it is ${status} and took ${takenByCrowd} rupiah instead of ${takenOnce}`,
      )
      return `sent 4 times one after the other and ${atOnce} times at once: one answer each, ${takenOnce} rupiah each`
    },
  },

  idempotentInBatch: {
    says: 'The same payments sent again in batches, or one of them alone, keep their answers.',
    async keeps(given) {
      const { terminal, goods } = given
      const requests = goods.freshMany(10)
      const items = requests.map((request) => ({ kind: 'pay', ...request }))
      const first = await terminal.batch(items)
      for (const { paymentId } of requests)
        demand(first.get(paymentId)?.status === 'paid', `a sound payment of a batch is ${outcomeOf(first.get(paymentId))}`)
      const taken = await takenBy(given, async () => {
        const again = await terminal.batch(items.toReversed())
        for (const { paymentId } of requests) {
          const [one, two] = [first.get(paymentId) as Statement, again.get(paymentId)]
          demand(
            two !== undefined && sameness(one) === sameness(two),
            `in a second batch it is ${outcomeOf(two)}, answered otherwise than in the first`,
          )
        }
        const alone = await terminal.pay(requests[0] as PaymentRequest)
        demand(
          sameness(alone) === sameness(first.get(alone.paymentId) as Statement),
          'sent alone it is answered otherwise than in the batch',
        )
      })
      demand(taken === 0, `sending them again took ${taken} rupiah more from the float`)
      return '10 payments in two batches and one of them alone: the same answers, nothing taken twice'
    },
  },

  intentMismatch: {
    says: 'The same id with another intent is an alarm: refused, and what stands under the id stays.',
    async keeps(given) {
      const { terminal, goods } = given
      const [request, other] = [goods.fresh(), goods.fresh()]
      const first = await paid(terminal, request)
      const mixed = { ...other, paymentId: request.paymentId }
      const taken = await takenBy(given, async () => {
        demandRefused(await terminal.pay(mixed), 'intentMismatch', 'a payment under a used id with another intent')
        demandRefused(await terminal.ask(mixed), 'intentMismatch', 'a question about a used id with another intent')
        demandRefused(await terminal.void(mixed), 'intentMismatch', 'a void of a used id with another intent')
        const inBatch = await terminal.batch([{ kind: 'pay', ...mixed }])
        demandRefused(inBatch.get(mixed.paymentId), 'intentMismatch', 'a payment of a batch under a used id with another intent')
      })
      demand(taken === 0, `the refused payments took ${taken} rupiah`)
      demand(sameness(await terminal.ask(request)) === sameness(first), 'what stood under the id has changed')
      return 'payment, question, void and batch were refused, and what stood under the id stayed'
    },
  },

  intentHashChecked: {
    says: 'A hash that is not that of the intent beside it is refused, and nothing is kept under the id.',
    async keeps({ terminal, goods }) {
      const [request, other] = [goods.fresh(), goods.fresh()]
      demandRefused(await terminal.pay({ ...request, intentHash: other.intentHash }), 'intentHashWrong', 'a payment with a wrong hash')
      const { status } = await terminal.ask(request)
      demand(status === 'unknown', `after it the id is ${status}`)
      await paid(terminal, request)
      return 'refused, the id stayed unknown and could be paid with the right hash'
    },
  },

  unknownSaid: {
    says: 'Of an id it has never seen the central says so, bound to the hash that was asked about.',
    async keeps({ terminal, goods }) {
      const { paymentId, intentHash } = goods.fresh()
      const statement = await terminal.ask({ paymentId, intentHash })
      demand(statement.status === 'unknown', `an id never used is ${outcomeOf(statement)}`)
      demand(
        statement.paymentId === paymentId && statement.intentHash === intentHash,
        'the answer names another id or hash than the question',
      )
      return 'unknown, naming the id and the hash of the question'
    },
  },

  duplicateBill: {
    says: 'One bill has one live payment: a second one under another id is refused, unless it names the first.',
    async keeps(given) {
      const { terminal, goods } = given
      const request = goods.fresh()
      await paid(terminal, request)
      const again = () => goods.requestFor(request.productCode, request.customerNumber, request.sheets)
      const taken = await takenBy(given, async () => {
        demandRefused(await terminal.pay(again()), 'duplicateBill', 'the same bill under another id')
        const second = again()
        const inBatch = await terminal.batch([{ kind: 'pay', ...second }])
        demandRefused(inBatch.get(second.paymentId), 'duplicateBill', 'the same bill under another id in a batch')
      })
      demand(taken === 0, `the refused second payments took ${taken} rupiah`)
      const named = { ...again(), overridesPaymentId: request.paymentId }
      const { status } = await terminal.pay(named)
      demand(status === 'paid', `a second payment that names the first is ${status}`)
      return 'refused alone and in a batch; paid when it names the first'
    },
  },
} as const satisfies Pledges
