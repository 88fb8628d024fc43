import { expect, test } from 'vitest'
import { openLoop } from './loop.ts'

test('what the central says it never got is sent again at once, without another wait', async () => {
  const loop = openLoop({ started: false, timing: { askBackoff: { firstMs: 60_000, longestMs: 60_000 } } })
  loop.start()
  const id = loop.add()
  loop.told.losesReply = ({ items }) =>
    items.some((item) => item.kind === 'pay' && item.paymentId === id) && loop.attempts(id).length === 1 ? 'before' : false
  await loop.until(() => loop.row(id).state === 'paid')
  expect(loop.attempts(id)).toEqual(['pay noAnswer', 'ask unknown', 'pay paid'])
  const [, ask = 0, again = 0] = loop.told.about().map(({ atMs }) => atMs)
  expect(again - ask).toBeLessThan(500)
})
