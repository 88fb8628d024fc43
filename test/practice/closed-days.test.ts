import { describe, expect, test } from 'vitest'
import { businessDayEndMs, businessDayOf } from '../../main/practice/business-days.ts'
import { type ClosedDay, readClosedDay } from '../../main/sync/closed-day.ts'
import type { FeedItem } from '../../shared/central-api/feed.ts'
import { answered, openOutlet, paymentOf, pulsa20, type TestTerminal, told } from './outlet.ts'

/** The clock of an outlet stands at 10.42 WIB of this day when it opens. */
const day = '2026-11-23'
const numbers = ['081200001230', '081200005678', '081200009999'] as const

async function outletThatPaid(count = 1) {
  const outlet = await openOutlet()
  const one = await outlet.terminal()
  const paid = []
  for (const number of numbers.slice(0, count)) {
    const request = paymentOf(pulsa20(number), outlet.clock)
    expect(answered(await one.central.pay(request)).status).toBe('paid')
    paid.push(request.paymentId)
  }
  // Ids of one millisecond are in no order of their own.
  return { ...outlet, one, paid: paid.sort(), operator: outlet.server.central }
}

async function whole({ office }: TestTerminal, date = day): Promise<ClosedDay> {
  const outcome = await readClosedDay(office, date)
  if (outcome.kind !== 'whole') throw new Error(`no day: ${JSON.stringify(outcome)}`)
  return outcome.day
}
const idsOf = ({ lines }: ClosedDay) => lines.map(({ kind, paymentId }) => [kind, paymentId])

describe('a business day', () => {
  test.each([
    ['00:00', '2026-11-23T16:59:59.999Z', day],
    ['00:00', '2026-11-23T17:00:00.000Z', '2026-11-24'],
    ['22:00', '2026-11-23T14:59:59.999Z', day],
    ['22:00', '2026-11-23T15:00:00.000Z', '2026-11-24'],
  ])('that closes at %s WIB has at %s the name %s', (closesAt, at, name) => {
    expect(businessDayOf(Date.parse(at), closesAt)).toBe(name)
  })

  test('ends where the next begins', () => {
    expect(new Date(businessDayEndMs(day, '00:00')).toISOString()).toBe('2026-11-23T17:00:00.000Z')
    expect(new Date(businessDayEndMs(day, '21:30')).toISOString()).toBe('2026-11-23T14:30:00.000Z')
  })

  test('is told when it is over, with what was paid and what the float did', async () => {
    const { one, paid, operator, moveTo } = await outletThatPaid(2)
    operator.topUp(100_000)
    expect(await readClosedDay(one.office, day)).toEqual({ kind: 'refused', code: 'dayNotClosed' })
    moveTo('2026-11-23T16:59:59.999Z')
    expect(await readClosedDay(one.office, day)).toEqual({ kind: 'refused', code: 'dayNotClosed' })
    moveTo('2026-11-23T17:00:00Z')
    expect(await whole(one)).toMatchObject({
      date: day,
      revision: 1,
      startsAt: '2026-11-22T17:00:00.000Z',
      endsAt: '2026-11-23T17:00:00.000Z',
      totals: { paidCount: 2, paidRupiah: 43_000, reversedCount: 0, reversedRupiah: 0 },
      float: { beforeRupiah: 0, putInRupiah: 25_100_000, takenRupiah: 41_400, afterRupiah: 25_058_600 },
    })
    expect((await whole(one)).lines).toMatchObject(
      paid.map((paymentId) => ({ kind: 'paid', paymentId, terminalId: one.terminalId, totalRupiah: 21_500, floatTakenRupiah: 20_700 })),
    )
    expect(await readClosedDay(one.office, '2026-11-22')).toEqual({ kind: 'refused', code: 'unknownResource' })
    expect(await readClosedDay(one.office, 'yesterday')).toEqual({ kind: 'refused', code: 'malformedRequest' })
  })

  test('is told in the feed, once, to every terminal', async () => {
    const { one, terminal, moveTo } = await outletThatPaid()
    const other = await terminal()
    moveTo('2026-11-24T01:00:00Z')
    for (const each of [one, one, other]) {
      const { items } = told(await each.central.feed({ epoch: 'none', sequence: 0 }))
      const days = items.map(({ item }) => item as FeedItem).filter(({ kind }) => kind === 'reconciliation')
      expect(days).toEqual([{ kind: 'reconciliation', date: day }])
    }
  })

  test('stays as it was closed: what fails later stands on the day it failed, and what then is paid again, on that one', async () => {
    const { one, paid, operator, moveTo } = await outletThatPaid()
    moveTo('2026-11-24T02:00:00Z')
    expect(idsOf(await whole(one))).toEqual([['paid', paid[0]]])
    operator.failAtReconciliation(paid[0] ?? '')
    operator.creditClaim(paid[0] ?? '')
    moveTo('2026-11-25T02:00:00Z')
    const second = await whole(one, '2026-11-24')
    expect(idsOf(second)).toEqual([['reversed', paid[0]]])
    expect(second.totals).toEqual({ paidCount: 0, paidRupiah: 0, reversedCount: 1, reversedRupiah: 21_500 })
    expect(second.float).toMatchObject({ takenRupiah: -20_700, afterRupiah: 25_000_000 })
    operator.payAfterAll(paid[0] ?? '')
    moveTo('2026-11-26T02:00:00Z')
    expect(idsOf(await whole(one, '2026-11-25'))).toEqual([['paid', paid[0]]])
    expect(idsOf(await whole(one))).toEqual([['paid', paid[0]]])
  })

  test('follows the one before it through days without a payment and through floats', async () => {
    const { one, operator, moveTo } = await outletThatPaid()
    moveTo('2026-11-26T02:00:00Z')
    operator.topUp(7)
    const days = [await whole(one), await whole(one, '2026-11-24'), await whole(one, '2026-11-25')]
    expect(days.map(({ totals }) => totals.paidCount)).toEqual([1, 0, 0])
    for (const [index, { float, endsAt }] of days.entries()) {
      const next = days[index + 1]
      if (next === undefined) continue
      expect([next.float.beforeRupiah, next.startsAt]).toEqual([float.afterRupiah, endsAt])
    }
  })

  test('that ends at another hour takes what came after it into the next', async () => {
    const { one, paid, operator, moveTo, clock } = await outletThatPaid()
    operator.dayClosesAt('11:00')
    moveTo('2026-11-23T04:00:00Z')
    const late = paymentOf(pulsa20(numbers[1]), clock)
    await one.central.pay(late)
    expect(idsOf(await whole(one))).toEqual([['paid', paid[0]]])
    moveTo('2026-11-24T04:00:00Z')
    expect(idsOf(await whole(one, '2026-11-24'))).toEqual([['paid', late.paymentId]])
  })

  test('survives a restore of the ledger, and what the restore lost is in no second day', async () => {
    const { one, operator, moveTo, clock } = await outletThatPaid(0)
    const snapshot = operator.snapshot()
    const request = paymentOf(pulsa20(numbers[0]), clock)
    await one.central.pay(request)
    moveTo('2026-11-24T02:00:00Z')
    const before = await whole(one)
    expect(idsOf(before)).toEqual([['paid', request.paymentId]])
    operator.restoreFrom(snapshot)
    operator.reconcile()
    expect(operator.book().payments).toMatchObject([{ paymentId: request.paymentId, status: 'paid' }])
    moveTo('2026-11-25T02:00:00Z')
    expect(await whole(one)).toEqual(before)
    expect((await whole(one, '2026-11-24')).lines).toEqual([])
  })

  test('of many payments comes in pages that sum to its totals', async () => {
    const { one, clock, moveTo } = await outletThatPaid(0)
    const items = Array.from({ length: 210 }, (_, index) => {
      const request = paymentOf(pulsa20(`0812${String(10_000_000 + index)}`), clock)
      return { ...request, kind: 'pay' as const }
    })
    for (let from = 0; from < items.length; from += 70) await one.central.batch(items.slice(from, from + 70))
    moveTo('2026-11-24T02:00:00Z')
    const first = told(await one.office.reconciliation(day, 1))
    expect([first.pages, first.lines.length, first.totals.paidCount]).toEqual([2, 200, 210])
    expect((await whole(one)).lines).toHaveLength(210)
    expect(await one.office.reconciliation(day, 3)).toMatchObject({ kind: 'refused', code: 'unknownResource' })
    expect(await one.office.reconciliation(day, 0)).toMatchObject({ kind: 'refused', code: 'malformedRequest' })
  })
})

describe('a day that is published with a mistake', () => {
  const closed = async () => {
    const outlet = await outletThatPaid(2)
    outlet.moveTo('2026-11-24T02:00:00Z')
    const before = await whole(outlet.one)
    const differ = async (kind: string, paymentId: string | null = outlet.paid[0] ?? '') => {
      const body = JSON.stringify({ do: 'differ', date: day, kind, paymentId })
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${outlet.server.controlUrl}/practice/operator`, { method: 'POST', headers, body })).json()
    }
    return { ...outlet, before, differ }
  }

  test('leaves a payment out', async () => {
    const { one, paid, differ } = await closed()
    expect(await differ('missingLine')).toEqual({ done: true })
    const after = await whole(one)
    expect(idsOf(after)).toEqual([['paid', paid[1]]])
    expect(after).toMatchObject({ revision: 2, totals: { paidCount: 1, paidRupiah: 21_500 } })
    // It is not there any more to be wrong about.
    expect(await differ('otherAmount')).toEqual({ done: false })
  })

  test('has a payment that no terminal made', async () => {
    const { one, paid, before, differ } = await closed()
    expect(await differ('extraLine', null)).toEqual({ done: true })
    const after = await whole(one)
    const strange = after.lines.filter(({ paymentId }) => !paid.includes(paymentId))
    expect(strange).toMatchObject([{ kind: 'paid', totalRupiah: 50_000 }])
    expect(after.totals.paidRupiah).toBe(before.totals.paidRupiah + 50_000)
    const { paymentId } = strange[0] as { paymentId: string }
    expect(answered(await one.central.ask(paymentId, 'a'.repeat(64))).status).toBe('unknown')
  })

  test('says another amount, and the same payment twice', async () => {
    const { one, paid, differ } = await closed()
    await differ('otherAmount')
    await differ('doubleLine', paid[1] ?? '')
    const after = await whole(one)
    expect(after.revision).toBe(3)
    expect(after.lines.map(({ paymentId, totalRupiah }) => [paymentId, totalRupiah])).toEqual([
      [paid[0], 22_500],
      [paid[1], 21_500],
      [paid[1], 21_500],
    ])
    expect(after.totals).toMatchObject({ paidCount: 3, paidRupiah: 65_500 })
    expect(new Set(after.lines.map(({ reference }) => reference)).size).toBe(3)
  })

  test('is the day that is closed, and leaves books and payments alone', async () => {
    const { one, paid, operator, differ } = await closed()
    const book = operator.book()
    await differ('missingLine')
    expect(operator.book()).toEqual(book)
    expect(operator.differ('2026-11-24', 'extraLine', null)).toBe(false)
    expect(operator.differ(day, 'missingLine', paid[0] ?? '')).toBe(false)
    expect(answered(await one.central.ask(paid[0] ?? '', book.payments[0]?.intentHash ?? '')).status).toBe('paid')
  })
})

describe('reading a day', () => {
  const answer = async () => {
    const { one, moveTo } = await outletThatPaid(2)
    moveTo('2026-11-24T02:00:00Z')
    const outcome = await one.office.reconciliation(day, 1)
    if (outcome.kind !== 'answer') throw new Error('no day')
    return outcome
  }

  test('begins again when the day was issued anew between two pages', async () => {
    const real = await answer()
    const said = (revision: number, page: number, half: number) => ({
      ...real,
      answer: { ...real.answer, revision, page, pages: 2, lines: real.answer.lines.slice(half, half + 1) },
    })
    const replies = [said(1, 1, 0), said(2, 2, 1), said(2, 1, 0), said(2, 2, 1)]
    const outcome = await readClosedDay({ reconciliation: async () => replies.shift() ?? real }, day)
    expect(outcome).toMatchObject({ kind: 'whole', day: { revision: 2, totals: { paidCount: 2 } } })
    expect(replies).toEqual([])
  })

  test('does not go on for ever, and a silence is a silence', async () => {
    const real = await answer()
    let revision = 0
    const restless = async (_: string, page: number) => ({ ...real, answer: { ...real.answer, revision: ++revision, page, pages: 2 } })
    expect(await readClosedDay({ reconciliation: restless }, day)).toMatchObject({ kind: 'silent' })
    expect(revision).toBe(6)
    const silent = async () => ({ kind: 'silent' as const, cause: 'central' as const, why: 'no reply' })
    expect(await readClosedDay({ reconciliation: silent }, day)).toEqual({ kind: 'silent', why: 'no reply' })
  })

  test.each([
    ['lines', { totals: { paidCount: 3, paidRupiah: 43_000, reversedCount: 0, reversedRupiah: 0 } }],
    ['sum', { totals: { paidCount: 2, paidRupiah: 43_001, reversedCount: 0, reversedRupiah: 0 } }],
    ['float', { float: { beforeRupiah: 0, putInRupiah: 1, takenRupiah: 0, afterRupiah: 2 } }],
    ['page', { page: 2 }],
    ['date', { date: '2026-11-24' }],
  ])('takes no day that contradicts itself in its %s', async (_, change) => {
    const real = await answer()
    const outcome = await readClosedDay({ reconciliation: async () => ({ ...real, answer: { ...real.answer, ...change } }) }, day)
    expect(outcome.kind).toBe('unsound')
  })
})
