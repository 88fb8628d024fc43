import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { choose, mutantsOf } from './generated.ts'
import { isAccountedFor, runMutants, type Verdict } from './run-mutants.ts'
import { openWorkplace, type Workplace } from './workplace.ts'

const root = process.cwd()
const file = 'main/ledger/journal.ts'

/** A few of the mistakes that `npm run simulate -- --mutants` plants by the hundred. */
const few = [
  'planted · a retry goes under a new id',
  'planted · a timeout is treated as failed',
  'planted · one rupiah more is booked as commission',
  'planted · a journal line of a refund is forgotten',
  'planted · a balance is not kept up',
  'main/ledger/journal.ts · removed · addToBalance',
]

const run = {
  root,
  generatedCount: 0,
  choice: '1',
  workers: 1,
  seeds: 6,
  payments: 25,
  simulatorOnly: true,
  slice: [1, 1],
  log: null,
} as const

test('simulated days alone show each of a few mistakes', async () => {
  const verdicts: Verdict[] = []
  await runMutants({ ...run, only: few, onVerdict: (verdict) => verdicts.push(verdict) })
  expect(verdicts.map(({ mutant, caughtBy }) => `${mutant.file}: ${caughtBy}`).sort()).toEqual(
    verdicts.map(({ mutant }) => `${mutant.file}: simulator`).sort(),
  )
  expect(verdicts).toHaveLength(few.length)
})

test('a name that no mutant has ends the run', async () => {
  await expect(runMutants({ ...run, only: ['no such mistake'], onVerdict() {} })).rejects.toThrow('no such mistake')
})

test('the same seed chooses the same mutants, and another seed others', () => {
  const all = mutantsOf(root, file)
  const ids = (seed: string) => choose(all, 5, seed).map(({ id }) => id)
  expect(ids('1')).toHaveLength(5)
  expect(ids('1')).toEqual(ids('1'))
  expect(ids('2')).not.toEqual(ids('1'))
})

test('a mutant that comes in leaves the others chosen as they were', () => {
  const all = mutantsOf(root, file)
  const without = all.filter((mutant) => mutant !== choose(all, 5, '1')[0])
  const kept = choose(without, 5, '1').map(({ id }) => id)
  expect(kept).toEqual(
    expect.arrayContaining(
      choose(all, 5, '1')
        .slice(1)
        .map(({ id }) => id),
    ),
  )
})

test('a mutant is accounted for when it was seen or was said to change nothing, and never when both', () => {
  const verdict = { mutant: mutantsOf(root, file)[0], kind: 'generated', hung: false, said: '' } as Omit<Verdict, 'caughtBy' | 'equivalent'>
  expect(isAccountedFor({ ...verdict, caughtBy: 'simulator', equivalent: null })).toBe(true)
  expect(isAccountedFor({ ...verdict, caughtBy: null, equivalent: 'nothing reads it' })).toBe(true)
  expect(isAccountedFor({ ...verdict, caughtBy: null, equivalent: null })).toBe(false)
  expect(isAccountedFor({ ...verdict, caughtBy: 'own tests', equivalent: 'nothing reads it' })).toBe(false)
})

describe('a workplace', () => {
  let place: Workplace
  beforeAll(() => {
    place = openWorkplace(root)
  })
  afterAll(() => place.remove())

  test('refuses a mutant that changes nothing or can not be parsed', () => {
    const [mutant] = mutantsOf(root, file)
    if (mutant === undefined) throw new Error(`${file} has no mutants`)
    expect(() => place.plant({ ...mutant, start: 0, end: 0, text: '' })).toThrow('leaves no other program')
    expect(() => place.plant({ ...mutant, start: 0, end: 0, text: '}' })).toThrow('leaves no other program')
  })

  test('ends what never ends', async () => {
    const { code } = await place.run([process.execPath, '-e', 'for (;;);'], 300)
    expect(code).toBeNull()
  })
})
