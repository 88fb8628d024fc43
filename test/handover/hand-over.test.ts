import { expect, test } from 'vitest'
import { until } from '../support/counter.ts'
import { isPay } from '../support/relay.ts'
import { bill, exportFile, oneCutOff, online, openOutlet, statesOf } from '../support/two-terminals.ts'
import { pulsa, pulsaPrice, storyOf } from '../support/wishes.ts'

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
  // Its customers hold the first terminal's provisional slips.
  const { notices } = await other.sari.call('notices', {})
  expect(notices.filter(({ kind }) => kind === 'receiptReady').map(({ paymentId }) => paymentId)).toEqual(ids)
  expect(one.paidHere()).toEqual([])

  // The first terminal hears who has it now, and sends nothing any more.
  await until(
    () => one.ratna.call('handOvers', {}),
    ({ handOvers }) => handOvers.some(({ id, peerTerminalId }) => id === handOverId && peerTerminalId === other.terminalId),
  )
  expect(statesOf(one)).toEqual(['handedOver', 'handedOver'])
  expect(one.rows('SELECT 1 FROM attempts WHERE outcome IS NOT ?', 'notReached')).toEqual([])
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

test('a central that was restored from before the claim is told again who has it, and nobody gives it up', async () => {
  const outlet = await openOutlet()
  const { relay, server } = outlet
  const [one, other] = [await outlet.live(undefined, 'relay'), await outlet.live(undefined, 'relay')]
  await online(one)
  await online(other)
  const { id } = await one.sari.sell(pulsa('081200001233'))
  await until(
    () => one.sari.payment(id),
    ({ state, reason }) => state === 'inDoubt' && reason === 'pending',
  )
  relay.rule = ({ path }) => (path.startsWith('/v1/payments') || path.startsWith('/v1/feed') ? 'cut' : 'pass')
  const { text } = await exportFile(one)
  const backup = server.central.snapshot()
  await other.ratna.call('importQueue', { file: text })
  expect((await other.sari.payment(id)).state).toBe('inDoubt')
  server.central.restoreFrom(backup)
  relay.rule = () => 'pass'
  await until(
    () => other.sari.payment(id),
    ({ state }) => state === 'paid',
  )
  expect(statesOf(one)).toEqual(['handedOver'])
  expect(outlet.paidAtBiller()).toEqual([pulsa('081200001233').line])
  for (const each of [one, other]) expect(each.books().complaints).toEqual([])
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
