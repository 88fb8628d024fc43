import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { type Clock, systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { silentLog } from '../../main/platform/log.ts'
import { practiceActivationCodes } from '../../main/practice/seed.ts'
import { startPracticeCentral } from '../../main/practice/server.ts'
import { startTerminal } from '../../main/start-terminal.ts'
import { testFolder } from '../support/folder.ts'

test('a terminal that fails to start leaves nothing running behind', async () => {
  let napping = 0
  const clock: Clock = {
    ...systemClock,
    sleep: async (durationMs, signal) => {
      napping += 1
      await systemClock.sleep(durationMs, signal)
      napping -= 1
    },
  }
  const server = await startPracticeCentral({ folder: testFolder(), clock: systemClock, ids: systemIds, port: 0 })
  onTestFinished(() => server.close())
  const folder = testFolder()
  const start = () =>
    startTerminal({
      mode: 'practice',
      folder,
      centralUrl: server.url,
      activationCodes: practiceActivationCodes,
      printerFromOptions: null,
      wrapSecret: null,
      clock,
      ids: systemIds,
      log: silentLog,
      publish: () => {},
      practice: null,
    })
  const terminal = await start()
  expect(napping).toBeGreaterThan(0)
  await terminal.close()
  expect(napping).toBe(0)

  // A copied ledger whose disk takes no word of it: the sync loop can't begin, after the printing loop has.
  const ledger = new Sqlite(join(folder, 'ledger.sqlite'))
  ledger.exec(`INSERT INTO settings VALUES ('placeChanged', 'true');
    CREATE TRIGGER stuck BEFORE INSERT ON settings WHEN NEW.key = 'incarnationWanted' BEGIN SELECT RAISE(ABORT, 'no room'); END`)
  ledger.close()
  await expect(start()).rejects.toThrow('no room')
  expect(napping).toBe(0)
})
