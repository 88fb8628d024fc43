import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { fileSigner, readHandOver, writeHandOver } from '../../main/handover/file.ts'
import { makeKeyPair } from '../../main/platform/crypto.ts'
import { SaidNo, until } from '../support/counter.ts'
import { exportFile, oneCutOff } from '../support/two-terminals.ts'

describe('what may not be imported is refused by name', () => {
  test('its own export, and a shift that is not open', async () => {
    const { one, other, server } = await oneCutOff()
    const { text } = await exportFile(one)
    await server.central.faults.set('none')
    await expect(one.ratna.call('importQueue', { file: text })).rejects.toMatchObject({ code: 'handOverOwn' })
    await other.sari.call('closeShift', { countedRupiah: 200_000 })
    await expect(other.ratna.call('importQueue', { file: text })).rejects.toMatchObject({ code: 'shiftRequired' })
  })

  test('a file of another outlet', async () => {
    const { one, other } = await oneCutOff()
    const { text } = await exportFile(one)
    const keys = makeKeyPair()
    const sign = (changes: object) =>
      writeHandOver({ ...readHandOver(text), publicKey: keys.publicKey, ...changes }, fileSigner({ ...keys, keyId: 'x' }))
    await expect(other.ratna.call('importQueue', { file: sign({ outletId: 'outlet-lain' }) })).rejects.toMatchObject({
      code: 'handOverOtherOutlet',
    })
    await expect(other.ratna.call('importQueue', { file: sign({ practice: false }) })).rejects.toMatchObject({
      code: 'handOverOtherOutlet',
    })
  })

  test('a cashier alone', async () => {
    const { one } = await oneCutOff()
    await expect(one.sari.call('exportQueue', {})).rejects.toBeInstanceOf(SaidNo)
    await expect(one.sari.call('exportQueue', {})).rejects.toMatchObject({ code: 'notPermitted' })
  })
})

test("a file in a terminal's name that its key did not sign is refused by the central, and nothing is taken over", async () => {
  const { one, other, server } = await oneCutOff()
  const { text } = await exportFile(one)
  await server.central.faults.set('none')
  const keys = makeKeyPair()
  const forged = writeHandOver({ ...readHandOver(text), handOverId: v7(), publicKey: keys.publicKey }, fileSigner({ ...keys, keyId: 'x' }))
  await expect(other.ratna.call('importQueue', { file: forged })).rejects.toMatchObject({ code: 'handOverNotAllowed' })
  const [listed] = (await other.ratna.call('handOvers', {})).handOvers
  expect(listed).toMatchObject({ refusedCount: 2, claimedCount: 0, payments: [{ why: 'claimNotAllowed' }, { why: 'claimNotAllowed' }] })
  expect(other.rows('SELECT 1 FROM payments')).toEqual([])
  // The real file is still good.
  await other.ratna.call('importQueue', { file: text })
  await until(other.sari.payments, (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paid'))
})

test('only part of a queue may be taken over when the central says so, and the rest says why', async () => {
  const { server, one, other, third, ids, paidAtBiller } = await oneCutOff()
  const [first = ''] = ids
  const { handOver } = await one.ratna.call('exportQueue', { paymentIds: [first] })
  const { text } = await one.ratna.call('handOverFile', { handOverId: handOver.id })
  const rest = await exportFile(one)
  await server.central.faults.set('none')
  await third.ratna.call('importQueue', { file: text })
  // The same terminal exported both, and the third one has only the first.
  const outcome = await other.ratna.call('importQueue', { file: rest.text })
  expect(outcome.handOver).toMatchObject({ claimedCount: 1, refusedCount: 0 })
  await expect(other.ratna.call('importQueue', { file: text })).resolves.toMatchObject({
    handOver: { claimedCount: 0, refusedCount: 1, payments: [{ paymentId: first, state: 'refused', why: 'notOwner' }] },
  })
  await until(
    () => paidAtBiller().length,
    (count) => count === 2,
  )
  expect(other.books().complaints).toEqual([])
})
