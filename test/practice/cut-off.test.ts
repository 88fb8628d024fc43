import { describe, expect, test } from 'vitest'
import { cutOffLeftMs } from '../../main/practice/cut-off.ts'
import { answered, openOutlet, paymentOf, pulsa20, told } from './outlet.ts'

const minuteMs = 60_000
const night = { start: '23:30', end: '00:30' }

describe('the nightly window of a biller', () => {
  test.each([
    ['2026-11-23T16:29:59.999Z', null],
    ['2026-11-23T16:30:00.000Z', 60 * minuteMs],
    ['2026-11-23T16:59:00.000Z', 31 * minuteMs],
    ['2026-11-23T17:00:00.000Z', 30 * minuteMs],
    ['2026-11-23T17:29:59.000Z', 1_000],
    ['2026-11-23T17:30:00.000Z', null],
  ])('across midnight WIB has at %s so many ms left: %s', (at, leftMs) => {
    expect(cutOffLeftMs(night, Date.parse(at))).toBe(leftMs)
  })

  test('that does not lie across midnight ends on the same day, and none never begins', () => {
    const noon = Date.parse('2026-11-23T03:42:00Z')
    expect(cutOffLeftMs({ start: '10:00', end: '11:00' }, noon)).toBe(18 * minuteMs)
    expect(cutOffLeftMs({ start: '09:00', end: '10:42' }, noon)).toBeNull()
    expect(cutOffLeftMs(null, noon)).toBeNull()
  })

  test('refuses a payment for as long as it lasts, keeps nothing, and takes the same id after it', async () => {
    const { terminal, clock, server, moveTo } = await openOutlet()
    const { central } = await terminal()
    const order = async (body: object) => {
      const headers = { 'content-type': 'application/json' }
      await fetch(`${server.controlUrl}/practice/operator`, { method: 'POST', headers, body: JSON.stringify(body) })
    }
    await order({ do: 'cutOffOf', productCode: 'TSEL20', cutOff: night })
    expect(told(await central.catalogue()).products.find(({ code }) => code === 'TSEL20')?.cutOff).toEqual(night)
    const request = paymentOf(pulsa20('081200001230'), clock)
    moveTo('2026-11-23T16:45:00Z')
    expect(answered(await central.pay(request))).toMatchObject({
      code: 'productClosed',
      retry: 'later',
      created: false,
      revision: 0,
      retryAfterMs: 45 * minuteMs,
    })
    expect(answered(await central.ask(request.paymentId, request.intentHash)).status).toBe('unknown')
    expect(server.central.book().payments).toEqual([])
    moveTo('2026-11-23T17:30:00Z')
    expect(answered(await central.pay(request)).status).toBe('paid')
  })

  test('is of one product alone, tells every terminal, and is lifted again', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const versionOf = async () => told(await central.catalogue()).version
    const first = await versionOf()
    server.central.cutOffOf('TSEL20', { start: '00:00', end: '23:59' })
    expect(await versionOf()).toBe(first + 1)
    expect(await central.inquire({ productCode: 'TSEL20', customerNumber: '081200001230' })).toMatchObject({ code: 'productClosed' })
    expect((await central.inquire({ productCode: 'TSEL10', customerNumber: '081200001230' })).kind).toBe('answer')
    server.central.cutOffOf('TSEL20', null)
    expect(await versionOf()).toBe(first + 2)
    expect(answered(await central.pay(paymentOf(pulsa20('081200001230'), clock))).status).toBe('paid')
  })
})
