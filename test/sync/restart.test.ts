import { expect, test } from 'vitest'
import { until } from '../support/counter.ts'
import { isPay } from '../support/relay.ts'
import { booksWith, openStory, startingFloatRupiah } from '../support/story-terminal.ts'
import { pulsa, pulsaPrice, storyOf, withoutRepeats } from '../support/wishes.ts'

const paid = booksWith({
  states: { paid: 1 },
  drawerRupiah: startingFloatRupiah + pulsaPrice.cashRupiah,
  floatUsedRupiah: pulsaPrice.floatRupiah,
  commissionRupiah: pulsaPrice.commissionRupiah,
})

test.each([
  { where: 'on its way there', deed: 'holdRequest', resolved: ['pay restarted', 'ask unknown', 'pay paid'] },
  { where: 'on the way back', deed: 'holdReply', resolved: ['pay restarted', 'ask paid'] },
] as const)('power lost with a payment $where: in doubt after the start, asked about, and paid once', async ({ deed, resolved }) => {
  const { sari, relay, billsPaid, afterPowerLoss } = await openStory({ through: 'relay' })
  relay.rule = (heard) => (isPay(heard) ? deed : 'pass')
  const { id } = await sari.sell(pulsa())
  await relay.holding()
  expect((await sari.payment(id)).state).toBe('sending')
  // While the terminal starts again the central can't be asked, so that what it believes by itself can be seen.
  relay.rule = ({ path }) => (path.startsWith('/v1/payments') ? 'cut' : 'pass')
  const next = await afterPowerLoss()
  expect(await next.sari.payment(id)).toMatchObject({ state: 'inDoubt', reason: 'restarted', everSent: true })
  expect((await next.books()).complaints).toEqual([])
  expect(await next.books()).toMatchObject({ states: { inDoubt: 1 }, heldRupiah: 21_500, floatUsedRupiah: 0 })
  expect(billsPaid().atBiller).toEqual(deed === 'holdReply' ? [pulsa().line] : [])

  relay.rule = () => 'pass'
  await until(
    () => next.sari.payment(id),
    ({ state }) => state === 'paid',
  )
  const { attempts } = await storyOf(next.sari, id)
  expect(withoutRepeats(attempts.filter((attempt) => attempt !== 'ask noAnswer'))).toEqual(resolved)
  expect(await next.books()).toEqual(paid)
  expect(next.billsPaid()).toEqual({ atBiller: [pulsa().line], here: [pulsa().line] })
})
