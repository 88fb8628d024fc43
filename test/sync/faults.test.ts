import { expect, test } from 'vitest'
import type { FaultState } from '../../main/practice/faults.ts'
import { until } from '../support/counter.ts'
import { booksWith, openStory, startingFloatRupiah } from '../support/story-terminal.ts'
import { plnBill, pulsa, pulsaPrice, storyOf, withoutRepeats } from '../support/wishes.ts'

const wish = pulsa()
const taken = { drawerRupiah: startingFloatRupiah + pulsaPrice.cashRupiah }
const onePulsaHeld = { ...taken, heldRupiah: pulsaPrice.cashRupiah }
const onePulsaPaid = { ...taken, floatUsedRupiah: pulsaPrice.floatRupiah, commissionRupiah: pulsaPrice.commissionRupiah }
const onceOnBothSides = { atBiller: [wish.line], here: [wish.line] }

test('over a good line a payment is paid once, and every figure says so', async () => {
  const { sari, books, billsPaid } = await openStory()
  const { id } = await sari.sell(wish)
  const paid = await until(
    () => sari.payment(id),
    ({ state }) => state === 'paid',
  )
  expect(paid).toMatchObject({ reason: null, reference: expect.stringMatching(/^[0-9A-F]{32}$/) })
  expect(await storyOf(sari, id)).toEqual({ events: ['accept', 'send', 'paid'], attempts: ['pay paid'] })
  expect(await books()).toEqual(booksWith({ states: { paid: 1 }, ...onePulsaPaid }))
  expect(billsPaid()).toEqual(onceOnBothSides)
})

test('a slow central is waited for: the money is held meanwhile, and nothing is sent twice', async () => {
  const { sari, server, books, billsPaid } = await openStory()
  await server.central.faults.set('slow', 700)
  const { id } = await sari.sell(wish)
  expect((await sari.payment(id)).state).toBe('sending')
  expect(await books()).toEqual(booksWith({ states: { sending: 1 }, ...onePulsaHeld }))
  await until(
    () => sari.payment(id),
    ({ state }) => state === 'paid',
  )
  expect((await storyOf(sari, id)).attempts).toEqual(['pay paid'])
  expect((await sari.status()).link.roundTripMs).toBeGreaterThan(600)
  expect(await books()).toEqual(booksWith({ states: { paid: 1 }, ...onePulsaPaid }))
  expect(billsPaid()).toEqual(onceOnBothSides)
})

test('cut off after the central has paid: in doubt, then asked, then paid, and the biller has it once', async () => {
  const { sari, server, books, billsPaid } = await openStory()
  await server.central.faults.set('resetAfterCommit')
  const { id } = await sari.sell(wish)
  const doubtful = await until(
    () => sari.payment(id),
    ({ state }) => state === 'inDoubt',
  )
  expect(doubtful).toMatchObject({ reason: 'noAnswer', reference: null })
  // The biller has long been paid; the terminal doesn't know and doesn't pretend to.
  expect(billsPaid()).toEqual({ atBiller: [wish.line], here: [] })
  expect(await books()).toEqual({
    ...booksWith({ states: { inDoubt: 1 }, ...onePulsaHeld }),
    centralFloatRupiah: 25_000_000 - pulsaPrice.floatRupiah,
  })
  expect((await sari.status()).link.state).toBe('online')

  await server.central.faults.set('none')
  await until(
    () => sari.payment(id),
    ({ state }) => state === 'paid',
  )
  const { events, attempts } = await storyOf(sari, id)
  expect(events).toEqual(['accept', 'send', 'noAnswer', 'paid'])
  expect(attempts.filter((attempt) => attempt.startsWith('pay'))).toEqual(['pay noAnswer'])
  expect(attempts.at(-1)).toBe('ask paid')
  expect(await books()).toEqual(booksWith({ states: { paid: 1 }, ...onePulsaPaid }))
  expect(billsPaid()).toEqual(onceOnBothSides)
})

test('cut off before the central heard of it: in doubt, then asked, unknown, sent again and paid once', async () => {
  const { sari, server, books, billsPaid } = await openStory()
  await server.central.faults.set('resetBeforeCommit')
  const { id } = await sari.sell(wish)
  await until(
    () => sari.payment(id),
    ({ state }) => state === 'inDoubt',
  )
  expect(billsPaid()).toEqual({ atBiller: [], here: [] })
  expect(await books()).toEqual(booksWith({ states: { inDoubt: 1 }, ...onePulsaHeld }))

  await server.central.faults.set('none')
  await until(
    () => sari.payment(id),
    ({ state }) => state === 'paid',
  )
  const { events, attempts } = await storyOf(sari, id)
  expect(events).toEqual(['accept', 'send', 'noAnswer', 'unknownToCentral', 'send', 'paid'])
  expect(withoutRepeats(attempts).slice(-2)).toEqual(['ask unknown', 'pay paid'])
  expect(await books()).toEqual(booksWith({ states: { paid: 1 }, ...onePulsaPaid }))
  expect(billsPaid()).toEqual(onceOnBothSides)
})

test("a gateway's 503 page is no answer: in doubt, the page kept, and paid once when the central is back", async () => {
  const { sari, server, books, billsPaid } = await openStory()
  await server.central.faults.set('unavailable')
  const { id } = await sari.sell(wish)
  await until(sari.status, ({ link, queue }) => link.state === 'offline' && link.cause === 'central' && queue.count === 1)
  expect(await books()).toEqual(booksWith({ states: { inDoubt: 1 }, ...onePulsaHeld }))
  const { notices } = await sari.call('notices', {})
  expect(notices).toContainEqual(expect.objectContaining({ kind: 'setAside', paymentId: id }))
  expect(billsPaid()).toEqual({ atBiller: [], here: [] })

  await server.central.faults.set('none')
  await until(
    () => sari.payment(id),
    ({ state }) => state === 'paid',
  )
  expect(await books()).toEqual(booksWith({ states: { paid: 1 }, ...onePulsaPaid }))
  expect(billsPaid()).toEqual(onceOnBothSides)
})

test('a day on which every line breaks in its own way ends with each bill paid once', async () => {
  const { sari, server, books, billsPaid } = await openStory()
  const faults: FaultState['fault'][] = [
    'slow',
    'resetAfterCommit',
    'none',
    'unavailable',
    'resetBeforeCommit',
    'offline',
    'resetAfterCommit',
  ]
  const wishes = faults.map((_, index) => pulsa(`08120000777${index}`))
  const bill = await sari.call('inquire', plnBill('530000000002'))
  for (const [index, fault] of faults.entries()) {
    await server.central.faults.set(fault, 150)
    await sari.sell(wishes[index] ?? wish)
    // Until something came of it, so that each fault has had its chance.
    await until(sari.payments, (rows) => rows.every(({ state }) => state !== 'sending'))
  }
  await sari.accept(await sari.fill([bill]))
  await server.central.faults.set('none')
  await until(sari.payments, (rows) => rows.length === 8 && rows.every(({ state }) => state === 'paid'))
  expect(await books()).toEqual(
    booksWith({
      states: { paid: 8 },
      drawerRupiah: startingFloatRupiah + 7 * pulsaPrice.cashRupiah + 45_000,
      floatUsedRupiah: 7 * pulsaPrice.floatRupiah + 41_400,
      commissionRupiah: 7 * pulsaPrice.commissionRupiah + 3_600,
    }),
  )
  const lines = [...wishes.map(({ line }) => line), 'PLN 530000000002 [202610,202611] 45000'].sort()
  expect(billsPaid()).toEqual({ atBiller: lines, here: lines })
})
