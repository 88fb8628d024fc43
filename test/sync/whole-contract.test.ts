import { expect, test } from 'vitest'
import { type Counter, until } from '../support/counter.ts'
import { booksWith, openStory, startingFloatRupiah } from '../support/story-terminal.ts'
import { pulsa, pulsaPrice, storyOf } from '../support/wishes.ts'

const reached = (counter: Counter, id: string, state: string) =>
  until(
    () => counter.payment(id),
    (payment) => payment.state === state,
  )

test('what was sold without a link drains in one batch when it is back, each bill paid once', async () => {
  const { sari, server, relay, advance, books, billsPaid } = await openStory({ through: 'relay' })
  const wishes = Array.from({ length: 12 }, (_, index) => pulsa(`0812000088${String(index).padStart(2, '0')}`))
  relay.rule = () => 'cut'
  for (const wish of wishes) await sari.sell(wish)
  await until(sari.status, ({ link, queue }) => link.state === 'offline' && queue.count === 12)
  // Nobody stands at the counter for these any more.
  advance(60_000)
  relay.rule = () => 'pass'
  await sari.call('tryCentral', {})
  await until(sari.payments, (rows) => rows.every(({ state }) => state === 'paid'))
  const batches = relay.heard.filter(({ path }) => path === '/v1/payments/batch')
  const drained = batches.map(({ json }) => (json as { items: unknown[] }).items.length)
  expect(drained.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(11)
  expect(drained.length).toBeLessThanOrEqual(3)
  const lines = wishes.map(({ line }) => line).sort()
  expect(billsPaid()).toEqual({ atBiller: lines, here: lines })
  expect(await books()).toEqual(
    booksWith({
      states: { paid: 12 },
      drawerRupiah: startingFloatRupiah + 12 * pulsaPrice.cashRupiah,
      floatUsedRupiah: 12 * pulsaPrice.floatRupiah,
      commissionRupiah: 12 * pulsaPrice.commissionRupiah,
    }),
  )
  expect(server.central.book().alarms).toEqual([])
})

test('a payment that fails at the biller’s reconciliation is owed back by the next look at the feed; a sentence for people is shown', async () => {
  const { sari, server } = await openStory()
  const { id } = await sari.sell(pulsa())
  await reached(sari, id, 'paid')
  expect(server.central.failAtReconciliation(id)).toBe(true)
  server.central.notice('PLN tutup malam ini')
  await sari.call('tryCentral', {})
  await reached(sari, id, 'rejected')
  const { notices } = await sari.call('notices', {})
  expect(notices).toContainEqual(expect.objectContaining({ kind: 'refundDue', paymentId: id }))
  expect(notices).toContainEqual(expect.objectContaining({ kind: 'centralNotice', detail: { text: 'PLN tutup malam ini' } }))
  expect((await storyOf(sari, id)).events).toEqual(['accept', 'send', 'paid', 'failedAtReconciliation'])
})

test('a central that was restored to before a payment finds it again at its biller; nothing is paid twice, and this ledger goes on', async () => {
  const { sari, server, billsPaid, books } = await openStory()
  const before = server.central.snapshot()
  const first = await sari.sell(pulsa())
  await reached(sari, first.id, 'paid')
  server.central.restoreFrom(before)
  await sari.call('tryCentral', {})
  await until(
    () => storyOf(sari, first.id),
    ({ attempts }) => attempts.includes('ask paid'),
  )
  const second = await sari.sell(pulsa('081200001231'))
  await reached(sari, second.id, 'paid')
  expect((await sari.payment(first.id)).state).toBe('paid')
  const lines = [pulsa().line, pulsa('081200001231').line]
  expect(billsPaid()).toEqual({ atBiller: lines, here: lines })
  expect((await books()).complaints).toEqual([])
  const { notices } = await sari.call('notices', {})
  expect(notices.filter(({ kind }) => kind === 'alarm')).toEqual([])
})

test('of a folder and its copy, both alive, only one creates: the other holds what is open until it has asked and a person says yes', async () => {
  const { sari, relay, billsPaid, afterPowerLoss } = await openStory({ through: 'relay' })
  await reached(sari, (await sari.sell(pulsa('081200001231'))).id, 'paid')
  const copy = await afterPowerLoss()
  // The first goes on; from here the copy's words are old.
  for (let words = 0; words < 2; words += 1) {
    const before = relay.heard.length
    await sari.call('tryCentral', {})
    await until(
      () => relay.heard.slice(before),
      (heard) => {
        const hello = heard.findIndex(({ path }) => path === '/v1/hello')
        return hello >= 0 && heard.slice(hello).some(({ path }) => path.startsWith('/v1/feed'))
      },
    )
  }
  const wish = pulsa()
  const { id } = await sari.sell(wish)
  await reached(sari, id, 'paid')
  await copy.sari.call('tryCentral', {})
  await until(
    () => relay.heard.filter(({ path }) => path === '/v1/hello').map(({ json }) => json?.takeNew),
    (asked) => asked.includes(true),
  )
  // The other's bill is refused to it: it took the incarnation, but the bill is paid.
  const again = await copy.sari.sell(wish)
  expect((await reached(copy.sari, again.id, 'rejected')).reason).toBe('duplicateBill')
  const lines = [wish.line, pulsa('081200001231').line].sort()
  expect(billsPaid().atBiller).toEqual(lines)
})
