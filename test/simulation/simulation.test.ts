import { expect, test } from 'vitest'
import { emptyCoverage } from './world/coverage.ts'
import { faultsOf } from './world/fault-kinds.ts'
import { runSeed } from './world/run-seed.ts'

/** A few of the seeds that `npm run simulate` runs by the thousand, signed for real. */
const payments = 25

test.each([101, 102, 103, 104, 105, 106])(
  'the outlet of seed %i loses no money, pays no bill twice, and comes to rest',
  async (seed) => {
    const outcome = await runSeed({ seed, payments })
    expect(outcome.failure).toBeNull()
    expect(Object.values(outcome.coverage.endStates).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(payments)
    expect(outcome.faults).toBeGreaterThan(0)
  },
  60_000,
)

test('the same seed is the same day, to the byte', async () => {
  const [first, second] = [await runSeed({ seed: 107, payments }), await runSeed({ seed: 107, payments })]
  expect(second.hash).toBe(first.hash)
  expect(second.steps).toBe(first.steps)
  expect((await runSeed({ seed: 108, payments })).hash).not.toBe(first.hash)
}, 60_000)

test('each road knows the faults that may happen on it', () => {
  expect(faultsOf('batch')).toContain('itemLeftOut')
  expect(faultsOf('pay')).toContain('wrongHash')
  expect(faultsOf('pay')).not.toContain('itemLeftOut')
  expect(faultsOf('time')).not.toContain('wrongHash')
  expect(emptyCoverage().faults).toEqual({})
})
