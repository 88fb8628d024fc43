import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { createPracticeCentral } from '../../main/practice/practice-central.ts'
import type { FeedItem } from '../../shared/central-api/feed.ts'
import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import { answered, billOf, intentOf, openOutlet, paymentOf, pulsa20, type TestTerminal } from './outlet.ts'

const number = '081200001230'
const charged = 20_700

/** What a terminal's feed says about payments, in order. */
async function news({ central }: TestTerminal) {
  const outcome = await central.feed({ epoch: 'none', sequence: 0 })
  if (outcome.kind !== 'answer') throw new Error('no feed')
  const items = outcome.answer.items.map(({ item }) => item as FeedItem)
  return items.flatMap((item) =>
    item.kind === 'payment' ? [[item.statement.status, item.statement.revision, item.statement.floatTakenRupiah]] : [],
  )
}

async function outletWith(customerNumber: string) {
  const outlet = await openOutlet()
  const one = await outlet.terminal()
  const request = paymentOf(pulsa20(customerNumber), outlet.clock)
  const first = answered(await one.central.pay(request))
  const ask = async (of: PaymentRequest = request) => answered(await one.central.ask(of.paymentId, of.intentHash))
  const balance = () => outlet.server.central.book().float.balanceRupiah
  return { ...outlet, one, request, first, ask, balance, operator: outlet.server.central }
}

describe('a payment that fails at reconciliation', () => {
  test('is refused with a higher revision, tells its terminal, and its bill is free', async () => {
    const { operator, one, request, first, ask, clock } = await outletWith(number)
    expect(operator.failAtReconciliation(request.paymentId)).toBe(true)
    expect(operator.failAtReconciliation(request.paymentId)).toBe(false)
    expect(await ask()).toMatchObject({ status: 'refused', code: 'billerRefused', retry: 'never', revision: first.revision + 1 })
    expect(await news(one)).toEqual([['refused', 3, charged]])
    expect(answered(await one.central.pay(paymentOf(pulsa20(number), clock))).status).toBe('paid')
    expect(operator.billerBook().map(({ status }) => status)).toEqual(['reversed', 'paid'])
    expect(operator.book().billsPaidTwice).toEqual([])
  })

  test('corrects by hand what was taken, in both directions and never below nothing', async () => {
    const { operator, one, request, balance } = await outletWith(number)
    expect(operator.correctTaken(request.paymentId, 500)).toBe(true)
    expect(balance()).toBe(25_000_000 - charged - 500)
    expect(operator.correctTaken(request.paymentId, -700)).toBe(true)
    expect(balance()).toBe(25_000_000 - charged + 200)
    expect(operator.correctTaken(request.paymentId, -charged)).toBe(false)
    expect(await news(one)).toEqual([
      ['paid', 3, charged + 500],
      ['paid', 4, charged - 200],
    ])
    operator.failAtReconciliation(request.paymentId)
    operator.creditClaim(request.paymentId)
    expect(balance()).toBe(25_000_000)
  })

  test('gives the float back when the claim is credited, once', async () => {
    const { operator, one, request, balance } = await outletWith(number)
    expect(operator.creditClaim(request.paymentId)).toBe(false)
    operator.failAtReconciliation(request.paymentId)
    expect(balance()).toBe(25_000_000 - charged)
    expect(operator.creditClaim(request.paymentId)).toBe(true)
    expect(operator.creditClaim(request.paymentId)).toBe(false)
    expect(balance()).toBe(25_000_000)
    expect(await news(one)).toEqual([
      ['refused', 3, charged],
      ['refused', 4, 0],
    ])
    expect(operator.book().float.movements.at(-1)).toMatchObject({ kind: 'credit', paymentId: request.paymentId, amountRupiah: charged })
  })
})

describe('a payment that goes through after all', () => {
  test('having been refused: is paid with a higher revision and taken from the float', async () => {
    const { operator, one, request, first, ask, balance } = await outletWith('081200001232')
    expect(first).toMatchObject({ code: 'billerRefused', revision: 2 })
    expect(operator.payAfterAll(request.paymentId)).toBe(true)
    expect(await ask()).toMatchObject({ status: 'paid', revision: 3, proof: { deductedRupiah: charged } })
    expect(await news(one)).toEqual([['paid', 3, charged]])
    expect(balance()).toBe(25_000_000 - charged)
  })

  test('having failed at reconciliation: closes its claim first, so that the float is taken once', async () => {
    const { operator, one, request, balance } = await outletWith(number)
    operator.failAtReconciliation(request.paymentId)
    expect(operator.payAfterAll(request.paymentId)).toBe(true)
    expect(await news(one)).toEqual([
      ['refused', 3, charged],
      ['paid', 4, charged],
    ])
    expect(balance()).toBe(25_000_000 - charged)
  })

  test('not when another payment has the bill by now', async () => {
    const { operator, one, request, clock } = await outletWith(number)
    operator.failAtReconciliation(request.paymentId)
    await one.central.pay(paymentOf(pulsa20(number), clock))
    expect(operator.payAfterAll(request.paymentId)).toBe(false)
    expect(operator.book().billsPaidTwice).toEqual([])
  })

  test('and in dispute: the central gives the float back and the bill stays paid', async () => {
    const { operator, one, request, ask, balance } = await outletWith('081200001232')
    operator.payAfterAll(request.paymentId)
    expect(operator.creditDispute(request.paymentId)).toBe(true)
    expect(await news(one)).toEqual([
      ['paid', 3, charged],
      ['paid', 4, 0],
    ])
    expect(await ask()).toMatchObject({ status: 'paid', revision: 4, floatTakenRupiah: 0 })
    expect(balance()).toBe(25_000_000)
  })
})

describe('what the float is charged', () => {
  test('is the answer’s own commission where it differs from the catalogue', async () => {
    const { operator, one, clock, balance } = await outletWith(number)
    operator.setCommission(500)
    const answer = answered(await one.central.pay(paymentOf(pulsa20('081200005678'), clock)))
    expect(answered(await one.central.ask(answer.paymentId, answer.intentHash))).toMatchObject({
      proof: { commissionRupiah: 500, deductedRupiah: 21_000 },
    })
    expect(balance()).toBe(25_000_000 - charged - 21_000)
  })

  test('is a rupiah more when the central miscounts, and the answer admits it', async () => {
    const { operator, one, clock, balance } = await outletWith(number)
    operator.deductOneMore(true)
    expect(answered(await one.central.pay(paymentOf(pulsa20('081200005678'), clock)))).toMatchObject({
      proof: { commissionRupiah: 800, deductedRupiah: charged + 1 },
    })
    expect(balance()).toBe(25_000_000 - 2 * charged - 1)
  })
})

describe('a bill that changed since the quote', () => {
  const pln = '530000000002'
  const quoted = async () => {
    const outlet = await openOutlet()
    const one = await outlet.terminal()
    const bill = await billOf(one.central, pln)
    return { ...outlet, one, bill, operator: outlet.server.central, pay: () => one.central.pay(paymentOf(intentOf(bill), outlet.clock)) }
  }
  const periods = (bill: Awaited<ReturnType<typeof billOf>>) => bill.sheets.map(({ period }) => period)

  test('into other sheets of the same total is not paid', async () => {
    const { operator, bill, pay, one } = await quoted()
    operator.changeBill(pln, 'otherSheets')
    const now = await billOf(one.central, pln)
    expect([now.totalRupiah, periods(now)]).toEqual([bill.totalRupiah, periods(bill)])
    expect(answered(await pay())).toMatchObject({ code: 'billChanged' })
  })

  test('into another total is not paid', async () => {
    const { operator, bill, pay, one } = await quoted()
    operator.changeBill(pln, 'otherTotal')
    expect((await billOf(one.central, pln)).totalRupiah).toBe(bill.totalRupiah + 1_000)
    expect(answered(await pay())).toMatchObject({ code: 'billChanged' })
  })

  test('into the next period of the same total is not paid', async () => {
    const { operator, bill, pay, one } = await quoted()
    operator.changeBill(pln, 'nextPeriod')
    const now = await billOf(one.central, pln)
    expect(now.totalRupiah).toBe(bill.totalRupiah)
    expect(periods(now)).toEqual(['202611', '202612'])
    expect(answered(await pay())).toMatchObject({ code: 'billChanged' })
  })

  test('because another outlet took it is already paid, here too', async () => {
    const { operator, bill, pay } = await quoted()
    expect(operator.payElsewhere(pln, periods(bill))).toBe(true)
    expect(operator.payElsewhere(pln, periods(bill))).toBe(false)
    expect(answered(await pay())).toMatchObject({ code: 'billAlreadyPaid' })
    expect(operator.book()).toMatchObject({ billsPaidTwice: [], biller: [{ status: 'paid', customerNumber: pln }] })
  })

  test('cut into two months from one still sums up to it', async () => {
    const { operator, one } = await quoted()
    const before = await billOf(one.central, '530000000001')
    operator.changeBill('530000000001', 'otherSheets')
    const after = await billOf(one.central, '530000000001')
    expect([after.sheets.length, after.totalRupiah]).toEqual([2, before.totalRupiah])
    for (const sheet of after.sheets) expect(sheet.billRupiah + sheet.penaltyRupiah + sheet.adminRupiah).toBe(sheet.amountRupiah)
  })
})

test('a terminal that sends too many new payments in a minute is told to wait, by name, and questions go on', async () => {
  const { operator, one, clock, request, ask, advance } = await outletWith(number)
  operator.rateLimit(1)
  expect(answered(await one.central.pay(paymentOf(pulsa20('081200000001'), clock))).status).toBe('paid')
  const second = paymentOf(pulsa20('081200000002'), clock)
  expect(answered(await one.central.pay(second))).toMatchObject({ code: 'rateLimited', retry: 'later', created: false, revision: 0 })
  expect((await ask(request)).status).toBe('paid')
  advance(60_000)
  expect(answered(await one.central.pay(second)).status).toBe('paid')
})

test('the operator is reached over HTTP too, and an order nobody knows is refused', async () => {
  const { server, request, ask } = await outletWith(number)
  const order = async (body: object) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${server.controlUrl}/practice/operator`, { method: 'POST', headers, body: JSON.stringify(body) })
    return response.ok ? await response.json() : response.status
  }
  expect(await order({ do: 'failAtReconciliation', paymentId: request.paymentId })).toEqual({ done: true })
  expect(await order({ do: 'failAtReconciliation', paymentId: request.paymentId })).toEqual({ done: false })
  expect((await ask()).status).toBe('refused')
  for (const body of [
    { do: 'changeBill', customerNumber: '530000000001', change: 'otherTotal' },
    { do: 'topUp', amountRupiah: 1_000 },
    { do: 'setCommission', perSheetRupiah: null },
    { do: 'deductOneMore', on: false },
    { do: 'rateLimit', createsPerMinuteMax: null },
    { do: 'cutOff', cutOff: null },
    { do: 'outlet', zone: 'WIT' },
    { do: 'allot', terminalId: 'LTH001', rupiah: 0 },
    { do: 'notice', text: 'Tutup lebih awal hari ini' },
    { do: 'expireFeed', keep: 10 },
    { do: 'newEpoch' },
    { do: 'snapshot' },
    { do: 'restore' },
    { do: 'revoke', terminalId: 'LTH001' },
  ])
    expect(await order(body), body.do).toEqual({ done: true })
  for (const body of [{ do: 'fly' }, { do: 'topUp', amountRupiah: -1 }, {}]) expect(await order(body)).toBe(400)
})

test('a central in memory keeps nothing on disk and needs no HTTP', async () => {
  const here = process.cwd()
  const empty = mkdtempSync(join(tmpdir(), 'loket-memory-'))
  process.chdir(empty)
  try {
    const central = await createPracticeCentral({ folder: ':memory:', clock: systemClock, ids: systemIds })
    const response = await central.fetch(new Request('http://127.0.0.1/practice/book'))
    expect(await response.json()).toMatchObject({ float: { balanceRupiah: 25_000_000 } })
    central.close()
    expect(readdirSync(empty)).toEqual([])
  } finally {
    process.chdir(here)
    rmSync(empty, { recursive: true })
  }
})
