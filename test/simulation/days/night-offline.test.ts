import { expect, test } from 'vitest'
import { readSlip } from '../oracle/paper.ts'
import { openDay } from './day.ts'

const tenToMidnightInJakarta = 13 * 3_600_000 + 50 * 60_000

test('a night without a link: known bills and prices are sold, the drain finds one bill changed, and it is paid anew', async () => {
  const day = await openDay(tenToMidnightInJakarta)
  const known = await day.basket([['PLN', '530000000002']])
  await day.pass(10_000)
  day.terminal.linkDown = true
  await day.pass(40_000)
  expect(day.terminal.services?.link.view()).toMatchObject({ state: 'offline', cause: 'thisNetwork' })

  // Still today in Jakarta: the bill inquired before, and a price out of the catalogue.
  const [changed = ''] = await day.pay(known.id)
  await day.pay((await day.basket([['TSEL20', '081200001230']])).id)
  await day.pass(60_000)
  expect(day.states()).toEqual(['PLN queued', 'TSEL20 queued'])
  expect(day.balance('held')).toBe(-66_500)

  // Past midnight a bill of yesterday is not known any more; a price is.
  await day.pass(12 * 60_000)
  await expect(day.basket([['PLN', '530000000001']])).rejects.toThrow('billUnknownOffline')
  await day.pay((await day.basket([['TSEL5', '081200001230']])).id)

  // Meanwhile the biller put 1.000 on the bill that waits.
  day.world.central.operator().changeBill('530000000002', 'otherTotal')
  day.terminal.linkDown = false
  await day.pass(120_000)
  expect(day.states()).toEqual(['PLN rejected', 'TSEL20 paid', 'TSEL5 paid'])

  // The customer adds the difference.
  const anew = await day.basket([['PLN', '530000000002']], changed)
  expect(anew).toMatchObject({ totalRupiah: 46_000, cashDueRupiah: 1_000 })
  await day.pay(anew.id)
  await day.pass(10_000)

  expect(day.journal()).toEqual([
    'shiftOpen: drawer 500.000, safe -500.000',
    'accept 1: drawer 45.000, held -45.000',
    'accept 2: drawer 21.500, held -21.500',
    'accept 3: drawer 6.500, held -6.500',
    'refusedFinal 1: held 45.000, refundsDue -45.000',
    'paid 2: held 21.500, floatUsed -20.700, commission -800',
    'paid 3: held 6.500, floatUsed -5.700, commission -800',
    'repay 1: refundsDue 45.000, held -45.000',
    'accept 4: drawer 1.000, held -1.000',
    'paid 4: held 46.000, floatUsed -42.400, commission -3.600',
  ])
  expect(day.states()).toEqual(['PLN refunded', 'TSEL20 paid', 'TSEL5 paid', 'PLN paid'])
  // 500.000 + 45.000 + 21.500 + 6.500 + 1.000
  expect(day.balance('drawer')).toBe(574_000)
  expect([day.balance('held'), day.balance('refundsDue')]).toEqual([0, 0])
  expect(day.billerBook()).toEqual([
    'TSEL20 081200001230 [""] 21500 paid',
    'TSEL5 081200001230 [""] 6500 paid',
    'PLN 530000000002 ["202610","202611"] 46000 paid',
  ])
  // The first pulsa was bought before midnight, though it was paid after.
  const days = day.world.central.books.biller.prepare('SELECT wib_day FROM payments WHERE periods = \'[""]\' ORDER BY sequence').pluck()
  expect(days.all()).toEqual(['2026-11-23', '2026-11-24'])
  expect(day.float()).toEqual([
    'credit 25000000',
    ...['reserve 20700', 'deduct 20700', 'reserve 5700', 'deduct 5700', 'reserve 42400', 'deduct 42400'],
  ])
  const kinds = day.slips().map((text) => readSlip({ terminal: '', text, whole: true }).kind)
  expect(kinds).toEqual(['provisional', 'provisional', 'provisional', 'valid', 'valid'])
})
