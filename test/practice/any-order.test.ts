import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import { openOutlet, paymentOf, pulsa20, type TestTerminal } from './outlet.ts'

const chargedRupiah = 20_700
const startRupiah = 25_000_000
// Paid, refused, pending then paid, pending then refused, and two ordinary ones.
const numbers = ['081200001230', '081200001232', '081200001233', '081200001234', '081200005678', '081200009999']

const who = fc.integer({ min: 0, max: 1 })
const which = fc.integer({ min: 0, max: 11 })
const stepArbitrary = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pay' as const), who, number: fc.integer({ min: 0, max: numbers.length - 1 }) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('ask', 'payAgain', 'void', 'claim'), who, which }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('failAtReconciliation', 'payAfterAll', 'creditClaim', 'creditDispute'), which }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('snapshot', 'restore', 'wait', 'feed') }) },
)
type Step = typeof stepArbitrary extends fc.Arbitrary<infer S> ? S : never

/** Lives through the steps; throws as soon as a terminal hears of a payment what it may not. */
async function live(steps: readonly Step[]) {
  const outlet = await openOutlet({ pendingForMs: 30_000 })
  const { server, clock, advance, ids } = outlet
  const central = server.central
  const terminals: [TestTerminal, TestTerminal] = [await outlet.terminal(), await outlet.terminal()]
  const requests: PaymentRequest[] = []
  let backup = central.snapshot()
  for (const step of steps) {
    advance(1_000)
    const request = 'which' in step ? requests[step.which % Math.max(1, requests.length)] : undefined
    if ('which' in step && request === undefined) continue
    const by = 'who' in step ? (terminals[step.who] as TestTerminal) : terminals[0]
    const { paymentId = '', intentHash = '' } = request ?? {}
    if (step.do === 'pay' && 'number' in step) {
      requests.push(paymentOf(pulsa20(numbers[step.number] ?? ''), clock))
      await by.central.pay(requests.at(-1) as PaymentRequest)
    } else if (step.do === 'payAgain') await by.central.pay(request as PaymentRequest)
    else if (step.do === 'ask') await by.central.ask(paymentId, intentHash)
    else if (step.do === 'void') await by.central.void(paymentId, intentHash)
    else if (step.do === 'claim') {
      const from = terminals.find((each) => each !== by) as TestTerminal
      await by.central.claim({
        exportId: ids.next(),
        fromTerminalId: from.terminalId,
        incarnation: 1,
        payments: [{ paymentId, intentHash }],
      })
    } else if (step.do === 'snapshot') backup = central.snapshot()
    else if (step.do === 'restore') central.restoreFrom(backup)
    else if (step.do === 'wait') advance(30_000)
    else if (step.do === 'feed') await by.central.feed({ epoch: 'none', sequence: 0 })
    else central[step.do](paymentId)
  }
  advance(60_000)
  // Whoever may be asked is asked about everything, so that a restored ledger has caught up.
  for (const request of requests) for (const { central: each } of terminals) await each.ask(request.paymentId, request.intentHash)
  for (const { central: each } of terminals) {
    const feed = await each.feed({ epoch: 'none', sequence: 0 })
    if (feed.kind !== 'answer') throw new Error('no feed')
    expect(feed.answer.items.map(({ sequence }) => sequence)).toEqual(feed.answer.items.map((_, index) => index + 1))
    expect(feed.answer.head).toBe(feed.answer.items.length)
  }
  return central.book()
}

test('whatever happens in whatever order, restores too: no bill is paid twice and the float is what the biller was paid', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { minLength: 5, maxLength: 40 }), async (steps) => {
      const book = await live(steps)
      expect(book.billsPaidTwice).toEqual([])
      const open = book.payments.filter(({ status }) => status === 'pending')
      expect(open).toEqual([])
      const creditedRupiah = book.float.movements.reduce(
        (sum, { kind, paymentId, amountRupiah }) => sum + (kind === 'credit' && paymentId !== null ? amountRupiah : 0),
        0,
      )
      const deductedRupiah = book.float.movements.reduce((sum, { kind, amountRupiah }) => sum + (kind === 'deduct' ? amountRupiah : 0), 0)
      expect(book.float).toMatchObject({ reservedRupiah: 0, balanceRupiah: startRupiah - deductedRupiah + creditedRupiah })
      // A line of the biller's that cost money once, less what it gave back.
      const tookRupiah = book.biller.filter(({ status }) => status !== 'failed').length * chargedRupiah
      const gaveBackRupiah = book.biller.filter(({ credited }) => credited).length * chargedRupiah
      expect(book.float.balanceRupiah).toBe(startRupiah - tookRupiah + gaveBackRupiah)
      const paidHere = book.payments.filter(({ status }) => status === 'paid').map(({ paymentId }) => `trace-${paymentId}`)
      const paidThere = book.biller.filter(({ status }) => status === 'paid').map(({ trace }) => trace)
      expect(paidHere.sort()).toEqual(paidThere.sort())
    }),
    { numRuns: 25 },
  )
}, 120_000)
