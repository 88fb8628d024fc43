import { describe, expect, test } from 'vitest'
import { batchSizes } from '../../main/sync/plan.ts'
import { type Loop, openLoop } from './loop.ts'
import type { Heard } from './told-central.ts'

const queued = 1_000
/**
 * What one bad item among a thousand may cost the others. Ten batches of a hundred find it. Each step down asks about everybody who was in a
 * batch with it and sends those again: at most four batches of 25 and five of 6 and six alone, twice.
 */
const exchangesMax = 10 + 2 * (100 / batchSizes[1] + Math.ceil(batchSizes[1] / batchSizes[2]) + batchSizes[2])

const others = (loop: Loop, poison: string) =>
  loop.database.prepare("SELECT count(*) FROM payments WHERE state = 'paid' AND id <> ?").pluck().get(poison)

function poisoned(kills: (kind: string) => boolean, happens: 'before' | 'after') {
  const loop = openLoop({ started: false })
  const ids = loop.addMany(queued)
  const poison = ids[437] ?? ''
  loop.told.losesReply = ({ items }: Heard) => (items.some(({ kind, paymentId }) => paymentId === poison && kills(kind)) ? happens : false)
  loop.start()
  return { loop, poison }
}

/** Exchanges that the poison is not alone in. */
const shared = (loop: Loop, poison: string) =>
  loop.told.about().filter(({ items }) => items.length > 1 || items[0]?.paymentId !== poison).length

describe('one bad item among a thousand', () => {
  test.each([
    { what: 'kills every request with it in it', kills: () => true, happens: 'before' },
    { what: 'kills only payments', kills: (kind: string) => kind === 'pay', happens: 'before' },
    { what: 'kills the reply to whatever it is in', kills: () => true, happens: 'after' },
  ] as const)(`that $what costs the other 999 no more than ${exchangesMax} exchanges`, async ({ kills, happens }) => {
    const { loop, poison } = poisoned(kills, happens)
    await loop.until(() => others(loop, poison) === queued - 1)
    expect(loop.told.about().filter(({ items }) => items.length > 1).length).toBeGreaterThan(10)
    expect(shared(loop, poison)).toBeLessThanOrEqual(exchangesMax)
    expect(loop.link.view().state).toBe('online')
  })

  test('is asked about alone for ever, slower and slower, shown with a reason, and never sent while in doubt', async () => {
    const { loop, poison } = poisoned(() => true, 'before')
    await loop.until(() => others(loop, poison) === queued - 1)
    await loop.clock.advance(3_600_000)
    expect(loop.row(poison)).toMatchObject({ state: 'inDoubt', reason: 'noAnswerAlone' })
    const attempts = loop.attempts(poison)
    expect(attempts[0]).toBe('pay noAnswer')
    expect(new Set(attempts.slice(1))).toEqual(new Set(['ask noAnswer']))
    // Half a minute on average, and a whole one at most.
    expect(attempts.length).toBeGreaterThan(60)
    const last = loop.told
      .about()
      .filter(({ items }) => items[0]?.paymentId === poison)
      .at(-1)
    expect(loop.clock.nowMs() - (last?.atMs ?? 0)).toBeLessThan(65_000)
  })

  test('goes home by itself once the central can take it', async () => {
    const { loop, poison } = poisoned(() => true, 'before')
    await loop.until(() => others(loop, poison) === queued - 1)
    loop.told.losesReply = () => false
    await loop.until(() => loop.row(poison).state === 'paid', 120_000)
    expect(loop.row(poison).silence_count).toBe(0)
  })
})

test('fifty bad items take no more than two lanes from a queue of good ones', async () => {
  const loop = openLoop({ started: false })
  const bad = new Set(loop.addMany(50))
  loop.database.exec('UPDATE payments SET silence_count = 5')
  loop.addMany(500)
  loop.told.losesReply = ({ items }) => (items.some(({ paymentId }) => bad.has(paymentId)) ? 'before' : false)
  loop.start()
  await loop.until(() => loop.states().paid === 500, 10_000)
})

test('a silence that was the link’s makes nobody suspect: the queue goes on in whole batches', async () => {
  const loop = openLoop({ started: false })
  loop.addMany(300)
  let cut = true
  loop.told.losesReply = ({ route }) => {
    if (route === 'batch' && cut) loop.told.silent = true
    return false
  }
  loop.start()
  await loop.until(() => loop.link.view().state === 'offline')
  cut = false
  loop.told.silent = false
  await loop.until(() => loop.states().paid === 300)
  expect(loop.database.prepare('SELECT max(silence_count) FROM payments').pluck().get()).toBe(0)
  for (const { items } of loop.told.about()) expect(items).toHaveLength(100)
})

test('a batch that is too large is halved, and stays so', async () => {
  const loop = openLoop({ started: false })
  loop.addMany(400)
  loop.told.slowsDown = ({ items }) => (items.length > 60 ? { tooLarge: true } : null)
  loop.start()
  await loop.until(() => loop.states().paid === 400)
  const sizes = loop.told.about().map(({ items }) => items.length)
  expect(sizes.filter((size) => size > 60)).toEqual([100, 100, 100, 100])
  expect(Math.max(...sizes.slice(4))).toBe(50)
})
