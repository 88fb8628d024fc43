import type { Rupiah } from './money.ts'

/** What left the float on one whole WIB day. */
export type DayUse = { day: string; usedRupiah: Rupiah }

/** Why nothing can be said: too few whole days behind us, or nothing was used on them. */
export type FloatRunOut =
  | { kind: 'runsOut'; atMs: number; perDayRupiah: Rupiah }
  | { kind: 'empty' }
  | { kind: 'unknown'; why: 'tooFewDays' | 'notUsed' }

export const runOutDaysMin = 3
export const runOutDaysMax = 14
const dayMs = 86_400_000
/** Beyond a year the number of days is a guess about a guess. */
const aheadMaxDays = 365

/**
 * When the float will be used up if the coming days are like the last whole ones. The middle of the dearer half is taken for a day: a
 * counter that is closed on Sundays, or had one quiet day, runs out no later for it.
 */
export function floatRunOut(availableRupiah: Rupiah, lastDays: readonly DayUse[], nowMs: number): FloatRunOut {
  if (availableRupiah <= 0) return { kind: 'empty' }
  const days = [...lastDays].sort((a, b) => (a.day < b.day ? 1 : -1)).slice(0, runOutDaysMax)
  if (days.length < runOutDaysMin) return { kind: 'unknown', why: 'tooFewDays' }
  const perDayRupiah = dearDay(days.map(({ usedRupiah }) => Math.max(0, usedRupiah)))
  if (perDayRupiah === 0 || availableRupiah > perDayRupiah * aheadMaxDays) return { kind: 'unknown', why: 'notUsed' }
  return { kind: 'runsOut', atMs: nowMs + Math.floor((availableRupiah / perDayRupiah) * dayMs), perDayRupiah }
}

function dearDay(used: readonly Rupiah[]): Rupiah {
  const sorted = [...used].sort((a, b) => b - a)
  const dearer = sorted.slice(0, Math.ceil(sorted.length / 2))
  return dearer[Math.floor((dearer.length - 1) / 2)] ?? 0
}
