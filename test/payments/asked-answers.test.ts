import { expect, test } from 'vitest'
import { until } from '../support/counter.ts'
import { openStory } from '../support/story-terminal.ts'

test('a refused payment is looked up anew with the answers its customer gave, told by the inquiry or by its sheets', async () => {
  const { sari } = await openStory()
  const refused = async (wish: { productCode: string; customerNumber: string; answers: Record<string, string> }) => {
    const basket = await sari.accept(await sari.fill([await sari.call('inquire', wish)]))
    const paymentId = basket.items[0]?.paymentId ?? ''
    await until(
      () => sari.payment(paymentId),
      ({ state }) => state === 'rejected',
    )
    return paymentId
  }
  const premium = { productCode: 'BPJSKS', customerNumber: '8801234560005' }
  const three = await refused({ ...premium, answers: { months: '3' } })
  expect((await sari.call('inquire', premium)).sheets).toHaveLength(1)
  expect((await sari.call('inquire', { ...premium, likePaymentId: three })).sheets).toHaveLength(3)
  expect((await sari.call('inquire', { ...premium, answers: { months: '2' }, likePaymentId: three })).sheets).toHaveLength(2)

  const wallet = { productCode: 'GOPAY', customerNumber: '082100000006' }
  const topUp = await refused({ ...wallet, answers: { amount: '75500' } })
  await expect(sari.call('inquire', wallet)).rejects.toMatchObject({ code: 'answerMissing' })
  expect(await sari.call('inquire', { ...wallet, likePaymentId: topUp })).toMatchObject({ billTotalRupiah: 77_000 })

  const vehicle = { productCode: 'SAMSATJTG', customerNumber: '8102051011310003' }
  const tax = await refused({ ...vehicle, answers: { identity: '3302041708900001' } })
  expect(await sari.call('inquire', { ...vehicle, likePaymentId: tax })).toMatchObject({ customerNumber: vehicle.customerNumber })
  const unknown = '01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071'
  await expect(sari.call('inquire', { ...vehicle, likePaymentId: unknown })).rejects.toMatchObject({ code: 'answerMissing' })
})
