import { expect, test } from 'vitest'
import { fuzzPracticeCentral } from './fuzzed-central.ts'

test.each([1, 2, 3])('bad input is refused with problem details and writes nothing (seed %i)', async (seed) => {
  const { replies, findings } = await fuzzPracticeCentral({ seed, count: 300 })
  expect(findings).toEqual([])
  // Some get behind the door, some do not: otherwise only the door was looked at.
  expect(Object.keys(replies)).toEqual(expect.arrayContaining(['200', '400', '401', 'cut']))
})
