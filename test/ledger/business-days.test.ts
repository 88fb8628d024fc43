import { describe, expect, test } from 'vitest'
import { startShift } from '../../main/cash/shifts.ts'
import { recordEvent } from '../../main/ledger/events.ts'
import { createTrustedTime } from '../../main/platform/trusted-time.ts'
import type { Zone } from '../../shared/zones.ts'
import { type Book, bill45000, openBook, paid, pulsa20, sari } from '../support/ledger-book.ts'
import { manualClock } from '../support/manual-clock.ts'

const dayMs = 86_400_000

function daysOf(book: Book): Record<string, unknown>[] {
  return book.database.prepare('SELECT day, opened_at_ms AS openedAtMs FROM business_days ORDER BY day').all() as Record<string, unknown>[]
}

function linesByDay(book: Book): Record<string, number> {
  const rows = book.database.prepare('SELECT business_day AS day, count(*) AS count FROM journal_lines GROUP BY business_day').all()
  return Object.fromEntries((rows as { day: string; count: number }[]).map(({ day, count }) => [day, count]))
}

function shiftIn(book: Book, zone: Zone): string {
  const by = { staff: sari, startingFloatRupiah: 0, zone, ids: book.ids, atMs: book.clock.nowMs() }
  return startShift(book.database, by).businessDay
}

const closeShift = (book: Book) => book.database.exec('UPDATE shifts SET closed_at_ms = 1')
const lock = (book: Book, day: string) => book.database.prepare('UPDATE business_days SET locked_at_ms = 1 WHERE day = ?').run(day)

describe('a business day', () => {
  test.each([
    ['WIB', '2026-11-23T16:59:59.999Z', '2026-11-23'],
    ['WIB', '2026-11-23T17:00:00.000Z', '2026-11-24'],
    ['WITA', '2026-11-23T15:59:59.999Z', '2026-11-23'],
    ['WITA', '2026-11-23T16:00:00.000Z', '2026-11-24'],
    ['WIT', '2026-11-23T14:59:59.999Z', '2026-11-23'],
    ['WIT', '2026-11-23T15:00:00.000Z', '2026-11-24'],
  ] as const)('of an outlet in %s opened at %s is %s', (zone, at, day) => {
    const book = openBook({ clock: manualClock(Date.parse(at)) })
    expect(shiftIn(book, zone)).toBe(day)
  })

  test('is left by the next shift alone, not by midnight', async () => {
    const book = openBook({ clock: manualClock(Date.parse('2026-11-23T16:55:00Z')) })
    shiftIn(book, 'WIB')
    await book.clock.advance(10 * 60_000)
    await book.sell(pulsa20)
    closeShift(book)
    expect(shiftIn(book, 'WIB')).toBe('2026-11-24')
    await book.sell({ ...pulsa20, customerNumber: '081200001231' })
    expect(linesByDay(book)).toEqual({ '2026-11-23': 2, '2026-11-24': 2 })
  })

  test('is never reopened by a clock set back', async () => {
    const clock = manualClock(Date.parse('2026-11-23T03:00:00Z'))
    const book = openBook({ clock })
    shiftIn(book, 'WIB')
    closeShift(book)
    clock.setWall(clock.nowMs() - 5 * dayMs)
    expect(shiftIn(book, 'WIB')).toBe('2026-11-23')
    expect(daysOf(book)).toHaveLength(1)
  })

  test.each([0, Date.UTC(2099, 0, 1)])('does not move when the machine’s clock says %d', async (wallMs) => {
    const base = manualClock(Date.parse('2026-11-23T03:00:00Z'))
    const book = openBook({ clock: base })
    const time = createTrustedTime(book.database, base)
    time.hear(base.nowMs())
    base.setWall(wallMs)
    const restarted = createTrustedTime(book.database, base)
    for (const { clock } of [time, restarted]) {
      const by = { staff: sari, startingFloatRupiah: 0, zone: 'WIT' as const, ids: book.ids, atMs: clock.nowMs() }
      expect(startShift(book.database, by).businessDay).toBe('2026-11-23')
      closeShift(book)
    }
  })
})

describe('a late result', () => {
  async function lockedDay(): Promise<{ book: Book; paymentId: string }> {
    const book = openBook({ clock: manualClock(Date.parse('2026-11-23T12:00:00Z')) })
    shiftIn(book, 'WIB')
    const paymentId = await book.sendOne(bill45000)
    closeShift(book)
    lock(book, '2026-11-23')
    return { book, paymentId }
  }

  test('falls into the day that is open, though it was taken on another', async () => {
    const book = openBook({ clock: manualClock(Date.parse('2026-11-23T12:00:00Z')) })
    shiftIn(book, 'WIB')
    const paymentId = await book.sendOne(bill45000)
    closeShift(book)
    await book.clock.advance(dayMs)
    shiftIn(book, 'WIB')
    book.hear(paymentId, paid(2))
    expect(linesByDay(book)).toEqual({ '2026-11-23': 2, '2026-11-24': 3 })
  })

  test('opens the next day when the newest is locked, and the next shift goes on in it', async () => {
    const { book, paymentId } = await lockedDay()
    await book.clock.advance(3_600_000)
    expect(book.hear(paymentId, paid(2))).toBe('moved')
    expect(linesByDay(book)).toEqual({ '2026-11-23': 2, '2026-11-24': 3 })
    await book.clock.advance(dayMs)
    expect(shiftIn(book, 'WIB')).toBe('2026-11-24')
  })

  test('days later opens the day it comes on', async () => {
    const { book, paymentId } = await lockedDay()
    await book.clock.advance(3 * dayMs)
    book.hear(paymentId, paid(2))
    expect(daysOf(book).map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-26'])
  })

  test('by a clock far behind still opens a later day', async () => {
    const { book, paymentId } = await lockedDay()
    book.clock.setWall(0)
    book.hear(paymentId, paid(2))
    expect(daysOf(book).map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-24'])
  })
})

test('a second shift after the day was locked opens the next one', () => {
  const book = openBook({ clock: manualClock(Date.parse('2026-11-23T12:00:00Z')) })
  shiftIn(book, 'WIB')
  closeShift(book)
  lock(book, '2026-11-23')
  expect(shiftIn(book, 'WIB')).toBe('2026-11-24')
})

test('an event before the first shift opens a day instead of failing', () => {
  const book = openBook()
  const event = { event: 'takeOver', actor: 'terminal', atMs: book.clock.nowMs() }
  expect(book.database.transaction(() => recordEvent(book.database, event)).immediate().businessDay).toBe('2026-11-23')
})
