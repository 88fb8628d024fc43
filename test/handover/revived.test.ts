import { describe, expect, test } from 'vitest'
import { until } from '../support/counter.ts'
import { bill, exportFile, oneCutOff, online, statesOf } from '../support/two-terminals.ts'
import { pulsa } from '../support/wishes.ts'

test('a terminal started again on the same disk after an export sends nothing', async () => {
  const { server, one, live, relay, paidAtBiller } = await oneCutOff()
  await exportFile(one)
  await one.end()
  await server.central.faults.set('none')
  relay.heard.length = 0
  const revived = await live(one.dataFolder, 'relay')
  await online(revived)
  await until(
    () => relay.heard.filter(({ path }) => path.startsWith('/v1/feed')).length,
    (asked) => asked > 0,
  )
  expect(statesOf(revived)).toEqual(['handedOver', 'handedOver'])
  expect(relay.heard.filter(({ path }) => path.startsWith('/v1/payments'))).toEqual([])
  expect(paidAtBiller()).toEqual([])
})

test('a copy made before the export is told by the central that another terminal has the payments', async () => {
  const { server, one, other, diskCopy, live, paidAtBiller } = await oneCutOff()
  const before = diskCopy(one.dataFolder)
  const { text } = await exportFile(one)
  await one.end()
  await server.central.faults.set('none')
  await other.ratna.call('importQueue', { file: text })
  await until(other.sari.payments, (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paid'))

  const revived = await live(before)
  await until(
    () => statesOf(revived),
    (states) => states.every((state) => state === 'handedOver'),
  )
  expect(paidAtBiller()).toEqual([bill.line, pulsa().line])
  expect(revived.books()).toMatchObject({ heldRupiah: 0, complaints: [] })
  expect(revived.rows('SELECT DISTINCT reason FROM payments')).toEqual([{ reason: 'notOwner' }])
})

describe('a copy made before a cancel', () => {
  test('does not get the bill paid: the central burnt the id', async () => {
    const { server, one, diskCopy, live, paidAtBiller, ids } = await oneCutOff()
    const before = diskCopy(one.dataFolder)
    for (const paymentId of ids) await one.ratna.call('cancelPayment', { paymentId, reason: 'pelanggan batal' })
    await server.central.faults.set('none')
    await until(
      () => one.rows('SELECT burnt FROM payments'),
      (rows) => rows.every(({ burnt }) => burnt === 1),
    )
    await one.end()

    const revived = await live(before)
    expect(revived.rows("SELECT 1 FROM audit_entries WHERE action = 'newIncarnation'")).toHaveLength(1)
    const rows = await until(revived.sari.payments, (payments) => payments.every(({ state }) => state === 'rejected'))
    expect(rows.map(({ reason }) => reason)).toEqual(['voidedElsewhere', 'voidedElsewhere'])
    expect(paidAtBiller()).toEqual([])
  })

  test('holds what the central never heard of until a person says that it was not given back', async () => {
    const { server, one, diskCopy, live, paidAtBiller, ids } = await oneCutOff()
    const before = diskCopy(one.dataFolder)
    for (const paymentId of ids) await one.ratna.call('cancelPayment', { paymentId, reason: 'pelanggan batal' })
    // It dies before it could tell the central.
    await one.end()
    await server.central.faults.set('none')

    const revived = await live(before)
    await until(revived.sari.payments, (payments) => payments.every(({ reason }) => reason === 'heldAfterRestore'))
    expect(statesOf(revived)).toEqual(['queued', 'queued'])
    expect(paidAtBiller()).toEqual([])
    const { held } = await revived.ratna.call('heldPayments', {})
    expect(held.map(({ id }) => id).sort()).toEqual([...ids].sort())
    // The person remembers: one was given back, the other was not.
    const [given = '', waiting = ''] = ids
    await revived.ratna.call('cancelPayment', { paymentId: given, reason: 'sudah dikembalikan' })
    await revived.ratna.call('confirmHeld', { paymentIds: [waiting] })
    await until(
      () => statesOf(revived),
      (states) => states.join() === 'cancelled,paid',
    )
    expect(paidAtBiller()).toEqual([pulsa().line])
  })
})
