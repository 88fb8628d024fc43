import { expect, test } from 'vitest'
import { openLoop } from './loop.ts'

test('a long queue drains in batches of a hundred, each durable before it leaves', async () => {
  const loop = openLoop({ started: false })
  loop.addMany(1_000)
  loop.start()
  await loop.until(() => loop.states().paid === 1_000)
  const sizes = loop.told.about().map(({ items }) => items.length)
  expect(sizes).toEqual(Array.from({ length: 10 }, () => 100))
})
