import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { startPracticeCentral } from '../../main/practice/server.ts'
import { counterAt, until } from '../support/counter.ts'
import { testFolder } from '../support/folder.ts'
import { startHost as startElsewhere } from '../support/host-process.ts'
import { startHost } from '../support/process.ts'
import { pulsa } from '../support/wishes.ts'

test('a signal ends the host, and says what stays behind', async () => {
  const dataFolder = testFolder()
  const server = await startPracticeCentral({ port: 0, folder: testFolder(), clock: systemClock, ids: systemIds })
  onTestFinished(() => server.close())
  const host = await startHost({ dataFolder, centralUrl: server.url, printer: 'none' })
  onTestFinished(() => host.kill())
  const sari = counterAt(host.url)
  await sari.open(host.openCode)
  await sari.signIn('staff-sari')
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  await until(sari.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)
  await server.central.faults.set('offline')
  await sari.sell(pulsa())
  expect(await host.end()).toBe(0)
  expect(host.output()).toContain('Loket ends with money that has not reached the central: 1 payment, Rp 21.500, the oldest 0 minutes old.')

  // And the next start elsewhere is told about it.
  const [other, env] = [testFolder(), { XDG_DATA_HOME: join(dataFolder, 'home') }]
  const elsewhere = startElsewhere(other, ['--no-open', '--port', '0'], env)
  await elsewhere.said(/The last data folder .+ holds money that has not reached the central: 1 payment, Rp 21\.500.+practice money/)
})
