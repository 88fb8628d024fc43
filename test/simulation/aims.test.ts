import { expect, test } from 'vitest'
import { aimsOf, knownPoints, roundSeeds } from './world/aims.ts'
import { faultsAt } from './world/fault-kinds.ts'

test('in one round of seeds every fault is aimed at every point several times', () => {
  const aimed = new Map<string, number>()
  for (let seed = 1; seed <= roundSeeds; seed += 1) {
    const aims = aimsOf(seed)
    for (const point of Object.keys(knownPoints)) {
      // More passings than any aim lets go by.
      for (let passing = 0; passing < 40; passing += 1) {
        const fault = aims.at(point)
        if (fault !== null) aimed.set(`${fault} @ ${point}`, (aimed.get(`${fault} @ ${point}`) ?? 0) + 1)
      }
    }
  }
  const pairs = Object.keys(knownPoints).flatMap((point) => faultsAt(point).map((fault) => `${fault} @ ${point}`))
  expect(pairs.length).toBeGreaterThan(300)
  expect(pairs.filter((pair) => (aimed.get(pair) ?? 0) < 3)).toEqual([])
})

test('what may befall a point is told by its name', () => {
  expect(faultsAt('read SELECT payments')).toEqual(['SQLITE_IOERR'])
  expect(faultsAt('write INSERT events')).toContain('SQLITE_FULL')
  expect(faultsAt('wire batch')).toContain('itemLeftOut')
  expect(faultsAt('printer status')).toEqual(['silent', 'outOfPaper'])
  expect(faultsAt('after COMMIT')).toEqual(['crash'])
})
