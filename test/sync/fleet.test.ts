import { expect, test } from 'vitest'
import { runFleet, usualCentral } from '../bench/fleet/run-fleet.ts'

/** The long run: `npm run bench -- fleet`. */
const run = { ...usualCentral, atOnceMax: 6, forSingles: 2, seed: 7, terminals: 300, payments: 60, sellEveryMs: 20_000 }

test('terminals that come back together drain fairly, and no counter stands behind the drain', async () => {
  const { drainedMs, soldMs, central } = await runFleet(run)
  expect(central.refused).toBeGreaterThan(100)
  expect(central.busiest).toBeLessThanOrEqual(run.atOnceMax)
  expect(drainedMs.p99 / drainedMs.median).toBeLessThanOrEqual(3)
  expect(soldMs.count).toBeGreaterThan(300)
  expect(soldMs.longest).toBeLessThanOrEqual(2_000)
})

test('the same seed is the same return', async () => {
  const small = { ...run, terminals: 40 }
  expect(await runFleet(small)).toEqual(await runFleet(small))
  expect(await runFleet({ ...small, seed: 8 })).not.toEqual(await runFleet(small))
})
