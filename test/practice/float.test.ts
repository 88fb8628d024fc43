import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { createOutletOffice } from '../../main/central/outlet-office.ts'
import type { FeedItem } from '../../shared/central-api/feed.ts'
import type { FloatMovement } from '../../shared/central-api/float.ts'
import { answered, openOutlet, paymentOf, pulsa20, type TestTerminal, told } from './outlet.ts'

const dayMs = 86_400_000

async function everyMovement({ office }: TestTerminal): Promise<FloatMovement[]> {
  const all: FloatMovement[] = []
  for (let after = 0; ; after = all.at(-1)?.sequence ?? 0) {
    const { movements, head } = told(await office.floatMovements(after))
    all.push(...movements)
    if (movements.length === 0 || after === head) return all
  }
}

async function feedOf({ central }: TestTerminal): Promise<FeedItem[]> {
  return told(await central.feed({ epoch: 'none', sequence: 0 })).items.map(({ item }) => item as FeedItem)
}

/** Each begins where the one before it ended, and moves by its amount. */
function expectChain(movements: readonly FloatMovement[]): void {
  const effects: Record<string, [number, number]> = { credit: [1, 0], reserve: [0, 1], deduct: [-1, -1], release: [0, -1] }
  let [balance, reserved] = [0, 0]
  for (const movement of movements) {
    expect([movement.balanceBeforeRupiah, movement.reservedBeforeRupiah]).toEqual([balance, reserved])
    const [onBalance, onReserved] = effects[movement.kind] ?? [Number.NaN, Number.NaN]
    balance += onBalance * movement.amountRupiah
    reserved += onReserved * movement.amountRupiah
    expect([movement.balanceAfterRupiah, movement.reservedAfterRupiah]).toEqual([balance, reserved])
  }
}

describe('the movements of the float', () => {
  test('tell every change with its payment, before and after, page by page', async () => {
    const { terminal, clock, server } = await openOutlet()
    const one = await terminal()
    const paid = paymentOf(pulsa20('081200001230'), clock)
    const refused = paymentOf(pulsa20('081200001232'), clock)
    await one.central.pay(paid)
    await one.central.pay(refused)
    const first = told(await one.office.floatMovements(0))
    expect(first.movements.map(({ kind, paymentId, amountRupiah }) => [kind, paymentId, amountRupiah])).toEqual([
      ['credit', null, 25_000_000],
      ['reserve', paid.paymentId, 20_700],
      ['deduct', paid.paymentId, 20_700],
      ['reserve', refused.paymentId, 20_700],
      ['release', refused.paymentId, 20_700],
    ])
    for (let count = 0; count < 300; count++) server.central.topUp(1_000)
    expect(told(await one.office.floatMovements(0)).movements).toHaveLength(200)
    const all = await everyMovement(one)
    expect(all).toHaveLength(305)
    expectChain(all)
    expect(all.at(-1)?.balanceAfterRupiah).toBe(told(await one.central.float()).balanceRupiah)
    expect(all.at(-1)?.balanceAfterRupiah).toBe(25_000_000 - 20_700 + 300_000)
  })

  test('end where nothing is new, and a question that is none is refused', async () => {
    const { terminal } = await openOutlet()
    const one = await terminal()
    expect(told(await one.office.floatMovements(1))).toMatchObject({ movements: [], head: 1 })
    expect(await one.office.floatMovements(-1)).toMatchObject({ kind: 'refused', code: 'malformedRequest' })
    expect(await one.office.floatMovements(Number.NaN)).toMatchObject({ kind: 'refused', code: 'malformedRequest' })
  })

  test('say which part the operator took out, and never below what was asked to stay', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    expect(server.central.lowerFloat(30_000)).toBe(true)
    expect(server.central.lowerFloat(30_000)).toBe(false)
    expect(told(await one.central.float()).balanceRupiah).toBe(30_000)
    const all = await everyMovement(one)
    expectChain(all)
    expect(all.at(-1)).toMatchObject({ kind: 'deduct', paymentId: null, amountRupiah: 24_970_000, note: 'taken out by the operator' })
  })
})

describe('a request for more float', () => {
  const request = () => ({ topUpId: v7(), amountRupiah: 2_000_000, note: 'transfer 8814' })

  test('is approved by a person, is in the float once, and its terminal hears of it', async () => {
    const { terminal, server, advance } = await openOutlet()
    const [one, other] = [await terminal(), await terminal()]
    const asked = request()
    const { topUp } = told(await one.office.requestTopUp(asked))
    expect(topUp).toMatchObject({ ...asked, terminalId: one.terminalId, state: 'requested', decidedAt: null })
    expect(told(await one.central.float()).balanceRupiah).toBe(25_000_000)
    advance(60_000)
    expect(server.central.decideTopUp(asked.topUpId, true, null)).toBe(true)
    expect(server.central.decideTopUp(asked.topUpId, true, null)).toBe(false)
    expect(server.central.decideTopUp(asked.topUpId, false, null)).toBe(false)
    expect(told(await one.central.float()).balanceRupiah).toBe(27_000_000)
    expect((await everyMovement(one)).at(-1)).toMatchObject({ kind: 'credit', amountRupiah: 2_000_000, note: `top-up ${asked.topUpId}` })
    expect(await feedOf(one)).toContainEqual({ kind: 'topUp', topUpId: asked.topUpId, state: 'approved', amountRupiah: 2_000_000 })
    expect((await feedOf(other)).map(({ kind }) => kind)).not.toContain('topUp')
    expect(told(await other.office.topUps()).topUps).toEqual([
      { ...topUp, state: 'approved', decidedAt: '2026-11-23T03:43:00.000Z', note: 'transfer 8814' },
    ])
  })

  test('is rejected with a reason and moves nothing', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    const asked = request()
    await one.office.requestTopUp(asked)
    expect(server.central.decideTopUp(asked.topUpId, false, 'transfer belum masuk')).toBe(true)
    expect(told(await one.office.topUps()).topUps).toMatchObject([{ state: 'rejected', note: 'transfer belum masuk' }])
    expect(await everyMovement(one)).toHaveLength(1)
  })

  test('whose reply was lost is sent again and is the same one', async () => {
    const outlet = await openOutlet()
    const one = await outlet.terminal()
    const asked = request()
    const spoken = { baseUrl: outlet.url, keys: { ...one.keys, keyId: one.keyId }, clock: outlet.clock, ids: outlet.ids }
    const deaf = createOutletOffice({
      ...spoken,
      centralKeyId: outlet.server.central.centralKeyId,
      centralPublicKey: outlet.server.central.centralPublicKey,
      exchange: async (sent) => {
        const headers = Object.fromEntries(Object.entries(sent.headers).filter(([name]) => name.toLowerCase() !== 'host'))
        await fetch(sent.url, { method: sent.method, headers, body: sent.body as BodyInit | null })
        return { kind: 'noAnswer', cause: 'central', why: 'the reply was lost', received: null }
      },
    })
    expect(await deaf.requestTopUp(asked)).toMatchObject({ kind: 'silent' })
    expect(told(await one.office.requestTopUp(asked)).topUp.state).toBe('requested')
    outlet.server.central.decideTopUp(asked.topUpId, true, null)
    expect(told(await one.office.requestTopUp(asked)).topUp.state).toBe('approved')
    expect(outlet.server.central.topUps()).toHaveLength(1)
    expect(told(await one.central.float()).balanceRupiah).toBe(27_000_000)
  })

  test('under an id that stands for another amount, or for another terminal, is refused', async () => {
    const { terminal, server } = await openOutlet()
    const [one, other] = [await terminal(), await terminal()]
    const asked = request()
    await one.office.requestTopUp(asked)
    expect(await one.office.requestTopUp({ ...asked, amountRupiah: 1 })).toMatchObject({ kind: 'refused', code: 'intentMismatch' })
    expect(await other.office.requestTopUp(asked)).toMatchObject({ kind: 'refused', code: 'intentMismatch' })
    expect(await one.office.requestTopUp({ ...request(), amountRupiah: 0 })).toMatchObject({ code: 'malformedRequest' })
    expect(server.central.topUps()).toMatchObject([{ amountRupiah: 2_000_000, state: 'requested' }])
  })

  test('goes back with the ledger that is restored, and with its credit', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    const asked = request()
    await one.office.requestTopUp(asked)
    const snapshot = server.central.snapshot()
    server.central.decideTopUp(asked.topUpId, true, null)
    server.central.restoreFrom(snapshot)
    expect(told(await one.office.requestTopUp(asked)).topUp.state).toBe('requested')
    expect(told(await one.central.float()).balanceRupiah).toBe(25_000_000)
  })

  test('is decided over HTTP, as the operator does', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    const asked = request()
    await one.office.requestTopUp(asked)
    expect(await (await fetch(`${server.controlUrl}/practice/top-ups`)).json()).toMatchObject([{ topUpId: asked.topUpId }])
    const order = async (body: object) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${server.controlUrl}/practice/operator`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
    }
    expect(await order({ do: 'decideTopUp', topUpId: asked.topUpId, approve: true })).toEqual({ done: true })
    expect(await order({ do: 'decideTopUp', topUpId: asked.topUpId, approve: true })).toEqual({ done: false })
    expect(told(await one.central.float()).balanceRupiah).toBe(27_000_000)
  })

  test('of a terminal that was revoked is not taken, and an older one can still be asked about', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    const asked = request()
    await one.office.requestTopUp(asked)
    server.central.revoke(one.terminalId)
    expect(await one.office.requestTopUp(request())).toMatchObject({ kind: 'refused', code: 'terminalRevoked' })
    expect(told(await one.office.requestTopUp(asked)).topUp.state).toBe('requested')
  })
})

describe('a float that gets low', () => {
  test('is told once to every terminal, and again only when it had been filled up', async () => {
    const { terminal, server } = await openOutlet()
    const terminals = [await terminal(), await terminal()]
    const notices = async (of: TestTerminal) => (await feedOf(of)).flatMap((item) => (item.kind === 'notice' ? [item.text] : []))
    const [one, other] = terminals as [TestTerminal, TestTerminal]
    server.central.lowerFloat(1_000_000)
    expect(await notices(one)).toEqual([])
    server.central.lowerFloat(999_999)
    const text = 'Saldo loket tinggal Rp 999.999. Segera isi saldo.'
    expect([await notices(one), await notices(one), await notices(other)]).toEqual([[text], [text], [text]])
    server.central.topUp(1_000_000)
    expect(await notices(one)).toEqual([text])
    server.central.lowerFloat(5)
    expect(await notices(one)).toEqual([text, 'Saldo loket tinggal Rp 5. Segera isi saldo.'])
  })

  test('is low below the threshold that the config names', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    const before = told(await one.central.config())
    expect(before.outlet.floatLowRupiah).toBe(1_000_000)
    server.central.floatLow(null)
    server.central.lowerFloat(1)
    expect((await feedOf(one)).map(({ kind }) => kind)).not.toContain('notice')
    server.central.floatLow(2)
    expect((await feedOf(one)).map(({ kind }) => kind)).toContain('notice')
    const after = told(await one.central.config())
    expect(after.outlet.floatLowRupiah).toBe(2)
    expect(after.version).toBeGreaterThan(before.version)
  })

  test('refuses a payment it does not cover, and takes the same id after a top-up', async () => {
    const { terminal, clock, server } = await openOutlet()
    const one = await terminal()
    server.central.lowerFloat(20_699)
    const request = paymentOf(pulsa20('081200001230'), clock)
    expect(answered(await one.central.pay(request))).toMatchObject({ code: 'floatTooLow', retry: 'later', created: false })
    server.central.topUp(1)
    expect(answered(await one.central.pay(request)).status).toBe('paid')
    expect(told(await one.central.float()).balanceRupiah).toBe(0)
  })

  test('runs out when the days go on as they did, and nobody can tell after a day or two', async () => {
    const { terminal, clock, server, advance } = await openOutlet()
    const one = await terminal()
    const runsOutAt = async () => told(await one.central.float()).runsOutAt
    for (let day = 0; day < 3; day++) {
      expect(await runsOutAt()).toBeNull()
      await one.central.pay(paymentOf(pulsa20('081200001230'), clock))
      advance(dayMs)
    }
    server.central.lowerFloat(41_400)
    expect(await runsOutAt()).toBe(new Date(clock.nowMs() + 2 * dayMs).toISOString())
  })
})
