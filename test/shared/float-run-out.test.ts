import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DayUse, floatRunOut } from '../../shared/float-run-out.ts'

const nowMs = Date.parse('2026-11-23T03:00:00Z')
const days = (...used: number[]): DayUse[] =>
  used.map((usedRupiah, index) => ({ day: new Date(nowMs - (index + 1) * 86_400_000).toISOString().slice(0, 10), usedRupiah }))

describe('how long the float lasts', () => {
  test('is its amount over what a day uses', () => {
    expect(floatRunOut(3_000_000, days(1_000_000, 1_000_000, 1_000_000), nowMs)).toEqual({
      kind: 'runsOut',
      atMs: Date.parse('2026-11-26T03:00:00Z'),
      perDayRupiah: 1_000_000,
    })
  })

  test('is no longer because the counter is closed on Sundays', () => {
    const open = floatRunOut(4_000_000, days(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000), nowMs)
    expect(floatRunOut(4_000_000, days(1_000_000, 1_000_000, 0, 1_000_000, 1_000_000, 1_000_000), nowMs)).toEqual(open)
  })

  test('is unknown after too few days, after days without a payment, and beyond a year', () => {
    expect(floatRunOut(1, days(1, 1), nowMs)).toEqual({ kind: 'unknown', why: 'tooFewDays' })
    expect(floatRunOut(1, days(0, 0, 0), nowMs)).toEqual({ kind: 'unknown', why: 'notUsed' })
    expect(floatRunOut(366, days(1, 1, 1), nowMs)).toEqual({ kind: 'unknown', why: 'notUsed' })
  })

  test('is over when nothing is left, or less', () => {
    expect(floatRunOut(0, [], nowMs)).toEqual({ kind: 'empty' })
    expect(floatRunOut(-5, days(1, 1, 1), nowMs)).toEqual({ kind: 'empty' })
  })

  test('counts the last fortnight, in whatever order the days come', () => {
    const long = days(...Array.from({ length: 14 }, () => 1_000), 9_000_000, 9_000_000)
    expect(floatRunOut(10_000, [...long].reverse(), nowMs)).toMatchObject({ perDayRupiah: 1_000 })
  })

  test('never lies in the past, and more float never lasts shorter', () => {
    const used = fc.array(fc.integer({ min: -1_000, max: 5_000_000 }), { minLength: 3, maxLength: 20 })
    fc.assert(
      fc.property(used, fc.integer({ min: 1, max: 100_000_000 }), (amounts, availableRupiah) => {
        const [less, more] = [availableRupiah, availableRupiah * 2].map((rupiah) => floatRunOut(rupiah, days(...amounts), nowMs))
        if (less?.kind !== 'runsOut' || more?.kind !== 'runsOut') return
        expect(less.atMs).toBeGreaterThanOrEqual(nowMs)
        expect(more.atMs).toBeGreaterThanOrEqual(less.atMs)
      }),
    )
  })
})
