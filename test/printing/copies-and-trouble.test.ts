import { describe, expect, it, vi } from 'vitest'
import { copiesPrinted, failedJobs, listJobs, receiptPrinted, retryJob, skipJob } from '../../main/printing/jobs.ts'
import { by, press, reprint, stateOf } from '../support/press-in-test.ts'

describe('copies', () => {
  it('are CA for the first valid slip even after a provisional one, then CU 1, CU 2', async () => {
    const { database, device, accept, states, printing } = press()
    const paymentId = accept('inDoubt', 0)
    await stateOf(database, paymentId, 'printedAssumed')
    states.set(paymentId, 'paid')
    for (const reason of [null, 'basah', 'hilang']) {
      reprint(database, paymentId, reason)
      printing.wake()
      await stateOf(database, paymentId, 'printedAssumed')
    }
    const [provisional, first, second, third] = device.texts()
    expect(provisional).toContain('SEMENTARA')
    expect(first).toContain('-CA]')
    expect(first).not.toContain('CETAK ULANG')
    expect(second?.replace(/\s+/g, ' ')).toContain('-CU] CETAK ULANG ke-1 · basah · Budi ·')
    expect(third?.replace(/\s+/g, ' ')).toContain('-CU] CETAK ULANG ke-2 · hilang · Budi ·')
    expect(copiesPrinted(database, paymentId)).toBe(3)
  })

  it('that may have reached the customer count: a slip printed again after trouble is a CU', async () => {
    const { database, device, accept, printing } = press()
    device.state.writeTrouble = 'portVanished'
    const paymentId = accept('paid')
    await stateOf(database, paymentId, 'failed')
    device.state.writeTrouble = null
    retryJob(database, listJobs(database, { paymentId })[0]?.id ?? '', by())
    printing.wake()
    await stateOf(database, paymentId, 'printedAssumed')
    const [half, whole] = device.texts()
    expect(half).toContain('-CA]')
    expect(whole?.replace(/\s+/g, ' ')).toContain('-CU] CETAK ULANG ke-1 · cetakan sebelumnya terputus · Budi ·')
  })

  it('of a payment that is not paid any more are not printed', async () => {
    const { database, device, accept, states, printing } = press()
    const paymentId = accept('paid')
    await stateOf(database, paymentId, 'printedAssumed')
    states.set(paymentId, 'rejected')
    reprint(database, paymentId, 'basah')
    printing.wake()
    await stateOf(database, paymentId, 'skipped')
    expect(device.slips).toHaveLength(1)
  })
})

describe('a printer in trouble', () => {
  it('that is missing keeps the slip waiting, says why, and prints it when it is back', async () => {
    const { database, device, accept, printing } = press()
    device.state.openTrouble = 'portMissing'
    const paymentId = accept('paid')
    await vi.waitFor(() => expect(listJobs(database, { paymentId })[0]?.trouble).toBe('portMissing'))
    expect(printing.status()).toEqual({ state: 'trouble', trouble: 'portMissing', waitingCount: 1 })
    device.state.openTrouble = null
    // No one wakes it: the loop tries again by itself.
    await stateOf(database, paymentId, 'printedAssumed')
    expect(printing.status()).toEqual({ state: 'ready', trouble: null, waitingCount: 0 })
    expect(copiesPrinted(database, paymentId)).toBe(1)
  })

  it('half-way through a slip fails that slip, holds the ones behind it, and starts the next with a cleared line', async () => {
    const { database, device, accept, printing } = press()
    device.state.writeTrouble = 'portStuck'
    const first = accept('paid')
    await stateOf(database, first, 'failed')
    const second = accept('paid')
    await stateOf(database, second, 'waiting')
    expect(printing.status()).toEqual({ state: 'trouble', trouble: 'portStuck', waitingCount: 2 })
    expect(failedJobs(database).map(({ paymentId }) => paymentId)).toEqual([first])
    device.state.writeTrouble = null
    skipJob(database, listJobs(database, { paymentId: first })[0]?.id ?? '', by())
    printing.wake()
    await stateOf(database, second, 'printedAssumed')
    expect([...(device.slips[0]?.subarray(0, 3) ?? [])]).toEqual([0x1b, 0x40, 0x1c])
    expect([...(device.slips[1]?.subarray(0, 3) ?? [])]).toEqual([0x1b, 0x40, 0x18])
  })

  it('is shown by name when nobody knows its model', async () => {
    const { accept, printing } = press({ model: 'dot-matrix' })
    accept('paid')
    await vi.waitFor(() => expect(printing.status().trouble).toBe('printerModelUnknown'))
  })

  it('that does not exist at all lets slips go, and the payment can be printed later', async () => {
    const { database, accept, printing } = press({ address: 'none' })
    const paymentId = accept('paid')
    await stateOf(database, paymentId, 'skipped')
    expect(printing.status()).toEqual({ state: 'none', trouble: null, waitingCount: 0 })
    expect(receiptPrinted(database, paymentId)).toBe(false)
  })
})
