import { expect, test } from 'vitest'
import { hearIdsKeptForDays, isIdTooOld } from '../../main/payments/id-age.ts'
import { datedBy, idTimeMs, systemIds } from '../../main/platform/ids.ts'
import { readSetting } from '../../main/storage/settings.ts'
import { openBook } from '../support/ledger-book.ts'
import { manualClock } from '../support/manual-clock.ts'

const dayMs = 86_400_000

test('an id is sent until four fifths of the time that the central keeps it, and never after', () => {
  const clock = manualClock()
  const id = datedBy(clock, systemIds).next()
  expect(isIdTooOld(id, clock.nowMs() + 72 * dayMs, 90)).toBe(false)
  expect(isIdTooOld(id, clock.nowMs() + 72 * dayMs + 1, 90)).toBe(true)
})

test('while the central has never said how long it keeps them, none is too old', () => {
  const clock = manualClock()
  expect(isIdTooOld(datedBy(clock, systemIds).next(), clock.nowMs() + 10_000 * dayMs, null)).toBe(false)
})

test('what the central last said about it is kept', () => {
  const { database } = openBook()
  hearIdsKeptForDays(database, 90)
  hearIdsKeptForDays(database, 30)
  expect(readSetting(database, 'idsKeptForDays')).toBe(30)
})

test('an id takes its time from the trusted clock and nothing else of it changes', () => {
  const clock = manualClock(Date.UTC(2026, 10, 23))
  const made = systemIds.next()
  const dated = datedBy(clock, { ...systemIds, next: () => made }).next()
  expect(idTimeMs(dated)).toBe(Date.UTC(2026, 10, 23))
  expect(dated.slice(13)).toBe(made.slice(13))
  expect(dated).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('ids made while the time stands still are all different', () => {
  const ids = datedBy(manualClock(), systemIds)
  expect(new Set(Array.from({ length: 10_000 }, () => ids.next())).size).toBe(10_000)
})
