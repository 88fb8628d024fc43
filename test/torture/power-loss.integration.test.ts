import { expect, test } from 'vitest'
import { testFolder } from '../support/folder.ts'
import { seeded } from './chance.ts'
import { mutants } from './mutants.ts'
import { runPowerLosses } from './power-loss-run.ts'

test('the plug pulled anywhere in a day: what anybody was told is on the disk, whatever was lost or torn of the rest', async () => {
  const result = await runPowerLosses({ losses: 300, payments: 25, folder: testFolder(), mutant: null, random: seeded(20_260_801) })
  expect(result.findings).toEqual([])
  expect(result).toMatchObject({ losses: 300, mutant: null })
  expect(result.factsHeld).toBeGreaterThan(3_000)
})

test.each(mutants)('a terminal made worse (%s) is caught', async (mutant) => {
  const settings = { losses: 100, payments: 8, folder: testFolder(), mutant, random: seeded(7) }
  const { findings } = await runPowerLosses(settings)
  expect(findings.flatMap(({ complaints }) => complaints).join('\n')).toContain('LOST: payment')
})
