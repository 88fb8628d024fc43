import { describe, expect, test } from 'vitest'
import type { PaymentStatement } from '../../shared/central-api/payments.ts'
import { openLoop } from './loop.ts'
import { refusedWith } from './told-central.ts'

test('a long queue drains in batches of a hundred, a few at a time', async () => {
  const loop = openLoop({ started: false })
  loop.addMany(1_000)
  loop.start()
  await loop.until(() => loop.states().paid === 1_000)
  expect(loop.told.about().map(({ items }) => items.length)).toEqual(Array.from({ length: 10 }, () => 100))
  const starts = loop.told.about().map(({ atMs }) => atMs)
  for (const atMs of starts) expect(starts.filter((other) => other === atMs).length).toBeLessThanOrEqual(4)
})

test('all of a batch are on their way, with an attempt each, before the first byte leaves', async () => {
  const loop = openLoop({ started: false })
  const ids = loop.addMany(100)
  const seen: unknown[] = []
  const { batch } = loop.told.central
  loop.told.central.batch = (items) => {
    seen.push(
      loop.database.inTransaction,
      loop.states(),
      ids.flatMap(loop.attempts).every((attempt) => attempt === 'pay open'),
    )
    return batch(items)
  }
  loop.start()
  await loop.until(() => loop.states().paid === 100)
  expect(seen).toEqual([false, { sending: 100 }, true])
})

test('of one number the later payment leaves only when the earlier one is out of the way', async () => {
  const loop = openLoop({ started: false })
  const numbers = { customerNumber: '081200001230' }
  const [first, second, third] = [loop.add(numbers), loop.add(numbers), loop.add(numbers)]
  const order: string[] = []
  loop.told.decide = ({ paymentId }) => {
    order.push(paymentId)
    return refusedWith('billNotFound', { revision: 1 })
  }
  loop.start()
  await loop.until(() => loop.states().rejected === 3)
  expect(order).toEqual([first, second, third])
  for (const { items } of loop.told.about()) expect(items).toHaveLength(1)
})

test('one in doubt holds back its own number and nobody else', async () => {
  const loop = openLoop({ started: false })
  const stuck = loop.add({ customerNumber: '0811' })
  const behind = loop.add({ customerNumber: '0811' })
  loop.addMany(5)
  loop.told.decide = ({ paymentId }) => (paymentId === stuck ? { status: 'pending' } : { status: 'voided' })
  loop.start()
  await loop.until(() => loop.states().rejected === 5)
  expect([loop.row(stuck).state, loop.row(behind).state]).toEqual(['inDoubt', 'queued'])
  loop.told.known.set(stuck, { ...loop.told.known.get(stuck), status: 'voided', revision: 2 } as PaymentStatement)
  loop.told.decide = () => ({ status: 'voided' })
  await loop.until(() => loop.states().rejected === 7)
})

test('a customer at the counter never waits for the drain', async () => {
  const loop = openLoop({ started: false })
  loop.addMany(600)
  loop.start()
  await loop.until(() => (loop.states().sending ?? 0) === 400)
  const fresh = loop.add({ ageMs: 0 })
  loop.sync.wake()
  const atMs = loop.clock.nowMs()
  await loop.until(() => loop.row(fresh).state === 'paid', 1_000)
  const [alone] = loop.told.about().filter(({ items }) => items.some(({ paymentId }) => paymentId === fresh))
  expect(alone).toMatchObject({ route: 'pay', items: [{ paymentId: fresh }] })
  expect((alone?.atMs ?? 0) - atMs).toBeLessThanOrEqual(25)
})

describe('an answer to a batch', () => {
  test('that leaves one out puts it in doubt, and only it', async () => {
    const loop = openLoop({ started: false })
    const [missing = ''] = loop.addMany(10)
    loop.told.rewrite = (items) => (items.length === 1 ? items : items.slice(1))
    loop.start()
    await loop.until(() => loop.states().paid === 9)
    expect(loop.row(missing)).toMatchObject({ state: 'inDoubt', reason: 'noAnswer' })
    await loop.until(() => loop.row(missing).state === 'paid')
    expect(loop.attempts(missing)).toEqual(['pay noAnswer', 'ask paid'])
  })

  test('with one that nobody asked for sets that aside and applies the rest', async () => {
    const loop = openLoop({ started: false })
    loop.addMany(3)
    loop.told.rewrite = (items) => [...items, { paymentId: 'somebody else', status: 'paid' }]
    loop.start()
    await loop.until(() => loop.states().paid === 3)
    expect(loop.database.prepare('SELECT kind, payment_id, why FROM set_aside').all()).toEqual([
      { kind: 'reply', payment_id: null, why: 'nobody asked' },
    ])
  })

  test('that our books can not hold for one is set aside for that one; the others are paid', async () => {
    const loop = openLoop({ started: false })
    const [odd = ''] = loop.addMany(40)
    loop.told.rewrite = (items) =>
      items.map((item) => {
        const said = item as { paymentId: string; proof: object }
        return said.paymentId === odd ? { ...said, proof: { ...said.proof, deductedRupiah: 0.5 } } : said
      })
    loop.start()
    await loop.until(() => loop.states().paid === 39)
    expect(loop.row(odd).state).toBe('inDoubt')
    expect(loop.alarms()).toHaveLength(1)
    loop.told.rewrite = (items) => items
    await loop.until(() => loop.row(odd).state === 'paid')
  })

  test('is kept once, and each proof names it', async () => {
    const loop = openLoop({ started: false })
    const [first = '', second = ''] = loop.addMany(2)
    loop.start()
    await loop.until(() => loop.states().paid === 2)
    const kept = loop.database.prepare('SELECT id, reply FROM signed_replies').all() as { id: string; reply: string }[]
    expect(kept.map(({ reply }) => JSON.parse(reply))).toEqual([{ status: 200, headers: { signature: 'kept' }, body: '{}' }])
    for (const id of [first, second])
      expect(JSON.parse(String(loop.row(id).proof_reply))).toEqual({ status: 200, headers: {}, body: '', keptAs: kept[0]?.id })
  })
})

test('an id cancelled before it was ever sent is burnt at the central, behind everything else', async () => {
  const loop = openLoop({ started: false })
  const id = loop.add()
  loop.cancel(id)
  loop.start()
  await loop.until(() => loop.row(id).burnt === 1)
  expect(loop.told.known.get(id)).toMatchObject({ status: 'voided' })
  expect(loop.row(id)).toMatchObject({ state: 'cancelled', ever_sent: 0 })
  await loop.clock.advance(60_000)
  expect(loop.attempts(id)).toEqual(['void voided'])
})
