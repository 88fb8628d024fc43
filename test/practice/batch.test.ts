import { describe, expect, test } from 'vitest'
import type { BatchItem } from '../../shared/central-api/batches.ts'
import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import type { TestTerminal } from './outlet.ts'
import { answered, billOf, intentOf, openOutlet, paymentOf, pulsa20 } from './outlet.ts'

const pay = (request: PaymentRequest): BatchItem => ({ kind: 'pay', ...request })
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `08120000${String(index).padStart(4, '0')}`)

/** What was heard about each payment asked about, in the order asked. */
async function send({ central }: TestTerminal, items: readonly BatchItem[]) {
  const { outcomes } = await central.batch(items)
  return [...outcomes.values()].map((outcome) => (outcome.kind === 'answer' ? outcome.answer : outcome.kind))
}

describe('a batch', () => {
  test('pays, asks and voids, each item answered alone', async () => {
    const { terminal, clock, server } = await openOutlet()
    const one = await terminal()
    const known = paymentOf(pulsa20('081200000001'), clock)
    await one.central.pay(known)
    const [fresh, refused, burnt, unseen] = ['081200000002', '081200001232', '081200000004', '081200000005'].map((number) =>
      paymentOf(pulsa20(number), clock),
    ) as [PaymentRequest, PaymentRequest, PaymentRequest, PaymentRequest]
    const said = await send(one, [
      pay(fresh),
      pay(refused),
      pay(known),
      { kind: 'void', paymentId: burnt.paymentId, intentHash: burnt.intentHash },
      { kind: 'ask', paymentId: unseen.paymentId, intentHash: unseen.intentHash },
    ])
    expect(said).toMatchObject([
      { paymentId: fresh.paymentId, status: 'paid' },
      { paymentId: refused.paymentId, status: 'refused', code: 'billerRefused' },
      { paymentId: known.paymentId, status: 'paid' },
      { paymentId: burnt.paymentId, status: 'voided' },
      { paymentId: unseen.paymentId, status: 'unknown' },
    ])
    expect(server.central.billerBook().filter(({ status }) => status === 'paid')).toHaveLength(2)
  })

  test('sent again pays nothing again', async () => {
    const { terminal, clock, server } = await openOutlet()
    const one = await terminal()
    const items = numbers(100).map((number) => pay(paymentOf(pulsa20(number), clock)))
    const first = await send(one, items)
    expect(new Set(first.map((answer) => (typeof answer === 'string' ? answer : answer.status)))).toEqual(new Set(['paid']))
    expect(await send(one, items)).toEqual(first)
    expect(server.central.billerBook()).toHaveLength(100)
    expect(server.central.book().float.balanceRupiah).toBe(25_000_000 - 100 * 20_700)
  })

  test('refuses the second item of one bill, and only that', async () => {
    const { terminal, clock, server } = await openOutlet()
    const one = await terminal()
    const bill = intentOf(await billOf(one.central, '530000000002'))
    const [first, second, other] = [paymentOf(bill, clock), paymentOf(bill, clock), paymentOf(pulsa20('081200000001'), clock)]
    expect(await send(one, [pay(first), pay(second), pay(other)])).toMatchObject([
      { paymentId: first.paymentId, status: 'paid' },
      { paymentId: second.paymentId, status: 'refused', code: 'malformedRequest', revision: 0 },
      { paymentId: other.paymentId, status: 'paid' },
    ])
    expect(server.central.book().billsPaidTwice).toEqual([])
  })

  test('refuses the second item of one payment, so that the terminal believes neither', async () => {
    const { terminal, clock, server } = await openOutlet()
    const one = await terminal()
    const request = paymentOf(pulsa20('081200000001'), clock)
    const twice: BatchItem[] = [pay(request), { kind: 'ask', paymentId: request.paymentId, intentHash: request.intentHash }]
    const { outcomes } = await one.central.batch(twice)
    expect(outcomes.get(request.paymentId)).toMatchObject({ kind: 'noAnswer', why: 'the reply to a batch said two things about it' })
    expect(server.central.billerBook()).toHaveLength(1)
  })

  test('of more than a hundred is refused as a whole and nothing of it is done', async () => {
    const { terminal, clock, server } = await openOutlet()
    const one = await terminal()
    const said = await send(
      one,
      numbers(101).map((number) => pay(paymentOf(pulsa20(number), clock))),
    )
    expect(new Set(said)).toEqual(new Set(['noAnswer']))
    expect(server.central.book().payments).toEqual([])
  })

  test('keeps an item that can not be read from taking the others with it', async () => {
    const { terminal, clock } = await openOutlet()
    const one = await terminal()
    const [good, bad] = [paymentOf(pulsa20('081200000001'), clock), paymentOf(pulsa20('081200000002'), clock)]
    const said = await send(one, [pay({ ...bad, totalRupiah: -1 }), pay(good)])
    expect(said).toMatchObject([
      { paymentId: bad.paymentId, code: 'malformedRequest' },
      { paymentId: good.paymentId, status: 'paid' },
    ])
  })

  test('answered in part leaves the rest in doubt, although it was done', async () => {
    const { terminal, clock, server } = await openOutlet()
    const one = await terminal()
    const [first, second] = [paymentOf(pulsa20('081200000001'), clock), paymentOf(pulsa20('081200000002'), clock)]
    await server.central.faults.set('partialBatch')
    expect(await send(one, [pay(first), pay(second)])).toMatchObject([{ status: 'paid' }, 'noAnswer'])
    await server.central.faults.set('none')
    expect(answered(await one.central.ask(second.paymentId, second.intentHash)).status).toBe('paid')
  })
})
