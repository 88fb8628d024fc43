import { expect, test } from 'vitest'
import { isOver } from '../../main/payments/baskets.ts'

const midnightWibMs = Date.UTC(2026, 10, 23, 17)
const inTheMorning = { fetchedAtMs: midnightWibMs - 9 * 3_600_000, validUntilMs: Number.MAX_SAFE_INTEGER }

test('a bill is over with the WIB day it was asked for on, to the millisecond', () => {
  expect(isOver(inTheMorning, midnightWibMs - 1)).toBe(false)
  expect(isOver(inTheMorning, midnightWibMs)).toBe(true)
})

test('a bill is over when its answer says so, to the millisecond', () => {
  const short = { ...inTheMorning, validUntilMs: inTheMorning.fetchedAtMs + 60_000 }
  expect(isOver(short, short.validUntilMs - 1)).toBe(false)
  expect(isOver(short, short.validUntilMs)).toBe(true)
})
