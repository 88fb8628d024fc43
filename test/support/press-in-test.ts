import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import type { PrintJobState } from '../../main/printing/job-states.ts'
import { listJobs, queueJob } from '../../main/printing/jobs.ts'
import type { Database } from '../../main/storage/open.ts'
import { testFolder } from './folder.ts'
import { openPrintDatabase, startPress, testPort } from './press.ts'

export const by = () => ({ staffName: 'Budi', atMs: systemClock.nowMs() })

type Press = ReturnType<typeof startPress> & { database: Database; device: ReturnType<typeof testPort> }

/** Printing over a new database, stopped and closed when the test ends. */
export function press(options: Parameters<typeof startPress>[1] = {}): Press {
  const database: Database = openPrintDatabase(join(testFolder(), 'loket.sqlite'))
  const device = testPort()
  const running = startPress(database, { port: device.port, ...options })
  onTestFinished(async () => {
    await running.printing.stop()
    database.close()
  })
  return { database, device, ...running }
}

/** A person asks for the slip again. */
export function reprint(database: Database, paymentId: string, reason: string | null) {
  return queueJob(database, { ids: systemIds, kind: 'receipt', paymentId, reason, ...by() })
}

/** Waits until the newest slip of a payment is in a state. */
export async function stateOf(database: Database, paymentId: string, state: PrintJobState) {
  await vi.waitFor(() => expect(listJobs(database, { paymentId })[0]?.state).toBe(state), { timeout: 5_000, interval: 10 })
}
