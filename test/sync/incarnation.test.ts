import { describe, expect, test } from 'vitest'
import { firstBrokenAuditEntry } from '../../main/storage/audit.ts'
import { readSetting, writeSetting } from '../../main/storage/settings.ts'
import { becomeNewIncarnation, confirmHeld, heldPayments } from '../../main/sync/incarnation.ts'
import type { HelloRequest } from '../../shared/central-api/ownership.ts'
import type { PaymentStatement } from '../../shared/central-api/payments.ts'
import { type Loop, openLoop } from './loop.ts'
import { proofOf, refusedWith } from './told-central.ts'

const because = 'forked' as const
const actor = 'staff-ratna'
const helloesOf = (loop: Loop): HelloRequest[] => {
  const said: HelloRequest[] = []
  const { hello } = loop.told.central
  loop.told.central.hello = (request) => {
    said.push(request)
    return hello(request)
  }
  return said
}
/** A central for which this ledger is a copy until it takes a new incarnation. */
const forks = (loop: Loop) => {
  let newest = 3
  let isOurs = false
  loop.told.verdict = (takeNew) => {
    if (takeNew) {
      newest += 1
      isOurs = true
      return { verdict: 'taken', incarnation: newest }
    }
    return { verdict: isOurs ? 'continues' : 'forked', incarnation: newest }
  }
  return { again: () => (isOurs = false) }
}

describe('before the first hello of a process', () => {
  test('nothing is paid or voided', async () => {
    const loop = openLoop({ started: false })
    const [pay, burn] = [loop.add(), loop.add()]
    loop.cancel(burn)
    const { hello } = loop.told.central
    loop.told.central.hello = async () => ({
      kind: 'refused',
      code: 'internal',
      reply: { status: 500, headers: {}, body: '' },
      roundTripMs: 1,
    })
    loop.start()
    await loop.clock.advance(120_000)
    expect(loop.told.about()).toEqual([])
    loop.told.central.hello = hello
    await loop.until(() => loop.row(pay).state === 'paid' && loop.row(burn).burnt === 1)
  })

  test('what is in doubt is asked about all the same', async () => {
    const loop = openLoop({ started: false })
    const id = loop.add()
    loop.told.losesReply = ({ route }) => (route === 'pay' ? 'after' : false)
    loop.start()
    await loop.until(() => loop.row(id).state === 'inDoubt')
    await loop.stop()
    const { hello } = loop.told.central
    loop.told.central.hello = async () => ({
      kind: 'refused',
      code: 'internal',
      reply: { status: 500, headers: {}, body: '' },
      roundTripMs: 1,
    })
    loop.start()
    await loop.until(() => loop.row(id).state === 'paid')
    loop.told.central.hello = hello
  })
})

test('each probe hands on a fresh word; one that was not answered is said again, also by the next process', async () => {
  const loop = openLoop({ started: false })
  const said = helloesOf(loop)
  loop.start()
  await loop.until(() => said.length === 2)
  await loop.clock.advance(1_000)
  loop.told.losesReply = ({ route }) => (route === 'hello' ? 'after' : false)
  await loop.until(() => said.length === 4)
  await loop.restart()
  loop.told.losesReply = () => false
  await loop.until(() => said.length === 7)
  const [first, second, third, ...rest] = said
  expect(first).toMatchObject({ incarnation: 1, last: null, takeNew: false })
  expect(second?.last).toBe(first?.next)
  expect(third?.last).toBe(second?.next)
  const lost = rest.filter(({ next }) => next === third?.next)
  expect(lost.length).toBeGreaterThanOrEqual(2)
  for (const again of lost) expect(again).toEqual(third)
  expect(new Set(said.map(({ next }) => next)).size).toBeGreaterThanOrEqual(4)
})

describe('a ledger that was copied', () => {
  /** Two that never left, one in doubt; the central knows one of the first. */
  async function copied() {
    const loop = openLoop({ started: false })
    const [known, unseen, doubtful] = [loop.add(), loop.add(), loop.add()]
    const sentElsewhere = {
      paymentId: known,
      intentHash: String(loop.row(known).intent_hash),
      revision: 1,
      status: 'paid',
      proof: proofOf(known),
    }
    loop.told.known.set(known, sentElsewhere as PaymentStatement)
    loop.database.exec(
      `UPDATE payments SET reason = 'floatTooLow', not_before_ms = ${loop.clock.nowMs() + 3_600_000} WHERE id <> '${doubtful}'`,
    )
    loop.told.losesReply = ({ route }) => (route === 'pay' ? 'before' : false)
    loop.told.silent = false
    loop.start()
    await loop.until(() => loop.row(doubtful).state === 'inDoubt')
    await loop.stop()
    loop.told.losesReply = () => false
    loop.told.exchanges.splice(0)
    return { loop, known, unseen, doubtful }
  }

  test('takes a new incarnation, asks about everything open, and sends nothing that the central has never seen before a person says so', async () => {
    const { loop, known, unseen, doubtful } = await copied()
    forks(loop)
    loop.start()
    await loop.until(() => loop.row(known).state === 'paid' && heldPayments(loop.database).count === 2)
    expect(readSetting(loop.database, 'incarnation')).toBe(4)
    await loop.clock.advance(3_600_000)
    for (const { items } of loop.told.about()) for (const { kind } of items) expect(kind).toBe('ask')
    expect(loop.row(unseen)).toMatchObject({ state: 'queued', hold: 'newIncarnation', reason: 'heldAfterRestore', ever_sent: 0 })
    expect(loop.row(doubtful)).toMatchObject({ state: 'queued', hold: 'newIncarnation', reason: 'heldAfterRestore' })
    // What a customer brings now is not held.
    const fresh = loop.add({ ageMs: 0 })
    loop.sync.wake()
    await loop.until(() => loop.row(fresh).state === 'paid')

    expect(confirmHeld(loop.database, [unseen, known, 'nobody'], { actor, atMs: loop.clock.nowMs() })).toBe(1)
    loop.sync.wake()
    await loop.until(() => loop.row(unseen).state === 'paid')
    expect(loop.row(doubtful).state).toBe('queued')
    expect(confirmHeld(loop.database, 'all', { actor, atMs: loop.clock.nowMs() })).toBe(1)
    loop.sync.wake()
    await loop.until(() => loop.row(doubtful).state === 'paid')
    const audited = loop.database.prepare('SELECT actor, action FROM audit_entries ORDER BY sequence').all()
    expect(audited).toEqual([
      { actor: 'terminal', action: 'newIncarnation' },
      { actor: 'central', action: 'incarnationTaken' },
      { actor, action: 'confirmHeld' },
      { actor, action: 'confirmHeld' },
    ])
    expect(firstBrokenAuditEntry(loop.database)).toBe(null)
  })

  test('knows it by itself when its folder is another one', async () => {
    const { loop, known } = await copied()
    writeSetting(loop.database, 'placeChanged', true)
    const said = helloesOf(loop)
    loop.told.verdict = (takeNew) => (takeNew ? { verdict: 'taken', incarnation: 2 } : { verdict: 'continues', incarnation: 2 })
    loop.start()
    await loop.until(() => loop.row(known).state === 'paid' && heldPayments(loop.database).count === 2)
    expect(said[0]).toMatchObject({ incarnation: 1, takeNew: true })
    expect(readSetting(loop.database, 'placeChanged')).toBe(false)
    expect(readSetting(loop.database, 'incarnation')).toBe(2)
  })

  test('asks about held payments only under the new incarnation: until then the other copy could still send them', async () => {
    const { loop, unseen, doubtful } = await copied()
    becomeNewIncarnation(loop.database, because, { ids: loop.ids, atMs: loop.clock.nowMs() })
    loop.told.verdict = () => ({ verdict: 'forked', incarnation: 9 })
    loop.start()
    await loop.clock.advance(300_000)
    expect(loop.told.about()).toEqual([])
    forks(loop)
    await loop.until(() => heldPayments(loop.database).count === 2)
    expect([loop.row(unseen).reason, loop.row(doubtful).reason]).toEqual(['heldAfterRestore', 'heldAfterRestore'])
  })

  test('says the same words for the new incarnation until they are answered, and words that no other copy has', async () => {
    const { loop } = await copied()
    const before = readSetting(loop.database, 'continuity')
    becomeNewIncarnation(loop.database, because, { ids: loop.ids, atMs: loop.clock.nowMs() })
    const said = helloesOf(loop)
    loop.told.verdict = () => ({ verdict: 'taken', incarnation: 2 })
    loop.told.losesReply = ({ route }) => (route === 'hello' ? 'after' : false)
    loop.start()
    await loop.until(() => said.length === 3)
    for (const again of said) expect(again).toEqual(said[0])
    expect(said[0]?.last).toBe(before?.last)
    expect(said[0]?.next).not.toBe(before?.next)
  })
})

test('an answer that a newer incarnation speaks stops creating at once', async () => {
  const loop = openLoop({ started: false })
  const [first, second] = [loop.add({ customerNumber: '0811' }), loop.add({ customerNumber: '0811' })]
  forks(loop).again()
  const { verdict } = loop.told
  loop.told.verdict = (takeNew) => (takeNew ? verdict(true) : { verdict: 'continues', incarnation: 1 })
  loop.told.decide = () => refusedWith('incarnationOld')
  loop.start()
  await loop.until(() => heldPayments(loop.database).count === 2)
  expect([loop.row(first).state, loop.row(second).state]).toEqual(['queued', 'queued'])
  expect(loop.told.about().filter(({ route }) => route === 'pay')).toHaveLength(1)
  expect(readSetting(loop.database, 'incarnation')).toBe(4)
})

test('of two copies that are both alive the one that took the incarnation first gives up, and says so', async () => {
  const loop = openLoop({ started: false })
  const central = forks(loop)
  loop.start()
  await loop.until(() => readSetting(loop.database, 'incarnation') === 4)
  // The other one takes the next.
  central.again()
  await loop.clock.advance(60_000)
  expect(readSetting(loop.database, 'incarnation')).toBe(4)
  expect(loop.alarms()).toEqual(['anotherLedgerSpeaks'])
  const late = loop.add({ ageMs: 0 })
  loop.sync.wake()
  await loop.clock.advance(600_000)
  expect(loop.row(late)).toMatchObject({ state: 'queued', ever_sent: 0 })
  // A person has looked and starts it anew: it takes over.
  await loop.restart()
  await loop.until(() => readSetting(loop.database, 'incarnation') === 5)
  await loop.until(() => heldPayments(loop.database).count === 1)
})

test('a terminal that was locked out asks and voids, and creates nothing', async () => {
  const loop = openLoop({ started: false })
  const [doubtful, queued] = [loop.add(), loop.add()]
  loop.database.exec(`UPDATE payments SET reason = 'floatTooLow', not_before_ms = ${loop.clock.nowMs() + 60_000} WHERE id = '${queued}'`)
  loop.told.losesReply = ({ route }) => (route === 'pay' ? 'after' : false)
  loop.start()
  await loop.until(() => loop.row(doubtful).state === 'inDoubt')
  loop.told.central.hello = async () => ({
    kind: 'refused',
    code: 'terminalRevoked',
    reply: { status: 403, headers: {}, body: '' },
    roundTripMs: 1,
  })
  await loop.restart()
  await loop.until(() => loop.row(doubtful).state === 'paid')
  await loop.clock.advance(300_000)
  expect(loop.row(queued)).toMatchObject({ state: 'queued', ever_sent: 0 })
})

describe('in another life of the central’s ledger', () => {
  test('"unknown" proves nothing about what was sent before: it stays in doubt with a reason, is never resent, and a person may void it', async () => {
    const loop = openLoop({ started: false })
    const id = loop.add()
    loop.told.losesReply = ({ route }) => (route === 'pay' ? 'before' : false)
    loop.start()
    await loop.until(() => loop.row(id).state === 'inDoubt')
    loop.told.epoch = 'epoch-2'
    await loop.until(() => loop.row(id).reason === 'epochChanged')
    await loop.clock.advance(1_800_000)
    expect(loop.attempts(id).filter((attempt) => attempt.startsWith('pay'))).toEqual(['pay noAnswer'])
    loop.database.exec(`UPDATE payments SET wanted = 'void', not_before_ms = 0 WHERE id = '${id}'`)
    loop.sync.wake()
    await loop.until(() => loop.row(id).state === 'rejected')
    expect(loop.row(id).reason).toBe('voided')
  })

  test('what was never sent goes as ever', async () => {
    const loop = openLoop({ started: false })
    loop.told.epoch = 'epoch-2'
    const id = loop.add()
    loop.start()
    await loop.until(() => loop.row(id).state === 'paid')
    expect(readSetting(loop.database, 'ledgerEpoch')).toBe('epoch-2')
  })
})
