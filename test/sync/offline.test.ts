import { describe, expect, test } from 'vitest'
import { paymentOf } from '../practice/outlet.ts'
import { SaidNo, until } from '../support/counter.ts'
import { exchangesAbout, isPay, portalPage } from '../support/relay.ts'
import { booksWith, openStory, startingFloatRupiah } from '../support/story-terminal.ts'
import { plnBill, pulsa, pulsaPrice, storyOf } from '../support/wishes.ts'

const token = (productCode: 'PLNT20' | 'PLNT50', customerNumber = '12345671230') => ({ productCode, customerNumber })

test('without a link, what is known is sold and queued; back on line it drains, and the books end where they would have anyway', async () => {
  const { sari, server, books, billsPaid } = await openStory()
  const seen = await sari.call('inquire', plnBill('530000000002'))
  await server.central.faults.set('offline')
  const first = await sari.sell(pulsa())
  await until(sari.status, ({ link, queue }) => link.state === 'offline' && link.cause === 'central' && queue.count === 1)
  // The bill was inquired today, so it may be paid from what is known.
  const again = await sari.call('inquire', plnBill('530000000002'))
  expect(again).toMatchObject({ source: 'earlierInquiry', totalRupiah: seen.totalRupiah, sheets: seen.sheets })
  const second = (await sari.accept(await sari.fill([again]))).items[0]?.paymentId ?? ''
  await expect(sari.call('inquire', plnBill('530000000001'))).rejects.toMatchObject({ code: 'billUnknownOffline' })
  await expect(sari.fill([await sari.call('inquire', plnBill('530000000002'))])).rejects.toMatchObject({
    code: 'duplicateBill',
    detail: { firstPaymentId: second, firstState: 'queued' },
  })

  const queued = await until(sari.payments, (rows) => rows.every(({ state }) => state === 'queued'))
  expect(queued.map(({ id, everSent }) => ({ id, everSent }))).toEqual([
    { id: first.id, everSent: false },
    { id: second, everSent: false },
  ])
  expect(await books()).toEqual(
    booksWith({ states: { queued: 2 }, drawerRupiah: startingFloatRupiah + 21_500 + 45_000, heldRupiah: 66_500 }),
  )
  expect(billsPaid()).toEqual({ atBiller: [], here: [] })
  const { queue } = await sari.status()
  expect(queue).toMatchObject({ count: 2, inDoubtCount: 0, totalRupiah: 66_500, oldestAgeMs: expect.any(Number) })

  await server.central.faults.set('none')
  await until(sari.payments, (rows) => rows.every(({ state }) => state === 'paid'))
  expect((await sari.status()).link).toMatchObject({ state: 'online', cause: null })
  expect((await storyOf(sari, second)).attempts).toEqual(['pay paid'])
  expect(await books()).toEqual(
    booksWith({
      states: { paid: 2 },
      drawerRupiah: startingFloatRupiah + 66_500,
      floatUsedRupiah: pulsaPrice.floatRupiah + 41_400,
      commissionRupiah: pulsaPrice.commissionRupiah + 3_600,
    }),
  )
  const lines = ['PLN 530000000002 [202610,202611] 45000', pulsa().line]
  expect(billsPaid()).toEqual({ atBiller: lines, here: lines })
})

test('what never left may be cancelled without a link, and the money goes back', async () => {
  const { sari, joko, server, books, billsPaid } = await openStory()
  await server.central.faults.set('offline')
  const { id } = await sari.sell(pulsa())
  await until(
    () => sari.payment(id),
    ({ state, reason }) => state === 'queued' && reason === 'notReached',
  )
  await expect(joko.call('voidPayment', { paymentId: id, reason: 'batal' })).rejects.toMatchObject({ code: 'paymentNotInState' })
  await joko.signIn('staff-ratna')
  const cancelled = await joko.call('cancelPayment', { paymentId: id, reason: 'pelanggan batal' })
  expect(cancelled).toMatchObject({ state: 'cancelled', everSent: false })
  expect(await books()).toEqual(booksWith({ states: { cancelled: 1 } }))
  await server.central.faults.set('none')
  await until(sari.status, ({ link }) => link.state === 'online')
  expect(billsPaid()).toEqual({ atBiller: [], here: [] })
})

test('a float that another terminal has used up is waited for: queued with the reason and the time, then paid', async () => {
  const { sari, server, books, billsPaid, creditFloat, otherTerminal, advance, clock } = await openStory({
    settings: { floatRupiah: 60_000 },
  })
  const other = await otherTerminal()
  const sheets = [{ period: '', amountRupiah: 51_500 }]
  const elsewhere = paymentOf({ productCode: 'TSEL50', customerNumber: '081200005550', sheets }, clock)
  expect(await other.pay(elsewhere)).toMatchObject({ kind: 'answer', answer: { status: 'paid' } })
  const leftRupiah = 60_000 - 50_700
  const { id } = await sari.sell(pulsa())
  const refused = await until(
    () => sari.payment(id),
    ({ reason }) => reason === 'floatTooLow',
  )
  expect(refused.state).toBe('queued')
  expect((refused.nextAttemptAtMs ?? 0) - refused.acceptedAtMs).toBeGreaterThan(25_000)
  expect(await books()).toEqual(
    booksWith({ states: { queued: 1 }, drawerRupiah: startingFloatRupiah + 21_500, heldRupiah: 21_500, float: leftRupiah }),
  )
  // Now that the terminal has heard how little is left, the next customer is told before the money is taken.
  await until(sari.status, ({ float }) => float.balanceRupiah === leftRupiah)
  await expect(sari.sell(pulsa('081200009990'))).rejects.toMatchObject({ code: 'floatLimit' })

  creditFloat(50_000)
  advance(31_000)
  // The clock jumped while the loop slept; the next customer's question wakes it.
  await sari.call('inquire', pulsa('081200009990'))
  await until(
    () => sari.payment(id),
    ({ state }) => state === 'paid',
  )
  expect((await storyOf(sari, id)).attempts).toEqual(['pay refused', 'pay paid'])
  expect(await books()).toEqual(
    booksWith({
      states: { paid: 1 },
      drawerRupiah: startingFloatRupiah + 21_500,
      floatUsedRupiah: pulsaPrice.floatRupiah,
      commissionRupiah: pulsaPrice.commissionRupiah,
      float: leftRupiah + 50_000,
    }),
  )
  expect(billsPaid()).toEqual({ atBiller: [pulsa().line, 'TSEL50 081200005550 [] 51500'], here: [pulsa().line] })
  expect(server.central.book().billsPaidTwice).toEqual([])
})

test('per customer number the queue drains in order, while other numbers do not wait', async () => {
  const { sari, relay, server, billsPaid } = await openStory({ through: 'relay' })
  const first = await sari.call('inquire', token('PLNT20'))
  const second = await sari.call('inquire', token('PLNT50'))
  relay.rule = (heard) => (isPay(heard) && heard.json?.productCode === 'PLNT20' ? 'holdReply' : 'pass')
  const earlier = (await sari.accept(await sari.fill([first]))).items[0]?.paymentId ?? ''
  const later = (await sari.accept(await sari.fill([second]))).items[0]?.paymentId ?? ''
  const held = await relay.holding()
  const neighbour = await sari.sell(pulsa())
  await until(
    () => sari.payment(neighbour.id),
    ({ state }) => state === 'paid',
  )
  expect((await sari.payment(earlier)).state).toBe('sending')
  expect(await sari.payment(later)).toMatchObject({ state: 'queued', everSent: false })
  held.release()
  await until(sari.payments, (rows) => rows.every(({ state }) => state === 'paid'))
  const book = server.central.billerBook().filter(({ customerNumber }) => customerNumber === '12345671230')
  expect(book.map(({ productCode }) => productCode)).toEqual(['PLNT20', 'PLNT50'])
  expect(billsPaid().here).toEqual(billsPaid().atBiller)
})

describe('the cause of an outage is named', () => {
  test('a page that nobody signed is the trouble of the network here', async () => {
    const { sari, relay } = await openStory({ through: 'relay' })
    relay.rule = () => ({ answer: portalPage() })
    await expect(sari.call('inquire', plnBill('530000000001'))).rejects.toThrow(SaidNo)
    expect((await sari.status()).link).toMatchObject({ state: 'offline', cause: 'thisNetwork', roundTripMs: null })
  })

  test('a central that nobody answers for is its own', async () => {
    const { sari, server } = await openStory()
    await server.central.faults.set('offline')
    await expect(sari.call('inquire', plnBill('530000000001'))).rejects.toThrow(SaidNo)
    expect((await sari.status()).link).toMatchObject({ state: 'offline', cause: 'central' })
  })

  test("a central that can't reach the biller says so, and the link to it counts as up", async () => {
    const { sari, relay, server } = await openStory({ through: 'relay' })
    relay.rule = ({ path }) => (path === '/v1/time' ? { rewrite: (json) => ({ ...json, billerReachable: false }) } : 'pass')
    await server.central.faults.set('resetBeforeCommit')
    await sari.sell(pulsa())
    await until(sari.status, ({ link }) => link.state === 'online' && link.cause === 'biller')
    relay.rule = () => 'pass'
    await server.central.faults.set('none')
    await until(sari.payments, (rows) => rows.every(({ state }) => state === 'paid'))
  })
})

test('an inquiry that got no answer is looked into at once, so that the counter is not offline longer than the line', async () => {
  const { sari, relay } = await openStory({ through: 'relay' })
  relay.rule = ({ path }) => (path === '/v1/inquiries' ? 'cut' : 'pass')
  await expect(sari.call('inquire', plnBill('530000000001'))).rejects.toMatchObject({ code: 'billUnknownOffline' })
  await until(sari.status, ({ link }) => link.state === 'online')
  relay.rule = () => 'pass'
  expect((await sari.call('inquire', plnBill('530000000001'))).source).toBe('central')
})

test('nonsense about one payment blocks neither the others nor the link', async () => {
  const { sari, relay, books, billsPaid } = await openStory({ through: 'relay' })
  const aboutPoison = exchangesAbout('081200006660')
  const links = new Set<string>()
  relay.rule = (heard) => (aboutPoison(heard) ? { answer: portalPage() } : 'pass')
  const poison = await sari.sell(pulsa('081200006660'))
  for (const customerNumber of ['081200001111', '081200002222', '081200003333']) {
    const { id } = await sari.sell(pulsa(customerNumber))
    await until(
      () => sari.payment(id),
      ({ state }) => state === 'paid',
    )
    links.add((await sari.status()).link.state)
  }
  expect([...links]).toEqual(['online'])
  expect((await sari.payment(poison.id)).state).toBe('inDoubt')
  await until(
    () => relay.heard.filter(({ path }) => path.includes(poison.id)).length,
    (asked) => asked > 2,
  )
  expect((await sari.status()).link.state).toBe('online')
  relay.rule = () => 'pass'
  await until(
    () => sari.payment(poison.id),
    ({ state }) => state === 'paid',
  )
  expect((await books()).complaints).toEqual([])
  expect(billsPaid().here).toEqual(billsPaid().atBiller)
  expect(billsPaid().here).toHaveLength(4)
})
