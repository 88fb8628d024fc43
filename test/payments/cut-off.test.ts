import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutOffEndMs } from '../../main/payments/cut-off.ts'
import { isCutOff } from '../../main/practice/catalogue.ts'

const at = (time: string, day = '2026-11-23') => Date.parse(`${day}T${time}+07:00`)
const endOf = (start: string, end: string, atMs: number) => cutOffEndMs({ cutOff: { start, end } }, atMs)

describe('the hours in which a biller takes nothing', () => {
  test.each([
    ['before they begin', '23:29:59.999', null],
    ['as they begin', '23:30:00.000', at('00:30', '2026-11-24')],
    ['just before midnight', '23:59:59.999', at('00:30', '2026-11-24')],
    ['at midnight', '00:00:00.000', at('00:30')],
    ['just before they end', '00:29:59.999', at('00:30')],
    ['as they end', '00:30:00.000', null],
    ['at noon', '12:00:00.000', null],
  ])('across midnight: %s', (_, time, endMs) => {
    expect(endOf('23:30', '00:30', at(time))).toBe(endMs)
  })

  test.each([
    ['before they begin', '00:59:59.999', null],
    ['as they begin', '01:00:00.000', at('02:15')],
    ['just before they end', '02:14:59.999', at('02:15')],
    ['as they end', '02:15:00.000', null],
  ])('within a day: %s', (_, time, endMs) => {
    expect(endOf('01:00', '02:15', at(time))).toBe(endMs)
  })

  test('are WIB hours in an outlet of any zone, and none where the catalogue names none', () => {
    expect(endOf('23:30', '00:30', Date.parse('2026-11-24T01:45:00+09:00'))).toBe(at('00:30', '2026-11-24'))
    expect(cutOffEndMs({ cutOff: null }, at('23:45'))).toBeNull()
    expect(endOf('05:00', '05:00', at('05:00'))).toBeNull()
  })

  test('end within a day, at a moment that is outside of them, and are the central’s', () => {
    const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 })
    const time = (count: number) => `${String(Math.floor(count / 60)).padStart(2, '0')}:${String(count % 60).padStart(2, '0')}`
    fc.assert(
      fc.property(minutes, minutes, fc.integer({ min: 0, max: 4_102_444_800_000 }), (start, end, nowMs) => {
        const cutOff = { start: time(start), end: time(end) }
        const endMs = cutOffEndMs({ cutOff }, nowMs)
        expect(endMs !== null).toBe(isCutOff(cutOff, nowMs))
        if (endMs === null) return
        expect(endMs).toBeGreaterThan(nowMs)
        expect(endMs - nowMs).toBeLessThanOrEqual(86_400_000)
        expect(cutOffEndMs({ cutOff }, endMs)).toBeNull()
      }),
    )
  })
})
