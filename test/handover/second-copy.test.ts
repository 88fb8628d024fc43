import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../support/counter.ts'
import { type Living, online, openOutlet, statesOf } from '../support/two-terminals.ts'
import { pulsa } from '../support/wishes.ts'

const copyOf = ({ copyFolder, terminalId }: Living) => join(copyFolder, `loket-salinan-${terminalId}.txt`)
const labelled = (one: Living, count: number) => () => {
  const path = copyOf(one)
  return existsSync(path) && readFileSync(path, 'utf8').includes(`Pembayaran : ${count}\n`)
}

/** A terminal with one payment that can't get out, and a well one. */
async function oneCutOff() {
  const outlet = await openOutlet()
  const [one, other] = [await outlet.live(), await outlet.live()]
  await online(one)
  await online(other)
  await outlet.server.central.faults.set('offline')
  const { id } = await one.sari.sell(pulsa())
  await until(
    () => one.sari.payment(id),
    ({ state, reason }) => state === 'queued' && reason === 'notReached',
  )
  return { ...outlet, one, other, id }
}

test('the copy follows the queue, tells nothing about customers, and is readable by its owner only', async () => {
  const { one, server, id } = await oneCutOff()
  await until(labelled(one, 1), Boolean)
  const text = readFileSync(copyOf(one), 'utf8')
  expect(text).toMatch(/^LOKET SALINAN ANTREAN 1\nOutlet {5}: .+\nTerminal {3}: LTH001\n/)
  for (const secret of ['081200001230', id, 'Telkomsel', '21500']) expect(text).not.toContain(secret)
  expect(statSync(copyOf(one)).mode & 0o777).toBe(0o600)
  await server.central.faults.set('none')
  await until(
    () => statesOf(one),
    (states) => states.join() === 'paid',
  )
  await until(labelled(one, 0), Boolean)
  // Written beside and renamed: never half a copy.
  expect(readdirSync(one.copyFolder)).toEqual([`loket-salinan-${one.terminalId}.txt`])
})

test('a dead terminal: its copy is opened by the central, held until a person agrees, and brought home by another one', async () => {
  const { one, other, server, live, paidAtBiller, id } = await oneCutOff()
  await until(labelled(one, 1), Boolean)
  await one.end()
  await server.central.faults.set('none')
  const { handOver } = await other.ratna.call('importQueue', { file: readFileSync(copyOf(one), 'utf8') })
  expect(handOver).toMatchObject({ claimedCount: 1, peerTerminalId: one.terminalId })
  expect(await other.sari.payment(id)).toMatchObject({ state: 'queued', reason: 'heldAfterRestore' })
  await other.ratna.call('confirmHeld', { paymentIds: [id] })
  await until(
    () => other.sari.payment(id),
    ({ state }) => state === 'paid',
  )

  // It was only asleep: what it has is no longer its own.
  const revived = await live(one.dataFolder)
  await until(
    () => statesOf(revived),
    (states) => states.join() === 'handedOver',
  )
  expect(paidAtBiller()).toEqual([pulsa().line])
  expect(revived.books()).toMatchObject({ heldRupiah: 0, complaints: [] })
  expect(other.books()).toMatchObject({ states: { paid: 1 }, complaints: [] })
})

test('money that the dead terminal had given to its customer is not given back twice', async () => {
  const outlet = await openOutlet()
  const [one, other] = [await outlet.live(undefined, 'relay'), await outlet.live()]
  await online(one)
  await online(other)
  outlet.relay.rule = ({ path }) => (path.startsWith('/v1/payments') ? 'cut' : 'pass')
  const { id } = await one.sari.sell(pulsa())
  await until(
    () => one.sari.payment(id),
    ({ state }) => state === 'inDoubt',
  )
  await one.ratna.call('advancePayment', { paymentId: id, reason: 'pelanggan tidak mau menunggu' })
  expect((await one.ratna.call('exportQueue', {}).catch((error: { code: string }) => error)) as unknown).toMatchObject({
    code: 'handOverEmpty',
  })
  await until(
    () => one.rows("SELECT 1 FROM events WHERE event = 'advance'"),
    (rows) => rows.length === 1,
  )
  await one.end()
  const before = other.books().drawerRupiah
  await other.ratna.call('importQueue', { file: readFileSync(copyOf(one), 'utf8') })
  // An advance asks the central to burn the id, so this is refunded: with what the customer got, not out of another drawer.
  await until(
    () => other.sari.payment(id),
    ({ state }) => state === 'refunded',
  )
  const revived = await outlet.live(one.dataFolder)
  await until(
    () => statesOf(revived),
    (states) => states.join() === 'handedOver',
  )
  for (const each of [revived, other]) {
    expect(each.books()).toMatchObject({ heldRupiah: 0, refundsDueRupiah: 0, complaints: [] })
    expect(each.rows("SELECT 1 FROM balances WHERE account IN ('advances', 'interTerminal') AND amount_rupiah <> 0")).toEqual([])
  }
  expect(other.books().drawerRupiah).toBe(before)
  expect(outlet.paidAtBiller()).toEqual([])
})

test('a copy that was changed, or that the outlet can not open, is refused', async () => {
  const { one, other, server } = await oneCutOff()
  await until(labelled(one, 1), Boolean)
  await server.central.faults.set('none')
  const text = readFileSync(copyOf(one), 'utf8')
  const envelope = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as { sealedKey: string; nonce: string; encrypted: string }
  const withEnvelope = (changes: object) => text.replace(/\{.*\}/, JSON.stringify({ ...envelope, ...changes }))
  const flipped = envelope.encrypted.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))
  for (const [file, code] of [
    [withEnvelope({ encrypted: flipped }), 'handOverChanged'],
    [withEnvelope({ nonce: Buffer.alloc(12).toString('base64') }), 'handOverChanged'],
    [withEnvelope({ sealedKey: envelope.encrypted.slice(0, 100) }), 'handOverNotAllowed'],
    [text.slice(0, -20), 'handOverChanged'],
    [text.replace('ANTREAN 1', 'ANTREAN 2'), 'handOverNewer'],
  ])
    await expect(other.ratna.call('importQueue', { file: file ?? '' }), code).rejects.toMatchObject({ code })
  await server.central.faults.set('offline')
  await expect(other.ratna.call('importQueue', { file: text })).rejects.toMatchObject({ code: 'centralUnreachable' })
  expect(other.rows('SELECT 1 FROM hand_overs')).toEqual([])
})

test('a second place that is gone is told and tried again, and stops no sale', async () => {
  const { one } = await oneCutOff()
  await until(labelled(one, 1), Boolean)
  rmSync(one.copyFolder, { recursive: true })
  writeFileSync(one.copyFolder, 'a file where the folder was')
  await one.sari.sell(pulsa('081200009990'))
  const { secondCopy } = await until(one.sari.status, (status) => status.secondCopy?.trouble !== null)
  expect(secondCopy).toMatchObject({ trouble: 'ENOTDIR', sameDisk: true })
  await one.sari.sell(pulsa('081200008880'))
  expect(await one.ratna.call('notices', {})).toMatchObject({
    notices: expect.arrayContaining([expect.objectContaining({ kind: 'secondCopyFailed' })]),
  })
  rmSync(one.copyFolder)
  await until(labelled(one, 3), Boolean, 20_000)
  await until(one.sari.status, ({ secondCopy: again }) => again?.trouble === null)
}, 40_000)
