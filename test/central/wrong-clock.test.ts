import { expect, onTestFinished, test } from 'vitest'
import { makeOpenCode } from '../../main/api/sessions.ts'
import { createApp } from '../../main/app.ts'
import { createLog } from '../../main/platform/log.ts'
import { startPracticeCentral } from '../../main/practice/server.ts'
import { counterAt, until } from '../support/counter.ts'
import { testFolder } from '../support/folder.ts'
import { manualClock } from '../support/manual-clock.ts'
import { seededIds } from '../support/seeded-ids.ts'

const pln = { productCode: 'PLN', customerNumber: '530000000002' }
const wrong = [
  ['1970', Date.UTC(1970, 0, 1, 0, 1)],
  ['2099', Date.UTC(2099, 0, 1)],
] as const

/** A terminal on a machine of its own, whose clock nobody has ever set; the central's is right. */
async function terminalWithClockAt(wallMs: number) {
  const right = manualClock()
  const machine = manualClock()
  machine.setWall(wallMs)
  const server = await startPracticeCentral({ port: 0, folder: testFolder(), clock: right, ids: seededIds(right, 2) })
  const dataFolder = testFolder()
  const ids = seededIds(machine)
  const options = { port: null, dataDir: null, centralUrl: server.url, practice: true, printer: null, openBrowser: false }
  const given = { dataFolder, options, clock: machine, ids, log: createLog(() => {}), host: { kind: 'bare' as const }, pageFolder: null }
  let app = await createApp(given)
  const advance = async (durationMs: number) => {
    await right.advance(durationMs)
    await machine.advance(durationMs)
  }
  onTestFinished(async () => {
    await advance(60_000)
    await app.close()
    await server.close()
  })
  return {
    server,
    right,
    machine,
    advance,
    async restart() {
      const ended = app.close()
      await advance(60_000)
      await ended
      app = await createApp(given)
    },
    async person(staffId: 'staff-sari') {
      const counter = counterAt('http://127.0.0.1:4700', (request) => app.fetch(request))
      await counter.open(makeOpenCode({ dataFolder, clock: machine, ids }))
      await counter.signIn(staffId)
      return counter
    },
  }
}

test.each(wrong)('a machine whose clock says %s is set up, sells and dates everything by the central', async (_, wallMs) => {
  const terminal = await terminalWithClockAt(wallMs)
  const sari = await terminal.person('staff-sari')
  await until(sari.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  const payment = await sari.sell(pln)
  await until(sari.status, ({ queue }) => queue.count === 0)
  expect(await sari.payment(payment.id)).toMatchObject({ state: 'paid', acceptedAtMs: terminal.right.nowMs() })
  expect(await sari.status()).toMatchObject({
    businessDay: '2026-11-23',
    nowMs: terminal.right.nowMs(),
    time: { trusted: true, source: 'central' },
  })
})

test.each(wrong)('a machine that was off and says %s finds back to the central by itself', async (_, wallMs) => {
  const terminal = await terminalWithClockAt(Date.UTC(2026, 10, 23, 3))
  terminal.machine.reboot(0)
  await terminal.right.advance(9 * 3_600_000)
  terminal.machine.setWall(wallMs)
  await terminal.restart()
  const sari = await terminal.person('staff-sari')
  const later = async () => {
    await terminal.advance(5_000)
    return sari.status()
  }
  const status = await until(later, ({ time, link }) => time.source === 'central' && link.state === 'online')
  expect(Math.abs(status.nowMs - terminal.right.nowMs())).toBeLessThan(30_000)
})
