import { expect, test } from 'vitest'
import { openLoop } from './loop.ts'

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
