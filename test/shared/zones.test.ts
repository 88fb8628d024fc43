import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockTime, dayAfter, dayInZone, slipTime, wibDayEndMs, zonedInputMs, zonedInputText, zones } from '../../shared/zones.ts'

const at = (time: string) => Date.parse(time)
const anyTime = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') })

describe('a day', () => {
  test('begins at midnight of the outlet: in Jayapura two hours before Jakarta', () => {
    const lateEvening = at('2026-11-22T16:30:00Z')
    expect(dayInZone(lateEvening, 'WIB')).toBe('2026-11-22')
    expect(dayInZone(lateEvening, 'WITA')).toBe('2026-11-23')
    expect(dayInZone(lateEvening, 'WIT')).toBe('2026-11-23')
    expect(slipTime(lateEvening, 'WIT')).toBe('23/11/2026 01:30:00')
    expect(slipTime(lateEvening, 'WIB')).toBe('22/11/2026 23:30:00')
    expect(clockTime(lateEvening, 'WITA')).toBe('00.30')
  })

  test('of a biller ends at 17.00 UTC, midnight WIB', () => {
    expect(wibDayEndMs(at('2026-11-23T03:42:00Z'))).toBe(at('2026-11-23T17:00:00Z'))
    expect(wibDayEndMs(at('2026-11-23T16:59:59.999Z'))).toBe(at('2026-11-23T17:00:00Z'))
    expect(wibDayEndMs(at('2026-11-23T17:00:00Z'))).toBe(at('2026-11-24T17:00:00Z'))
    expect(wibDayEndMs(at('2026-12-31T20:00:00Z'))).toBe(at('2027-01-01T17:00:00Z'))
  })

  test('of a biller ends exactly where the next one begins, at any time of any year', () => {
    fc.assert(
      fc.property(anyTime, (nowMs) => {
        const endMs = wibDayEndMs(nowMs)
        expect(endMs).toBeGreaterThan(nowMs)
        expect(endMs - nowMs).toBeLessThanOrEqual(24 * 3_600_000)
        expect(dayInZone(endMs - 1, 'WIB')).toBe(dayInZone(nowMs, 'WIB'))
        expect(dayInZone(endMs, 'WIB')).not.toBe(dayInZone(nowMs, 'WIB'))
      }),
    )
  })

  test('never comes later in the east', () => {
    fc.assert(
      fc.property(anyTime, (nowMs) => {
        const [wib, wita, wit] = (Object.keys(zones) as (keyof typeof zones)[]).map((zone) => dayInZone(nowMs, zone))
        expect([wib, wita, wit]).toEqual([wib, wita, wit].sort())
      }),
    )
  })
})

describe('a date field', () => {
  test('holds the outlet’s date and hour, and means the same instant back', () => {
    expect(zonedInputText(at('2026-11-23T03:42:59Z'), 'WIB')).toBe('2026-11-23T10:42')
    fc.assert(
      fc.property(anyTime, fc.constantFrom(...(Object.keys(zones) as (keyof typeof zones)[])), (atMs, zone) => {
        expect(zonedInputMs(zonedInputText(atMs, zone), zone)).toBe(atMs - (atMs % 60_000))
      }),
    )
  })

  test.each(['', '2026-11-23', '2026-13-23T10:42', '2026-11-23 10:42', 'besok'])('that holds "%s" means no instant', (text) => {
    expect(zonedInputMs(text, 'WIB')).toBeNull()
  })
})

test('the day after is the next in the calendar', () => {
  expect(dayAfter('2026-11-30')).toBe('2026-12-01')
  expect(dayAfter('2028-02-28')).toBe('2028-02-29')
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
})
