import { expect, test } from 'vitest'
import { closeShift } from '../../main/cash/close-shift.ts'
import { openShift } from '../../main/cash/shifts.ts'
import { type Book, bill45000, openBook, paid, pulsa20, ratna, refusalOf, sari } from '../support/ledger-book.ts'

const close = (book: Book, countedRupiah: number, changes: Partial<Parameters<typeof closeShift>[1]> = {}) =>
  closeShift(book.database, { staff: sari, countedRupiah, evenThoughUnsynced: false, atMs: book.clock.nowMs(), ...changes })

test.each([
  ['exactly right', 245_000, 0],
  ['a note too many', 265_000, 20_000],
  ['short', 240_000, -5_000],
  ['empty', 0, -245_000],
])('a drawer that is %s closes empty, and the difference has its own place', async (_, countedRupiah, overRupiah) => {
  const book = openBook()
  const shift = book.openShift()
  const [id = ''] = await book.sell(bill45000)
  book.send(id)
  book.hear(id, paid(1))
  const before = book.figures()
  expect(close(book, countedRupiah)).toEqual({ number: 1, expectedRupiah: 245_000, overRupiah })
  expect(openShift(book.database)).toBeNull()
  expect(book.drawer(shift.id)).toBe(0)
  const after = book.figures()
  expect({ drawer: after.drawer ?? 0, safe: (after.safe ?? 0) - (before.safe ?? 0), over: 0 - (after.cashOverShort ?? 0) }).toEqual({
    drawer: 0,
    safe: countedRupiah,
    over: overRupiah,
  })
  expect(book.audited()).toContain('staff-sari closeShift')
  // The next one opens on its own.
  expect(book.openShift().number).toBe(2)
})

test('with unsynced money it is refused with count, total and oldest age, and closes once that was read', async () => {
  const book = openBook()
  book.openShift()
  await book.sell(bill45000)
  await book.clock.advance(90_000)
  await book.sell(pulsa20)
  await book.clock.advance(30_000)
  const before = book.everything()
  expect(refusalOf(() => close(book, 266_500))).toEqual({
    code: 'shiftCloseUnsynced',
    detail: { count: 2, totalRupiah: 66_500, oldestAgeMs: 120_000 },
  })
  expect(book.everything()).toEqual(before)
  expect(close(book, 266_500, { evenThoughUnsynced: true })).toMatchObject({ overRupiah: 0 })
  expect(book.figures()).toMatchObject({ held: -66_500 })
})

test('refusals come in their order, and nothing is written', async () => {
  const book = openBook()
  expect(refusalOf(() => close(book, 0))?.code).toBe('shiftRequired')
  book.openShift()
  await book.sell(bill45000)
  const before = book.everything()
  expect(refusalOf(() => close(book, -1, { staff: ratna }))).toEqual({ code: 'shiftOfOther', detail: { staffName: 'Sari' } })
  expect(refusalOf(() => close(book, -1))?.code).toBe('shiftCloseUnsynced')
  const read = { evenThoughUnsynced: true }
  expect(refusalOf(() => close(book, 0.5, read))?.code).toBe('amountNotWhole')
  expect(refusalOf(() => close(book, -1, read))?.code).toBe('amountNotPositive')
  expect(refusalOf(() => close(book, 2_000_000_000, read))?.code).toBe('amountTooLarge')
  expect(book.everything()).toEqual(before)
})
