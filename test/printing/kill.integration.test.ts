import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { listJobs, retryJob } from '../../main/printing/jobs.ts'
import { decodeEscpos } from '../support/escpos-decoder.ts'
import { testFolder } from '../support/folder.ts'
import { openPrintDatabase, startPress } from '../support/press.ts'
import { openSerialPair } from '../support/serial-pair.ts'

it('kill -9 in the middle of a slip: the job is found interrupted, and a person prints it again, whole and as CU', async () => {
  const databasePath = join(testFolder(), 'loket.sqlite')
  const line = await openSerialPair()
  onTestFinished(() => line.unplug())
  // At 1200 baud a slip takes seconds, so the kill lands inside it.
  const slow = `serial:${line.path}?baudRate=1200`
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'support', 'print-and-hang.ts'), databasePath, slow], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const paymentId = String((await once(child.stdout, 'data'))[0]).trim()
  const half = (await line.arrived(256)).length
  child.kill('SIGKILL')
  await once(child, 'exit')

  const database = openPrintDatabase(databasePath)
  const { printing, states } = startPress(database, { address: `serial:${line.path}?baudRate=115200` })
  onTestFinished(async () => {
    await printing.stop()
    database.close()
  })
  states.set(paymentId, 'paid')
  const [job] = listJobs(database, { paymentId })
  expect(job).toMatchObject({ state: 'failed', trouble: 'interrupted' })
  expect(printing.status()).toEqual({ state: 'trouble', trouble: 'interrupted', waitingCount: 1 })

  retryJob(database, job?.id ?? '', { staffName: 'Budi', atMs: systemClock.nowMs() })
  printing.wake()
  await vi.waitFor(() => expect(listJobs(database, { paymentId })[0]?.state).toBe('printedAssumed'), { timeout: 10_000 })
  const again = line.received().subarray(half)
  expect([...again.subarray(0, 3)]).toEqual([0x1b, 0x40, 0x18])
  const text = decodeEscpos(again)
    .lines.map((printed) => printed.text)
    .join(' ')
  expect(text).toContain('STRUK PEMBELIAN PULSA')
  expect(text).toContain('-CU]')
})
