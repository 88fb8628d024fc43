import { expect, test } from 'vitest'
import { answered, openOutlet, paymentOf, pulsa20 } from './outlet.ts'

test('whoever asks about a pending payment is told when it is worth asking again', async () => {
  const { terminal, clock, advance } = await openOutlet()
  const { central } = await terminal()
  const pending = paymentOf(pulsa20('081200001233'), clock)
  const ask = async () => answered(await central.ask(pending.paymentId, pending.intentHash))
  expect(answered(await central.pay(pending))).toMatchObject({ status: 'pending', askAfterMs: 5_000 })
  advance(3_000)
  expect(await ask()).toMatchObject({ status: 'pending', askAfterMs: 2_000 })
  advance(2_000)
  expect(await ask()).toMatchObject({ status: 'paid' })
})
