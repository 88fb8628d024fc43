import { describe, expect, test } from 'vitest'
import { type Loop, openLoop } from './loop.ts'
import { proofOf, refusedWith } from './told-central.ts'

test('an answer to a batch shows that the link is back, before any probe is home', async () => {
  const loop = openLoop({ started: false })
  loop.addMany(3)
  loop.start()
  while (loop.states().sending !== 3) await loop.clock.advance(1)
  loop.link.observe({ kind: 'silent', cause: 'central', why: 'silence' })
  const sinceMs = loop.clock.nowMs()
  while (loop.states().paid !== 3) await loop.clock.advance(1)
  expect(loop.link.view().state).toBe('online')
  // A probe is two exchanges of 50 ms each.
  expect(loop.clock.nowMs() - sinceMs).toBeLessThan(100)
})

test('the answers to a large batch are written a few at a time, so that the counter is never behind all of them', async () => {
  const loop = openLoop({ started: false })
  loop.addMany(100)
  loop.start()
  const seen = new Set<number>()
  const paid = () => loop.states().paid ?? 0
  const watch = async () => {
    for (; paid() < 100; seen.add(paid())) await loop.clock.sleep(1)
  }
  const watching = watch()
  await loop.until(() => paid() === 100)
  await loop.clock.advance(1)
  await watching
  expect(loop.told.about().map(({ items }) => items.length)).toEqual([100])
  const [first = 0] = [...seen].filter((count) => count > 0)
  expect(first).toBeLessThan(25)
})

describe('the feed is looked at at once', () => {
  async function feedsAfter(step: (loop: Loop) => Promise<void>) {
    const loop = openLoop()
    await loop.clock.advance(1_000)
    const feeds = () => loop.told.exchanges.filter(({ route }) => route === 'feed').length
    const before = feeds()
    await step(loop)
    await loop.clock.advance(300)
    return feeds() - before
  }

  test('when a payment is another terminal’s', async () => {
    const feeds = await feedsAfter(async (loop) => {
      loop.told.decide = () => refusedWith('notOwner')
      const id = loop.add()
      loop.sync.wake()
      await loop.until(() => loop.row(id).state === 'handedOver')
    })
    expect(feeds).toBe(1)
  })

  test('when the central knows less than before', async () => {
    const feeds = await feedsAfter(async (loop) => {
      loop.told.decide = () => ({ status: 'pending', revision: 3, askAfterMs: 1_000 }) as never
      const id = loop.add()
      loop.sync.wake()
      await loop.until(() => loop.row(id).state === 'inDoubt')
      const known = loop.told.known.get(id)
      if (known === undefined) throw new Error('the central has it')
      loop.told.known.set(id, { ...known, revision: 2 })
      await loop.until(() => loop.attempts(id).length === 2 && !loop.attempts(id).includes('ask open'))
    })
    expect(feeds).toBe(1)
  })

  test('and not when a payment is paid', async () => {
    const feeds = await feedsAfter(async (loop) => {
      const id = loop.add()
      loop.sync.wake()
      await loop.until(() => loop.row(id).state === 'paid')
    })
    expect(feeds).toBe(0)
  })
})

test('a signed "too fast" about one payment holds up the drain for as long as it says, and no counter', async () => {
  const loop = openLoop({ started: false })
  loop.told.decide = () => refusedWith('rateLimited', { retryAfterMs: 60_000 })
  const first = loop.add()
  loop.start()
  await loop.until(() => loop.row(first).reason === 'rateLimited')
  const askedAtMs = loop.clock.nowMs()
  loop.told.decide = ({ paymentId }) => ({ status: 'paid', proof: proofOf(paymentId) }) as never
  const [later, fresh] = [loop.add(), loop.add({ ageMs: 0 })]
  loop.sync.wake()
  await loop.until(() => loop.row(fresh).state === 'paid', 2_000)
  await loop.until(() => loop.clock.nowMs() - askedAtMs >= 55_000)
  expect(loop.attempts(later)).toEqual([])
  await loop.until(() => loop.row(later).state === 'paid', 60_000)
})
