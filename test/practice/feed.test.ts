import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { createFacts } from '../../main/practice/facts.ts'
import { createFeed } from '../../main/practice/feed.ts'
import { openDatabase } from '../../main/storage/open.ts'
import { type FeedItem, feedItemSchema } from '../../shared/central-api/feed.ts'
import { answered, openOutlet, paymentOf, pulsa20, type TestTerminal } from './outlet.ts'

const pendingThenPaid = '081200001233'
const pendingThenFailed = '081200001234'

/** Everything in a terminal's feed after a cursor; the sequences are checked to have no hole. */
async function readFeed({ central }: TestTerminal, epoch = 'none', after = 0) {
  const outcome = await central.feed({ epoch, sequence: after })
  if (outcome.kind !== 'answer') throw new Error(`no feed: ${JSON.stringify(outcome)}`)
  const { items, head, ledgerEpoch } = outcome.answer
  expect(items.map(({ sequence }) => sequence)).toEqual(items.map((_, index) => (items[0]?.sequence ?? 0) + index))
  return { head, epoch: ledgerEpoch, items: items.map(({ item }): FeedItem => feedItemSchema.parse(item)) }
}

const aboutPayments = (items: readonly FeedItem[]) => items.filter(({ kind }) => kind !== 'float' && kind !== 'config')

describe('the change feed', () => {
  test.each([
    [pendingThenPaid, { status: 'paid', revision: 2 }],
    [pendingThenFailed, { status: 'refused', code: 'billerRefused', revision: 2 }],
  ])('tells what became of a pending payment without anybody asking about it: %s', async (number, statement) => {
    const { terminal, clock, advance } = await openOutlet()
    const one = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    expect(answered(await one.central.pay(request)).status).toBe('pending')
    expect(aboutPayments((await readFeed(one)).items)).toEqual([])
    advance(5_000)
    const { items } = await readFeed(one)
    expect(aboutPayments(items)).toMatchObject([{ kind: 'payment', statement: { paymentId: request.paymentId, ...statement } }])
    const asked = answered(await one.central.ask(request.paymentId, request.intentHash))
    expect(asked).toMatchObject(statement)
  })

  test('says nothing of what the reply to the own request said, and nothing of other terminals’ payments', async () => {
    const { terminal, clock, advance } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    await one.central.pay(paymentOf(pulsa20('081200000001'), clock))
    const pending = paymentOf(pulsa20(pendingThenPaid), clock)
    await one.central.pay(pending)
    advance(5_000)
    expect(answered(await one.central.ask(pending.paymentId, pending.intentHash)).status).toBe('paid')
    expect(aboutPayments((await readFeed(one)).items)).toEqual([])
    expect(aboutPayments((await readFeed(two)).items)).toEqual([])
  })

  test('goes on behind the cursor, and gives the same items to a repeated question', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    for (const text of ['satu', 'dua', 'tiga']) server.central.notice(text)
    const first = await readFeed(one)
    expect(first.items.map((item) => (item.kind === 'notice' ? item.text : item.kind))).toEqual(['satu', 'dua', 'tiga', 'float'])
    expect(first.head).toBe(4)
    expect((await readFeed(one)).items).toEqual(first.items)
    expect((await readFeed(one, first.epoch, 2)).items).toEqual(first.items.slice(2))
    expect((await readFeed(one, first.epoch, first.head)).items).toEqual([])
  })

  test('gives at most two hundred items at a time and its head with them', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    for (let count = 0; count < 250; count++) server.central.notice(`nomor ${count}`)
    const first = await readFeed(one)
    expect([first.items.length, first.head]).toEqual([200, 251])
    expect((await readFeed(one, first.epoch, 200)).items).toHaveLength(51)
  })

  test('tells the float when it moved since the last look', async () => {
    const { terminal, clock, server } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    const before = await readFeed(two)
    await one.central.pay(paymentOf(pulsa20('081200000001'), clock))
    server.central.topUp(100_000)
    const { items } = await readFeed(two, before.epoch, before.head)
    expect(items).toContainEqual({ kind: 'float', balanceRupiah: 25_000_000 - 20_700 + 100_000 })
  })

  test('refuses a cursor before what is kept, and reads on from the first kept item under a new name', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    for (const text of ['satu', 'dua', 'tiga']) server.central.notice(text)
    const { epoch } = await readFeed(one)
    server.central.expireFeed(2)
    expect(await one.central.feed({ epoch, sequence: 1 })).toMatchObject({ kind: 'refused', code: 'cursorExpired' })
    expect((await readFeed(one, epoch, 2)).items).toHaveLength(2)
    expect(await readFeed(one, 'another')).toMatchObject({ head: 4, items: [{ text: 'tiga' }, { kind: 'float' }] })
  })

  test('keeps ten thousand items and no end of them', () => {
    const database = openDatabase(':memory:', new URL('../../main/practice/migrations/', import.meta.url))
    onTestFinished(() => void database.close())
    database.exec("INSERT INTO terminals VALUES ('T', 'key', 'k', 'Loket 1', 0, 0); INSERT INTO facts VALUES ('ledgerEpoch', 'e')")
    const feed = createFeed({ database, facts: createFacts(database), clock: systemClock })
    for (let count = 0; count < 10_200; count++) feed.tellEveryone({ kind: 'notice', noticeId: String(count), text: 'ramai' })
    expect(feed.read('T', 'e', 199)).toBeNull()
    expect(feed.read('T', 'e', 200)?.items[0]).toMatchObject({ sequence: 201 })
    expect(feed.read('T', 'e', 10_100)).toMatchObject({ head: 10_200, items: expect.objectContaining({ length: 100 }) })
  })

  test('begins at 1 again in a new ledger epoch', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    server.central.notice('lama')
    const old = await readFeed(one)
    server.central.newEpoch()
    server.central.notice('baru')
    const fresh = await readFeed(one, old.epoch, old.head)
    expect(fresh.epoch).not.toBe(old.epoch)
    expect(fresh.items[0]).toMatchObject({ kind: 'notice', text: 'baru' })
  })

  test('names the new version when the operator changes what config or catalogue say', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    server.central.cutOff({ start: '23:30', end: '00:30' })
    server.central.outlet({ zone: 'WIT', terminalCount: 1 })
    expect(server.central.allot(one.terminalId, null)).toBe(true)
    const { items } = await readFeed(one)
    expect(items.slice(0, 3)).toEqual([
      { kind: 'catalogue', version: 2 },
      { kind: 'config', version: 2 },
      { kind: 'config', version: 3 },
    ])
    const config = await one.central.config()
    expect(config).toMatchObject({
      answer: { version: 3, outlet: { zone: 'WIT', terminalCount: 1 }, limits: { floatAllotmentRupiah: null } },
    })
    const catalogue = await one.central.catalogue()
    expect(catalogue).toMatchObject({ answer: { version: 2 } })
  })
})

describe('shares of the float', () => {
  test('are refused when they would sum to more than it', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    expect(server.central.allot(one.terminalId, 5_000_001)).toBe(false)
    expect(server.central.allot(one.terminalId, 4_000_000)).toBe(true)
    expect(await one.central.config()).toMatchObject({ answer: { limits: { floatAllotmentRupiah: 4_000_000 } } })
  })

  test('shrink with it for everybody, in a new version of the config', async () => {
    const { terminal, clock } = await openOutlet({ floatRupiah: 1_000_000 })
    const [one, two] = [await terminal(), await terminal()]
    expect(await two.central.config()).toMatchObject({ answer: { version: 1, limits: { floatAllotmentRupiah: 200_000 } } })
    await one.central.pay(paymentOf(pulsa20('081200000001'), clock))
    expect((await readFeed(two)).items).toContainEqual({ kind: 'config', version: 2 })
    expect(await two.central.config()).toMatchObject({ answer: { version: 2, limits: { floatAllotmentRupiah: 100_000 } } })
  })
})
