import { describe, expect, test } from 'vitest'
import { createLink } from '../../main/sync/link.ts'
import { createPace } from '../../main/sync/pace.ts'
import { defaultTiming } from '../../main/sync/sync.ts'
import { manualClock } from '../support/manual-clock.ts'
import { seededIds } from '../support/seeded-ids.ts'

const answered = { kind: 'answer', roundTripMs: 50 } as never
const silent = { kind: 'silent', cause: 'central', why: 'silence' } as const

function openPace() {
  const clock = manualClock(Date.UTC(2026, 10, 23, 3, 42, 0))
  const views: string[] = []
  const link = createLink(clock, () => views.push(`${link.view().state} ${link.view().cause}`))
  const pace = createPace({ clock, ids: seededIds(clock), link, timing: defaultTiming })
  return { clock, link, pace, views }
}

describe('a pause that was asked for', () => {
  test('holds although another reply comes meanwhile, and is over to the millisecond', async () => {
    const { clock, link, pace } = openPace()
    pace.probeNow()
    pace.pause(1_000)
    link.observe(answered)
    const pauseMs = pace.probeInMs()
    expect(pauseMs).toBeGreaterThanOrEqual(1_000)
    await clock.advance(pauseMs - 1)
    expect(pace.linkGood()).toBe(false)
    await clock.advance(1)
    expect([pace.linkGood(), pace.probeInMs()]).toEqual([true, 0])
  })
})

test('a silence after a return is looked into at once, however long the one before was', async () => {
  const { clock, link, pace } = openPace()
  for (let probe = 0; probe < 5; probe += 1) {
    link.observe(silent)
    pace.probeSilent(pace.beginProbe(), undefined)
  }
  expect(pace.probeInMs()).toBeGreaterThan(0)
  link.observe(answered)
  pace.probeAnswered(pace.beginProbe(), false)
  expect(pace.probeInMs()).toBeGreaterThan(1_000)
  await clock.advance(1_000)
  link.observe(silent)
  expect(pace.probeInMs()).toBe(0)
})

test('a link tells what changes, once', () => {
  const { link, views } = openPace()
  for (const outcome of [answered, answered, silent, silent, answered]) link.observe(outcome)
  link.billerReachable(true)
  link.billerReachable(false)
  link.billerReachable(false)
  expect(views).toEqual(['online null', 'offline central', 'online null', 'online biller'])
})
