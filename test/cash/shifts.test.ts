import { describe, expect, test } from 'vitest'
import { openShift } from '../../main/cash/shifts.ts'
import { openBook, ratna, refusalOf, sari } from '../support/ledger-book.ts'
import { manualClock } from '../support/manual-clock.ts'

describe('a shift', () => {
  test('opens with its starting float out of the safe, and nothing else', () => {
    const book = openBook()
    const shift = book.openShift(200_000)
    expect(shift).toMatchObject({ number: 1, staffId: sari.id, businessDay: '2026-11-23' })
    expect(book.figures()).toEqual({ drawer: 200_000, safe: -200_000 })
    expect(book.drawer(shift.id)).toBe(200_000)
    expect(openShift(book.database)).toEqual(shift)
  })

  test('may open with an empty drawer', () => {
    const book = openBook()
    book.openShift(0)
    expect(book.figures()).toEqual({})
  })

  test('is the only one: a second person finds the drawer taken and nothing written', () => {
    const book = openBook()
    book.openShift(200_000)
    const before = book.everything()
    expect(refusalOf(() => book.openShift(50_000, ratna))).toEqual({
      code: 'shiftAlreadyOpen',
      detail: { number: 1, staffName: 'Sari' },
    })
    // The shift comes before the money in the list.
    expect(refusalOf(() => book.openShift(-1, ratna))?.code).toBe('shiftAlreadyOpen')
    expect(book.everything()).toEqual(before)
  })

  test.each([
    [0.5, 'amountNotWhole'],
    [1_000_000_000.5, 'amountNotWhole'],
    [Number.NaN, 'amountNotWhole'],
    [Number.POSITIVE_INFINITY, 'amountNotWhole'],
    [-1, 'amountNotPositive'],
    [-1e20, 'amountNotPositive'],
    [1_000_000_001, 'amountTooLarge'],
    [1e20, 'amountTooLarge'],
  ] as const)('is not opened with %d: %s', (startingFloatRupiah, code) => {
    const book = openBook()
    const before = book.everything()
    expect(refusalOf(() => book.openShift(startingFloatRupiah))?.code).toBe(code)
    expect(book.everything()).toEqual(before)
  })

  test('may hold the largest float there is', () => {
    const book = openBook()
    book.openShift(1_000_000_000)
    expect(book.figures()).toEqual({ drawer: 1_000_000_000, safe: -1_000_000_000 })
  })

  test('after midnight keeps posting to the day it was opened on', async () => {
    const clock = manualClock(Date.parse('2026-11-23T16:55:00Z'))
    const book = openBook({ clock })
    book.openShift()
    await clock.advance(10 * 60_000)
    await book.sell({ productCode: 'TSEL20', customerNumber: '081200001230', sheets: [['', 21_500]] })
    expect(book.database.prepare('SELECT DISTINCT business_day AS day FROM journal_lines').all()).toEqual([{ day: '2026-11-23' }])
  })
})
