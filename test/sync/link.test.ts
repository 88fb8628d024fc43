import { describe, expect, test } from 'vitest'
import { openLoop } from './loop.ts'
import { refusedWith } from './told-central.ts'

describe('a link that is down', () => {
  test('lets nothing leave but one probe at a time, slower and slower, and a payment waits unsent', async () => {
    const loop = openLoop({ started: false })
    loop.told.silent = true
    loop.start()
    loop.add({ ageMs: 0 })
    await loop.clock.advance(600_000)
    expect(loop.told.about()).toEqual([])
    expect(loop.states()).toEqual({ queued: 1 })
    const probes = loop.told.exchanges.filter(({ route }) => route === 'hello').map(({ atMs }) => atMs)
    expect(loop.told.exchanges).toHaveLength(probes.length)
    // Full jitter below half a minute: some forty in ten minutes.
    expect(probes.length).toBeGreaterThan(20)
    expect(probes.length).toBeLessThan(90)
    const gaps = probes.slice(1).map((atMs, index) => atMs - (probes[index] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000 + 100)
    expect(new Set(gaps).size).toBeGreaterThan(10)
  })

  test('is tried at once when a person asks', async () => {
    const loop = openLoop({ started: false, timing: { probeBackoff: { firstMs: 500_000, longestMs: 500_000 } } })
    loop.told.silent = true
    loop.start()
    const id = loop.add()
    await loop.clock.advance(1_000)
    loop.told.silent = false
    const before = loop.told.exchanges.length
    await loop.clock.advance(1_000)
    expect(loop.told.exchanges).toHaveLength(before)
    loop.sync.wake()
    await loop.clock.advance(1_000)
    expect(loop.told.exchanges).toHaveLength(before)
    loop.sync.wake({ probeNow: true })
    await loop.until(() => loop.row(id).state === 'paid', 1_000)
    expect(loop.link.view().state).toBe('online')
  })

  test('coming back starts the drain within the spread, not in one instant; the counter does not wait for it', async () => {
    const starts = new Set<number>()
    for (let terminal = 0; terminal < 6; terminal += 1) {
      const loop = openLoop({ started: false, timing: { returnSpreadMs: 5_000 } })
      for (let draw = 0; draw < terminal; draw += 1) loop.ids.random()
      loop.addMany(5)
      loop.start()
      const startMs = loop.clock.nowMs()
      const fresh = loop.add({ ageMs: 0 })
      await loop.until(() => loop.row(fresh).state === 'paid', 400)
      await loop.until(() => loop.states().paid === 6, 6_000)
      const drain = loop.told.about().find(({ route }) => route === 'batch')
      starts.add((drain?.atMs ?? 0) - startMs)
    }
    expect(starts.size).toBe(6)
    expect(Math.max(...starts)).toBeLessThan(5_300)
    expect(Math.max(...starts)).toBeGreaterThan(1_000)
  })
})

describe('asked to wait', () => {
  test('by an unsigned reply to one payment, everything waits as long as asked, also the probe; nothing is believed about it', async () => {
    const loop = openLoop({ started: false })
    const payment = loop.add()
    let asked = false
    loop.told.slowsDown = ({ route }) => {
      if (route !== 'pay' || asked) return null
      asked = true
      return { retryAfterMs: 120_000 }
    }
    loop.start()
    await loop.until(() => asked && loop.states().inDoubt === 1)
    expect(loop.link.view()).toMatchObject({ state: 'offline', cause: 'central' })
    const before = loop.told.exchanges.length
    await loop.clock.advance(119_000)
    expect(loop.told.exchanges).toHaveLength(before)
    await loop.until(() => loop.row(payment).state === 'paid', 120_000)
    expect(loop.database.prepare('SELECT max(silence_count) FROM payments').pluck().get()).toBe(0)
  })

  test('by an unsigned reply to a batch, the drain waits as long as asked, and whoever stands at the counter is served', async () => {
    const loop = openLoop({ started: false })
    loop.addMany(30)
    let askedAtMs: number | null = null
    loop.told.slowsDown = ({ route, atMs }) => {
      if (route !== 'batch' || askedAtMs !== null) return null
      askedAtMs = atMs
      return { retryAfterMs: 120_000 }
    }
    loop.start()
    await loop.until(() => askedAtMs !== null && loop.states().inDoubt === 30)
    const fresh = loop.add({ ageMs: 0 })
    await loop.until(() => loop.row(fresh).state === 'paid', 2_000)
    await loop.until(() => loop.states().paid === 31, 200_000)
    const batches = loop.told.about().filter(({ route }) => route === 'batch')
    expect((batches[1]?.atMs ?? 0) - (askedAtMs ?? 0)).toBeGreaterThanOrEqual(120_000)
    expect((batches[1]?.atMs ?? 0) - (askedAtMs ?? 0)).toBeLessThan(160_000)
    expect(loop.database.prepare('SELECT max(silence_count) FROM payments').pluck().get()).toBe(0)
  })

  test('by a probe’s reply, the next probe waits; a person may still try', async () => {
    const loop = openLoop({ started: false })
    loop.told.slowsDown = () => ({ retryAfterMs: 600_000 })
    loop.start()
    await loop.clock.advance(500_000)
    expect(loop.told.exchanges).toHaveLength(1)
    loop.told.slowsDown = () => null
    loop.sync.wake({ probeNow: true })
    await loop.until(() => loop.link.view().state === 'online', 1_000)
    expect(loop.told.exchanges.slice(1).map(({ route }) => route)).toContain('hello')
  })

  test('by a signed refusal, that payment waits as long as asked and a day at most', async () => {
    const loop = openLoop({ started: false })
    const [soon, never] = [loop.add(), loop.add()]
    loop.told.decide = ({ paymentId }) => refusedWith('floatTooLow', { retryAfterMs: paymentId === soon ? 90_000 : 9_000_000_000 })
    loop.start()
    await loop.until(() => loop.states().queued === 2 && loop.row(never).reason === 'floatTooLow')
    const atMs = loop.told.about()[0]?.atMs ?? 0
    expect(Number(loop.row(soon).not_before_ms) - atMs).toBeGreaterThanOrEqual(90_000)
    expect(Number(loop.row(soon).not_before_ms) - atMs).toBeLessThan(91_000)
    expect(Number(loop.row(never).not_before_ms) - atMs).toBeLessThan(24 * 3_600_000 + 1_000)
    await loop.clock.advance(80_000)
    expect(loop.attempts(soon)).toEqual(['pay refused'])
    await loop.clock.advance(20_000)
    expect(loop.attempts(soon)).toEqual(['pay refused', 'pay refused'])
  })

  test('about status: nobody asks sooner than the central says, and those that came together are asked together', async () => {
    const loop = openLoop({ started: false })
    const ids = loop.addMany(60)
    loop.told.decide = () => ({ status: 'pending', askAfterMs: 45_000 }) as never
    loop.start()
    await loop.until(() => loop.states().inDoubt === 60)
    const before = loop.told.about().length
    await loop.clock.advance(40_000)
    expect(loop.told.about()).toHaveLength(before)
    await loop.clock.advance(20_000)
    const asks = loop.told.about().slice(before)
    expect(asks.map(({ items }) => items.length)).toEqual([60])
    expect(asks[0]?.items.every(({ kind, paymentId }) => kind === 'ask' && ids.includes(paymentId))).toBe(true)
  })
})

test('every signed reply tells the time', async () => {
  const loop = openLoop()
  loop.add()
  await loop.until(() => loop.states().paid === 1)
  expect(loop.serverTimes.length).toBeGreaterThanOrEqual(3)
  for (const atMs of loop.serverTimes) expect(Math.abs(atMs - loop.clock.nowMs())).toBeLessThan(60_000)
})
