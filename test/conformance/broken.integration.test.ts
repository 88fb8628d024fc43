import { expect, test } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { type Flaw, startBrokenCentral } from './broken/central.ts'
import { flaws } from './broken/flaws.ts'
import { moreFlaws } from './broken/more-flaws.ts'
import { runConformance } from './run.ts'

async function brokenAt(flaw: Flaw): Promise<string[]> {
  const { url, controlUrl, activationCodes, close } = await startBrokenCentral(flaw)
  const [activationCode = '', secondActivationCode = null] = activationCodes
  const common = { productCode: null, clock: systemClock, ids: systemIds }
  const verdicts = await runConformance({ baseUrl: url, controlUrl, activationCode, secondActivationCode, ...common }).finally(close)
  return verdicts.filter(({ word }) => word === 'broken').map(({ promise }) => promise)
}

test('a sound central between the same hands breaks nothing', async () => {
  expect(await brokenAt(() => () => null)).toEqual([])
})

test.each(Object.entries({ ...flaws, ...moreFlaws }))(
  'a central that %s is named by exactly the promises it breaks',
  async (_, { flaw, breaks }) => {
    expect((await brokenAt(flaw)).toSorted()).toEqual([...breaks].toSorted())
  },
)
