import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { systemIds } from '../../main/platform/ids.ts'
import { nextJobState, type PrintJobEvent, type PrintJobState, printJobTransitions } from '../../main/printing/job-states.ts'
import { openJobsQuery } from '../../main/printing/job-store.ts'
import {
  listJobs,
  printEventsOf,
  provisionalPrinted,
  queueJob,
  queueReceiptJob,
  receiptPrinted,
  retryJob,
  skipJob,
} from '../../main/printing/jobs.ts'
import { Refusal } from '../../shared/refusals.ts'
import { testFolder } from '../support/folder.ts'
import { openPrintDatabase, startPress, testPort } from '../support/press.ts'
import { by, press, stateOf } from '../support/press-in-test.ts'

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'no refusal'
}

describe('the slip of an accepted payment', () => {
  it('waits for the central and prints the valid receipt when the payment is paid', async () => {
    const { database, device, accept, states, printing } = press()
    const paymentId = accept('sending')
    await stateOf(database, paymentId, 'awaitingResult')
    expect(device.slips).toEqual([])
    states.set(paymentId, 'paid')
    printing.wake()
    await stateOf(database, paymentId, 'printedAssumed')
    expect(device.texts()[0]).toContain('-CA]')
    expect(receiptPrinted(database, paymentId)).toBe(true)
    expect(provisionalPrinted(database, paymentId)).toBe(false)
  })

  it('becomes provisional when the central has not answered in time', async () => {
    const { database, device, accept } = press()
    const paymentId = accept('inDoubt', 50)
    await stateOf(database, paymentId, 'printedAssumed')
    expect(listJobs(database, { paymentId })[0]?.kind).toBe('provisional')
    expect(device.texts()[0]).toContain('TANDA TERIMA SEMENTARA')
    expect(receiptPrinted(database, paymentId)).toBe(false)
    expect(provisionalPrinted(database, paymentId)).toBe(true)
  })

  it('becomes provisional at once when the link is known to be down, but not while an attempt is on its way', async () => {
    const { database, accept, printing } = press()
    const sending = accept('sending')
    const queued = accept('queued')
    printing.wake({ decideNow: true })
    await stateOf(database, queued, 'printedAssumed')
    expect(listJobs(database, { paymentId: sending })[0]?.state).toBe('awaitingResult')
  })

  it.each(['rejected', 'cancelled', 'handedOver'] as const)('never prints when the payment is %s first', async (state) => {
    const { database, device, accept, states, printing } = press()
    const paymentId = accept('queued')
    states.set(paymentId, state)
    printing.wake()
    await stateOf(database, paymentId, 'skipped')
    expect(device.slips).toEqual([])
  })

  it('is the valid one when the answer came while the printer was away', async () => {
    const { database, device, accept, states, printing } = press()
    device.state.openTrouble = 'portMissing'
    const paymentId = accept('inDoubt', 0)
    await vi.waitFor(() => expect(printing.status()).toEqual({ state: 'trouble', trouble: 'portMissing', waitingCount: 1 }))
    expect(listJobs(database, { paymentId })[0]).toMatchObject({ kind: 'provisional', state: 'waiting', trouble: 'portMissing' })
    states.set(paymentId, 'paid')
    device.state.openTrouble = null
    printing.wake()
    await stateOf(database, paymentId, 'printedAssumed')
    expect(listJobs(database, { paymentId })[0]?.kind).toBe('receipt')
    expect(device.texts()).toHaveLength(1)
    expect(device.texts()[0]).toContain('-CA]')
  })

  it('belongs inside the transaction that accepts the payment, once', () => {
    const { database } = press()
    const job = { ids: systemIds, paymentId: systemIds.next(), staffName: 'Sari', atMs: 0, decideByMs: 0 }
    expect(() => queueReceiptJob(database, job)).toThrow('transaction')
    database.transaction(() => queueReceiptJob(database, { ...job, decideByMs: Number.MAX_SAFE_INTEGER }))()
    expect(() => database.transaction(() => queueReceiptJob(database, job))()).toThrow('UNIQUE')
  })
})

describe('print jobs', () => {
  it('come out in the order they were queued', async () => {
    const { database, device, accept, printing } = press()
    device.state.openTrouble = 'portBusy'
    const payments = [accept('paid'), accept('inDoubt', 0), accept('paid')]
    queueJob(database, { ids: systemIds, kind: 'test', paymentId: null, reason: null, ...by() })
    await vi.waitFor(() => expect(printing.status().waitingCount).toBe(4))
    device.state.openTrouble = null
    printing.wake()
    await stateOf(database, payments[2] ?? '', 'printedAssumed')
    await vi.waitFor(() => expect(device.slips).toHaveLength(4))
    expect(device.texts().map((text) => /PEMBELIAN|SEMENTARA|UJI/.exec(text)?.[0])).toEqual(['PEMBELIAN', 'SEMENTARA', 'PEMBELIAN', 'UJI'])
  })

  it('found printing at start were interrupted: they fail and wait for a person', async () => {
    const folder = testFolder()
    const path = join(folder, 'loket.sqlite')
    const before = openPrintDatabase(path)
    const jammed = testPort()
    let release = () => {}
    jammed.state.held = new Promise((resolve) => {
      release = resolve
    })
    const crashed = startPress(before, { port: jammed.port })
    const paymentId = crashed.accept('paid')
    await stateOf(before, paymentId, 'printing')

    const database = openPrintDatabase(path)
    const device = testPort()
    const restarted = startPress(database, { port: device.port })
    restarted.states.set(paymentId, 'paid')
    expect(listJobs(database, { paymentId })[0]).toMatchObject({ state: 'failed', trouble: 'interrupted' })
    const next = restarted.accept('paid')
    await stateOf(database, next, 'printedAssumed')
    expect(listJobs(database, { paymentId })[0]?.state).toBe('failed')
    retryJob(database, listJobs(database, { paymentId })[0]?.id ?? '', by())
    restarted.printing.wake()
    await stateOf(database, paymentId, 'printedAssumed')
    expect(device.texts()[1]).toContain('-CU]')
    await restarted.printing.stop()
    database.close()
    // The other process is as good as dead: what it still believes can't move the job any more.
    release()
    await crashed.printing.stop()
    before.close()
  })

  it('that can not be laid out honestly are set aside with the fault, and hold up nobody', async () => {
    const { database, accept, states, printing } = press()
    const paymentId = accept('paid')
    states.delete(paymentId)
    printing.wake()
    await stateOf(database, paymentId, 'setAside')
    expect(listJobs(database, { paymentId })[0]?.trouble).toBe('paymentUnreadable')
    await stateOf(database, accept('paid'), 'printedAssumed')
  })

  it('leave a history that nobody can change', async () => {
    const { database, accept } = press()
    const paymentId = accept('paid')
    await stateOf(database, paymentId, 'printedAssumed')
    expect(printEventsOf(database, paymentId).map(({ event, state }) => [event, state])).toEqual([
      ['queue', 'awaitingResult'],
      ['resultPaid', 'waiting'],
      ['begin', 'printing'],
      ['assumed', 'printedAssumed'],
    ])
    expect(() => database.exec("UPDATE print_job_events SET event = 'skip'")).toThrow('append-only')
    expect(() => database.exec('DELETE FROM print_job_events')).toThrow('append-only')
    expect(() => database.exec('DELETE FROM print_jobs')).toThrow('never deleted')
  })

  it('that still have to print are found by an index, however many slips a year has', () => {
    const { database } = press()
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${openJobsQuery}`).all('waiting') as { detail: string }[]
    expect(plan.map(({ detail }) => detail).join()).toContain('print_jobs_open')
  })

  it('are decided by a person only while they wait for one', async () => {
    const { database, accept } = press()
    const paymentId = accept('paid')
    await stateOf(database, paymentId, 'printedAssumed')
    const id = listJobs(database, { paymentId })[0]?.id ?? ''
    expect(codeOf(() => retryJob(database, id, by()))).toBe('printJobNotWaiting')
    expect(codeOf(() => skipJob(database, id, by()))).toBe('printJobNotWaiting')
    expect(codeOf(() => skipJob(database, systemIds.next(), by()))).toBe('printJobUnknown')
  })

  it('move only as the table says', () => {
    const states = Object.keys(printJobTransitions) as PrintJobState[]
    const events = [...new Set(Object.values(printJobTransitions).flatMap((row) => Object.keys(row)))] as PrintJobEvent[]
    const grid = states.flatMap((state) =>
      events.map((event) => [state, event, nextJobState(state, event)]).filter(([, , to]) => to !== null),
    )
    expect(grid.map((way) => way.join(' '))).toMatchInlineSnapshot(`
      [
        "awaitingResult resultPaid waiting",
        "awaitingResult resultMissing waiting",
        "awaitingResult notOwed skipped",
        "awaitingResult skip skipped",
        "awaitingResult unprintable setAside",
        "waiting resultPaid waiting",
        "waiting notOwed skipped",
        "waiting skip skipped",
        "waiting unprintable setAside",
        "waiting begin printing",
        "waiting noPrinter skipped",
        "printing proven printedProven",
        "printing assumed printedAssumed",
        "printing trouble failed",
        "printing interrupted failed",
        "failed skip skipped",
        "failed retry waiting",
        "setAside skip skipped",
        "setAside retry waiting",
      ]
    `)
  })
})
