import { expect, test } from 'vitest'
import { refundPayment } from '../../../main/payments/actions.ts'
import { advancePayment, collectOwed } from '../../../main/payments/advances.ts'
import { openDay } from './day.ts'

test('a day on which the central forgets, a customer takes an advance, a paid bill fails, and a refused one was paid after all', async () => {
  const day = await openDay()
  const { central } = day.world

  // The central comes back from a copy of this morning; the biller remembers, so nothing is paid or booked again.
  await day.pay((await day.basket([['TSEL20', '081200001230']])).id)
  await day.pass(5_000)
  central.stop()
  central.restoreOld(day.world.random('copies'))
  await day.pass(1_000)
  await central.restart()
  await day.pass(60_000)
  expect(day.states()).toEqual(['TSEL20 paid'])

  // The biller takes its time with a token; the customer does not.
  const [slow = ''] = await day.pay((await day.basket([['PLNT20', '12345671233']])).id)
  await day.pass(2_000)
  expect(day.states().at(-1)).toBe('PLNT20 inDoubt')
  await day.click((services, by) => {
    advancePayment(services.database, slow, 'tidak bisa menunggu', by, services.ids)
    day.handBack(slow, 22_500)
  })
  // It is paid after a while, so the customer owes it, and brings it.
  await day.pass(60_000)
  expect(day.states().at(-1)).toBe('PLNT20 paid')
  expect(day.balance('owedByCustomer')).toBe(22_500)
  await day.click((services, by) => {
    collectOwed(services.database, slow, by)
    day.bringBack(slow, 22_500)
  })

  // Reconciliation takes a paid bill back: a claim on the central, the money to the customer, and then the credit.
  const [reversed = ''] = await day.pay((await day.basket([['TSEL10', '081200001230']])).id)
  await day.pass(5_000)
  expect(central.operator().failAtReconciliation(reversed)).toBe(true)
  await day.pass(30_000)
  await day.click((services, by) => {
    refundPayment(services.database, reversed, by)
    day.handBack(reversed, 11_500)
  })
  expect(central.operator().creditClaim(reversed)).toBe(true)
  await day.pass(30_000)

  // A no that was a yes: the money is back with its customer, so the central owes it.
  const [refused = ''] = await day.pay((await day.basket([['TSEL5', '081200001232']])).id)
  await day.pass(5_000)
  await day.click((services, by) => {
    refundPayment(services.database, refused, by)
    day.handBack(refused, 6_500)
  })
  expect(central.operator().payAfterAll(refused)).toBe(true)
  await day.pass(30_000)
  expect(day.states()).toEqual(['TSEL20 paid', 'PLNT20 paid', 'TSEL10 refunded', 'TSEL5 disputed'])
  expect(central.operator().creditDispute(refused)).toBe(true)
  await day.pass(30_000)

  expect(day.journal()).toEqual([
    'shiftOpen: drawer 500.000, safe -500.000',
    'accept 1: drawer 21.500, held -21.500',
    'paid 1: held 21.500, floatUsed -20.700, commission -800',
    'accept 2: drawer 22.500, held -22.500',
    'advance 2: advances 22.500, drawer -22.500',
    'paid 2: held 22.500, floatUsed -21.300, commission -1.200, owedByCustomer 22.500, advances -22.500',
    'collectOwed 2: drawer 22.500, owedByCustomer -22.500',
    'accept 3: drawer 11.500, held -11.500',
    'paid 3: held 11.500, floatUsed -10.700, commission -800',
    'failedAtReconciliation 3: claimOnCentral 10.700, commission 800, refundsDue -11.500',
    'refund 3: refundsDue 11.500, drawer -11.500',
    'claimCredited 3: floatUsed 10.700, claimOnCentral -10.700',
    'accept 4: drawer 6.500, held -6.500',
    'refusedFinal 4: held 6.500, refundsDue -6.500',
    'refund 4: refundsDue 6.500, drawer -6.500',
    'paidAfterRefund 4: disputed 5.700, floatUsed -5.700',
    'centralCredits 4: floatUsed 5.700, disputed -5.700',
  ])
  expect(day.states()).toEqual(['TSEL20 paid', 'PLNT20 paid', 'TSEL10 refunded', 'TSEL5 refunded'])
  // 500.000 + 21.500 + 22.500 - 22.500 + 22.500 + 11.500 - 11.500 + 6.500 - 6.500
  expect(day.balance('drawer')).toBe(544_000)
  expect(['held', 'refundsDue', 'advances', 'owedByCustomer', 'claimOnCentral', 'disputed'].map(day.balance)).toEqual([0, 0, 0, 0, 0, 0])
  // What is used is 20.700 for the pulsa and 21.300 for the token.
  expect(day.balance('floatUsed')).toBe(-42_000)
  expect(day.billerBook()).toEqual([
    'TSEL20 081200001230 [""] 21500 paid',
    'PLNT20 12345671233 [""] 22500 paid',
    'TSEL10 081200001230 [""] 11500 reversed',
    'TSEL5 081200001232 [""] 6500 paid',
  ])
  expect(day.float()).toEqual([
    'credit 25000000',
    ...['reserve 20700', 'deduct 20700'],
    ...['reserve 21300', 'deduct 21300'],
    ...['reserve 10700', 'deduct 10700', 'credit 10700'],
    ...['reserve 5700', 'release 5700', 'reserve 5700', 'deduct 5700', 'credit 5700'],
  ])
})
