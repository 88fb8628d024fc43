import { expect, onTestFinished, test } from 'vitest'
import type { Host } from '../../main/api/host.ts'
import { makeOpenCode } from '../../main/api/sessions.ts'
import { createApp } from '../../main/app.ts'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { silentLog } from '../../main/platform/log.ts'
import { startPracticeCentral } from '../../main/practice/server.ts'
import { counterAt, until } from '../support/counter.ts'
import { testFolder } from '../support/folder.ts'
import { quickly } from '../support/story-terminal.ts'
import { pulsa } from '../support/wishes.ts'

/** A terminal in a host that can be quit, and its cashier with an open shift. */
async function quittable() {
  const [dataFolder, clock, ids] = [testFolder(), systemClock, systemIds]
  const server = await startPracticeCentral({ port: 0, folder: testFolder(), clock, ids })
  let quits = 0
  const quit = () => {
    quits += 1
  }
  const host: Host = { kind: 'browser', quit }
  const options = { port: 0, dataDir: dataFolder, centralUrl: server.url, practice: true, printer: null, openBrowser: false }
  const app = await createApp({ dataFolder, options, clock, ids, log: silentLog, host, pageFolder: null, timing: quickly })
  onTestFinished(async () => {
    await app.close()
    await server.close()
  })
  let session = ''
  const sari = counterAt('http://127.0.0.1', (request) => {
    session = request.headers.get('x-loket-session') ?? session
    return app.fetch(request)
  })
  await sari.open(makeOpenCode({ dataFolder, clock, ids }))
  await sari.signIn('staff-sari')
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  await until(sari.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)
  const page = (path: string) => app.fetch(new Request(`http://127.0.0.1${path}`, { headers: { 'x-loket-session': session } }))
  return { app, sari, page, server, quits: () => quits }
}

test('with nothing unsynced the page quits at once', async () => {
  const { sari, quits, app } = await quittable()
  expect(app.unsynced()).toBeNull()
  await sari.call('hostQuit', {})
  expect(quits()).toBe(1)
})

test('with unsynced money the page is refused with count, total and oldest age, and quits once that was read', async () => {
  const { sari, server, quits, app } = await quittable()
  await server.central.faults.set('offline')
  await sari.sell(pulsa())
  await expect(sari.call('hostQuit', {})).rejects.toMatchObject({
    code: 'quitUnsynced',
    detail: { count: 1, totalRupiah: 21_500, oldestAgeMs: expect.any(Number) },
  })
  expect(quits()).toBe(0)
  expect(app.unsynced()).toMatchObject({ count: 1, totalRupiah: 21_500 })
  await sari.call('hostQuit', { evenThoughUnsynced: true })
  expect(quits()).toBe(1)
})

test('a closed window is asked about on the open page; without one there is nobody to ask', async () => {
  const { app, page } = await quittable()
  expect(app.askToQuit()).toBe(false)
  const stream = (await page('/api/events')).body?.getReader()
  expect(app.askToQuit()).toBe(true)
  let told = ''
  while (!told.includes('event: quit')) told += new TextDecoder().decode((await stream?.read())?.value)
  await stream?.cancel()
  expect(app.askToQuit()).toBe(false)
})
