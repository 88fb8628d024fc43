import { expect, test } from 'vitest'
import { refundPayment } from '../../../main/payments/actions.ts'
import { readSlip } from '../oracle/paper.ts'
import { openDay } from './day.ts'

/** Worked out on paper from the practice catalogue: PLN earns 1.800 a month, Telkomsel 800, a token 1.200; cash goes by hundreds. */
test('an ordinary day: two bills in one basket, odd rupiah, a biller that says no, a reply that is lost', async () => {
  const day = await openDay()

  // Budi pays two months of 19.500 and 20.000 with 2.750 admin each, and 20.000 pulsa for 21.500.
  const budi = await day.basket([
    ['PLN', '530000000002'],
    ['TSEL20', '081200001230'],
  ])
  expect(budi).toMatchObject({ totalRupiah: 66_500, cashDueRupiah: 66_500 })
  await day.pay(budi.id)
  await day.pass(3_000)

  // 333.923 can't be paid in coins: the counter asks 333.900 and names the 23.
  const odd = await day.basket([['PLN', '530000000001']])
  expect(odd).toMatchObject({ totalRupiah: 333_923, cashDueRupiah: 333_900 })
  await day.pay(odd.id)
  await day.pass(3_000)

  // Somebody types Budi's number again: nothing is sold, nothing is written.
  await expect(day.basket([['PLN', '530000000002']])).rejects.toThrow('billAlreadyPaid')
  await expect(day.basket([['TSEL20', '081200001230']])).rejects.toThrow('duplicateBill')

  // The operator says no: the money goes back over the counter.
  const [failed = ''] = await day.pay((await day.basket([['TSEL10', '081200001232']])).id)
  await day.pass(5_000)
  await day.click((services, by) => {
    refundPayment(services.database, failed, by)
    day.handBack(failed, 11_500)
  })

  // The central has paid the token, but its reply is lost: in doubt, asked about, paid once.
  day.world.plan.befall('pay', 'lostReply')
  await day.pay((await day.basket([['PLNT20', '12345678901']])).id)
  await day.pass(20_000)
  expect(day.states().at(-1)).toBe('PLNT20 sending')
  await day.pass(40_000)

  expect(day.journal()).toEqual([
    'shiftOpen: drawer 500.000, safe -500.000',
    'accept 1: drawer 45.000, held -45.000',
    'accept 2: drawer 21.500, held -21.500',
    'paid 1: held 45.000, floatUsed -41.400, commission -3.600',
    'paid 2: held 21.500, floatUsed -20.700, commission -800',
    'accept 3: drawer 333.900, cashRounding 23, held -333.923',
    'paid 3: held 333.923, floatUsed -332.123, commission -1.800',
    'accept 4: drawer 11.500, held -11.500',
    'refusedFinal 4: held 11.500, refundsDue -11.500',
    'refund 4: refundsDue 11.500, drawer -11.500',
    'accept 5: drawer 22.500, held -22.500',
    'paid 5: held 22.500, floatUsed -21.300, commission -1.200',
  ])
  expect(day.states()).toEqual(['PLN paid', 'TSEL20 paid', 'PLN paid', 'TSEL10 refunded', 'PLNT20 paid'])
  // 500.000 + 45.000 + 21.500 + 333.900 + 11.500 - 11.500 + 22.500
  expect(day.balance('drawer')).toBe(922_900)
  expect(day.balance('held')).toBe(0)
  expect(day.billerBook()).toEqual([
    'PLN 530000000002 ["202610","202611"] 45000 paid',
    'TSEL20 081200001230 [""] 21500 paid',
    'PLN 530000000001 ["202611"] 333923 paid',
    'TSEL10 081200001232 [""] 11500 failed',
    'PLNT20 12345678901 [""] 22500 paid',
  ])
  expect(day.float()).toEqual([
    'credit 25000000',
    ...['reserve 41400', 'deduct 41400', 'reserve 20700', 'deduct 20700', 'reserve 332123', 'deduct 332123'],
    ...['reserve 10700', 'release 10700', 'reserve 21300', 'deduct 21300'],
  ])
  // One slip a month for Budi, one each for pulsa and the odd bill; the token's customer left before the central was heard.
  const kinds = day.slips().map((text) => readSlip({ terminal: '', text, whole: true }).kind)
  expect(kinds).toEqual(['valid', 'valid', 'valid', 'valid', 'provisional'])
})
