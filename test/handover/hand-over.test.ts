import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { fileSigner, readHandOver, writeHandOver } from '../../main/handover/file.ts'
import { makeKeyPair } from '../../main/platform/crypto.ts'
import { SaidNo, until } from '../support/counter.ts'
import { isPay } from '../support/relay.ts'
import { exportFile, type Living, online, openOutlet } from '../support/two-terminals.ts'
import { plnBill, pulsa, pulsaPrice, storyOf } from '../support/wishes.ts'

const bill = { total: 45_000, commission: 3_600, line: 'PLN 530000000002 [202610,202611] 45000' }

/** Sells a bill and a pulsa that stay in the queue, because nothing gets through. */
async function sellTwo(one: Living, block: () => Promise<unknown>): Promise<string[]> {
  const seen = await one.sari.call('inquire', plnBill('530000000002'))
  await block()
  const basket = await one.sari.accept(await one.sari.fill([seen]))
  const second = await one.sari.sell(pulsa())
  await until(one.sari.payments, (rows) => rows.every(({ state, reason }) => state === 'queued' && reason === 'notReached'))
  return [basket.items[0]?.paymentId ?? '', second.id]
}

const statesOf = ({ rows }: Living) => rows('SELECT state FROM payments ORDER BY sequence').map(({ state }) => state)

/** A terminal with two queued payments that can't get out, and two more of the outlet. */
async function oneCutOff() {
  const outlet = await openOutlet()
  const [one, other, third] = [await outlet.live(), await outlet.live(undefined, 'relay'), await outlet.live()]
  for (const each of [one, other, third]) await online(each)
  const ids = await sellTwo(one, () => outlet.server.central.faults.set('offline'))
  return { ...outlet, one, other, third, ids }
}

test('a queue exported on one terminal is brought home by the other one, and every rupiah is where it should be', async () => {
  const { server, one, other, paidAtBiller, ids } = await oneCutOff()
  const { text, handOverId } = await exportFile(one)
  expect(statesOf(one)).toEqual(['handedOver', 'handedOver'])
  expect(one.books()).toMatchObject({ heldRupiah: 0, drawerRupiah: 266_500, complaints: [] })

  await server.central.faults.set('none')
  const { handOver } = await other.ratna.call('importQueue', { file: text })
  expect(handOver).toMatchObject({ direction: 'in', peerTerminalId: one.terminalId, count: 2, claimedCount: 2, waitingCount: 0 })
  await until(other.sari.payments, (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paid'))
  expect(other.books()).toMatchObject({
    states: { paid: 2 },
    drawerRupiah: 200_000,
    heldRupiah: 0,
    commissionRupiah: bill.commission + pulsaPrice.commissionRupiah,
    complaints: [],
  })
  expect(await storyOf(other.sari, ids[0] ?? '')).toEqual({ events: ['takeOver', 'send', 'paid'], attempts: ['pay paid'] })
  expect(paidAtBiller()).toEqual([bill.line, pulsa().line])
  expect(other.paidHere()).toEqual(paidAtBiller())
  expect(one.paidHere()).toEqual([])

  // The first terminal hears who has it now, and sends nothing any more.
  await until(
    () => one.ratna.call('handOvers', {}),
    ({ handOvers }) => handOvers.some(({ id, peerTerminalId }) => id === handOverId && peerTerminalId === other.terminalId),
  )
  expect(statesOf(one)).toEqual(['handedOver', 'handedOver'])
  expect(one.rows('SELECT 1 FROM attempts WHERE outcome IS NOT ?', 'notReached')).toEqual([])
})

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

test('a lost reply to a claim is asked for again, and nothing is taken over twice', async () => {
  const { server, one, other, relay, paidAtBiller } = await oneCutOff()
  const { text } = await exportFile(one)
  await server.central.faults.set('none')
  let lost = 0
  relay.rule = ({ path }) => {
    if (path !== '/v1/claims' || lost > 0) return 'pass'
    lost += 1
    return 'strand'
  }
  const importing = other.ratna.call('importQueue', { file: text })
  const held = await relay.holding()
  await expect(importing).rejects.toMatchObject({ code: 'centralUnreachable' })
  held.release()
  await until(
    () => relay.late.length,
    (late) => late === 1,
  )
  expect(other.rows('SELECT 1 FROM payments')).toEqual([])
  const [waiting] = (await other.ratna.call('handOvers', {})).handOvers
  expect(waiting).toMatchObject({ waitingCount: 2, claimedCount: 0 })
  // With the file in hand or from the list: both go on.
  await other.ratna.call('claimHandOver', { handOverId: waiting?.id ?? '' })
  await expect(other.ratna.call('importQueue', { file: text })).rejects.toMatchObject({ code: 'handOverAlreadyImported' })
  await until(other.sari.payments, (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paid'))
  expect(paidAtBiller()).toEqual([bill.line, pulsa().line])
  expect(other.books().complaints).toEqual([])
})

test('two imports of one file at once take it over once', async () => {
  const { server, one, other, paidAtBiller } = await oneCutOff()
  const { text } = await exportFile(one)
  await server.central.faults.set('none')
  const both = await Promise.allSettled([1, 2].map(() => other.ratna.call('importQueue', { file: text })))
  expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
  await until(other.sari.payments, (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paid'))
  expect(paidAtBiller()).toEqual([bill.line, pulsa().line])
  expect(other.books()).toMatchObject({ states: { paid: 2 }, complaints: [] })
})

test('without a link nothing is taken over, and the file need not be brought again', async () => {
  const { server, one, other } = await oneCutOff()
  const { text } = await exportFile(one)
  await expect(other.ratna.call('importQueue', { file: text })).rejects.toMatchObject({ code: 'centralUnreachable' })
  expect(other.rows('SELECT 1 FROM payments')).toEqual([])
  await server.central.faults.set('none')
  const [waiting] = (await other.ratna.call('handOvers', {})).handOvers
  await other.ratna.call('claimHandOver', { handOverId: waiting?.id ?? '' })
  await until(other.sari.payments, (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paid'))
})

test('a payment that was sent and not answered is in doubt on the other terminal too, and asked about, not paid again', async () => {
  const outlet = await openOutlet()
  const { relay, server } = outlet
  const [one, other] = [await outlet.live(undefined, 'relay'), await outlet.live(undefined, 'relay')]
  await online(one)
  await online(other)
  // The central pays; its answer never arrives, nor that to any question.
  relay.rule = (heard) => (heard.path.startsWith('/v1/payments') ? 'strand' : 'pass')
  const { id } = await one.sari.sell(pulsa())
  const held = await relay.holding()
  held.release()
  await until(
    () => one.sari.payment(id),
    ({ state }) => state === 'inDoubt',
  )
  relay.rule = ({ path }) => (path.startsWith('/v1/payments') ? 'cut' : 'pass')
  for (const each of [...relay.held]) each.release()
  await until(
    () => outlet.paidAtBiller().length,
    (count) => count === 1,
  )

  const { text } = await exportFile(one)
  expect(text).toContain('belum pasti, sudah pernah dikirim')
  relay.heard.length = 0
  await other.ratna.call('importQueue', { file: text })
  // The claim's own answer says that it is paid: nobody has to ask.
  expect((await other.sari.payment(id)).state).toBe('paid')
  expect(relay.heard.filter(isPay)).toEqual([])
  expect(outlet.paidAtBiller()).toEqual([pulsa().line])
  expect(other.books()).toMatchObject({ states: { paid: 1 }, complaints: [] })
  expect(server.central.book().billsPaidTwice).toEqual([])
})

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

test('a payment comes back to the terminal that took the money when the one that had taken it over fails too', async () => {
  const { server, one, other, relay, paidAtBiller, ids } = await oneCutOff()
  const first = await exportFile(one)
  await server.central.faults.set('none')
  relay.rule = ({ path }) => (path.startsWith('/v1/payments') ? 'cut' : 'pass')
  await other.ratna.call('importQueue', { file: first.text })
  await until(
    () => statesOf(other),
    (states) => states.join() === 'inDoubt,inDoubt',
  )
  const second = await exportFile(other)
  await one.ratna.call('importQueue', { file: second.text })
  await until(one.sari.payments, (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paid'))
  expect((await storyOf(one.sari, ids[0] ?? '')).events).toEqual([
    'accept',
    'send',
    'notReached',
    'handOver',
    'takeBack',
    'unknownToCentral',
    'send',
    'paid',
  ])
  expect(paidAtBiller()).toEqual([bill.line, pulsa().line])
  expect(one.books()).toMatchObject({ states: { paid: 2 }, heldRupiah: 0, complaints: [] })
  expect(statesOf(other)).toEqual(['handedOver', 'handedOver'])
  expect(other.books()).toMatchObject({ heldRupiah: 0, complaints: [] })
  for (const each of [one, other])
    expect(each.rows("SELECT 1 FROM balances WHERE account = 'interTerminal' AND amount_rupiah <> 0")).toEqual([])
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

test('with the plug pulled after the export and before anybody had the file, the same file comes out of the disk', async () => {
  const { server, one, other, diskCopy, live, paidAtBiller } = await oneCutOff()
  const { handOver } = await one.ratna.call('exportQueue', {})
  const disk = diskCopy(one.dataFolder)
  const { text } = await one.ratna.call('handOverFile', { handOverId: handOver.id })
  await one.end()
  const revived = await live(disk)
  const again = await revived.ratna.call('exportQueue', {})
  expect(again).toMatchObject({ again: true, handOver: { id: handOver.id, count: 2 } })
  expect((await revived.ratna.call('handOverFile', { handOverId: handOver.id })).text).toBe(text)
  await server.central.faults.set('none')
  await other.ratna.call('importQueue', { file: text })
  await until(other.sari.payments, (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paid'))
  expect(paidAtBiller()).toEqual([bill.line, pulsa().line])
  expect(statesOf(revived)).toEqual(['handedOver', 'handedOver'])
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
