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
