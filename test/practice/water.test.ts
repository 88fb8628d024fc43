import { expect, test } from 'vitest'
import { answered, intentOf, openOutlet, paymentOf } from './outlet.ts'

/** As typed from the paper of the published test number, in a terminal that could not ask. */
const paper = (amountRupiah: number, period = '202611') => ({
  productCode: 'PDAMBJM',
  customerNumber: '1013226',
  sheets: [{ period, amountRupiah }],
})

test('1013226 owes Rp 65.000 of water and the admin of Rp 2.500 every month, so its paper can be typed unseen', async () => {
  const { terminal, clock, moveTo, server } = await openOutlet()
  const { central } = await terminal()
  expect(answered(await central.pay(paymentOf(paper(67_500), clock)))).toMatchObject({
    status: 'paid',
    proof: { commissionRupiah: 1_000, sheets: [{ period: '202611', billRupiah: 65_000, adminRupiah: 2_500 }], sheetsRemaining: 0 },
  })
  expect(await central.inquire(paper(0))).toMatchObject({ kind: 'refused', code: 'billAlreadyPaid' })
  moveTo('2026-11-30T17:00:00Z')
  const outcome = await central.inquire(paper(0))
  if (outcome.kind !== 'answer') throw new Error(outcome.kind)
  expect(intentOf(outcome.answer).sheets).toEqual([{ period: '202612', amountRupiah: 67_500 }])
  expect(server.central.billerBook().map(({ periods }) => periods)).toEqual([['202611']])
})

test('paper that was misread, or is of another month, is refused for good and nothing is paid', async () => {
  const { terminal, clock, server } = await openOutlet()
  const { central } = await terminal()
  expect(answered(await central.pay(paymentOf(paper(76_500), clock)))).toMatchObject({ code: 'billChanged', retry: 'never' })
  expect(answered(await central.pay(paymentOf(paper(67_500, '202610'), clock)))).toMatchObject({ code: 'billAlreadyPaid', retry: 'never' })
  expect(server.central.billerBook()).toEqual([])
})
