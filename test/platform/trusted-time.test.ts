import { describe, expect, onTestFinished, test } from 'vitest'
import { recordEvent } from '../../main/ledger/events.ts'
import { datedBy, idTimeMs, systemIds } from '../../main/platform/ids.ts'
import { createTrustedTime, type TrustedTime } from '../../main/platform/trusted-time.ts'
import { type Database, openDatabase } from '../../main/storage/open.ts'
import { dayInZone } from '../../shared/zones.ts'
import { testFolder } from '../support/folder.ts'
import { migrations, refusalOf } from '../support/ledger-book.ts'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'

const morningMs = Date.UTC(2026, 10, 23, 3, 0, 0)
const hourMs = 3_600_000
const dayMs = 24 * hourMs

type Machine = { base: ManualClock; database: Database; time: TrustedTime; restart(): TrustedTime }

/** A ledger on a machine whose clock and power the test holds; the central has spoken unless told otherwise. */
function machine(wishes: { heard?: boolean; namesBoots?: boolean; wallMs?: number } = {}): Machine {
  const base = manualClock(morningMs)
  if (wishes.namesBoots === false) base.forgetBoots()
  if (wishes.wallMs !== undefined) base.setWall(wishes.wallMs)
  const database = openDatabase(`${testFolder()}/ledger.sqlite`, migrations)
  onTestFinished(() => void database.close())
  const running: Machine = {
    base,
    database,
    time: createTrustedTime(database, base),
    restart: () => {
      running.time = createTrustedTime(database, base)
      return running.time
    },
  }
  if (wishes.heard !== false) running.time.hear(morningMs)
  return running
}

function writeEvent({ database, time }: Machine): void {
  const atMs = time.clock.nowMs()
  database.transaction(() => recordEvent(database, { event: 'shiftOpen', actor: 'staff-sari', atMs })).immediate()
}

const jumps = [
  ['1970', 0],
  ['2099', Date.UTC(2099, 0, 1)],
] as const

describe('while the program runs', () => {
  test.each(jumps)('a machine clock that jumps to %s moves nothing', async (_, wallMs) => {
    const { base, time } = machine()
    await base.advance(hourMs)
    base.setWall(wallMs)
    await base.advance(hourMs)
    expect(time.clock.nowMs()).toBe(morningMs + 2 * hourMs)
    expect(idTimeMs(datedBy(time.clock, systemIds).next())).toBe(morningMs + 2 * hourMs)
    expect(time.view()).toMatchObject({ trusted: true, source: 'central', wallAheadMs: wallMs - (morningMs + hourMs) })
  })

  test('it goes by what the central signed, not by the machine', () => {
    const { time } = machine({ heard: false, wallMs: 0 })
    expect(time.view().trusted).toBe(false)
    time.hear(morningMs)
    expect(time.view()).toMatchObject({ trusted: true, source: 'central', nowMs: morningMs, sinceMs: morningMs })
  })

  test('what was dated by the machine before anybody gave the time does not bind it, also after a restart', () => {
    const newborn = machine({ heard: false, wallMs: Date.UTC(2099, 0, 1) })
    writeEvent(newborn)
    const time = newborn.restart()
    expect(time.view()).toMatchObject({ trusted: false, nowMs: Date.UTC(2099, 0, 1) })
    time.hear(morningMs)
    expect(time.clock.nowMs()).toBe(morningMs)
    expect(newborn.database.prepare('SELECT action FROM audit_entries').pluck().all()).toEqual(['timeSetBack'])
  })

  test('a reply that was long under way does not hold it back, a central that is behind does until it has caught up', async () => {
    const { base, time } = machine()
    await base.advance(60_000)
    time.hear(morningMs + 45_000)
    await base.advance(1_000)
    expect(time.clock.nowMs()).toBe(morningMs + 61_000)
    time.hear(morningMs + 1_000)
    await base.advance(10_000)
    expect(time.clock.nowMs()).toBe(morningMs + 61_000)
    await base.advance(60_000)
    expect(time.clock.nowMs()).toBe(morningMs + 71_000)
  })

  test('it counts the time the machine slept', async () => {
    const { base, time } = machine()
    await base.advance(1_000)
    base.suspend(8 * hourMs)
    expect(time.clock.nowMs()).toBe(morningMs + 1_000 + 8 * hourMs)
    await base.advance(500)
    expect(time.clock.nowMs()).toBe(morningMs + 1_500 + 8 * hourMs)
  })

  test('it tells whole milliseconds though the machine counts fractions', () => {
    const base = { ...manualClock(morningMs), monotonicMs: () => 0.75 }
    const database = openDatabase(`${testFolder()}/ledger.sqlite`, migrations)
    onTestFinished(() => void database.close())
    const time = createTrustedTime(database, base)
    time.hear(morningMs)
    expect(Number.isInteger(time.clock.nowMs())).toBe(true)
  })
})

describe('a new process without the link', () => {
  test.each(jumps)('on a machine that stayed up knows the time, though its clock says %s', async (_, wallMs) => {
    const { base, restart } = machine()
    await base.advance(hourMs)
    base.setWall(wallMs)
    await base.advance(9 * hourMs)
    expect(restart().view()).toMatchObject({ trusted: true, source: 'central', nowMs: morningMs + 10 * hourMs })
  })

  test.each(jumps)('on a machine that was off says that it does not know, and its clock of %s is not believed', async (_, wallMs) => {
    const running = machine()
    await running.base.advance(hourMs)
    writeEvent(running)
    running.base.reboot(14 * hourMs)
    running.base.setWall(wallMs)
    const time = running.restart()
    // Never before the newest event, and no day goes by on a guess.
    expect(time.view()).toMatchObject({ trusted: false, source: null, nowMs: morningMs + hourMs, suggestedMs: morningMs + hourMs })
    await running.base.advance(1_000)
    expect(time.clock.nowMs()).toBe(morningMs + hourMs + 1_000)
  })

  test('on a machine that does not name its starts never claims to know', async () => {
    const { base, restart } = machine({ namesBoots: false })
    await base.advance(hourMs)
    expect(restart().view()).toMatchObject({ trusted: false, source: null, nowMs: morningMs })
  })

  test('over a ledger carried to another machine does not know', async () => {
    const { base, database } = machine()
    await base.advance(hourMs)
    const other = manualClock(morningMs)
    other.reboot(0)
    expect(createTrustedTime(database, other).view().trusted).toBe(false)
  })

  test('knows again as soon as the central has signed its time', () => {
    const { base, restart } = machine()
    base.reboot(14 * hourMs)
    const time = restart()
    time.hear(morningMs + 14 * hourMs)
    expect(time.view()).toMatchObject({ trusted: true, source: 'central', nowMs: morningMs + 14 * hourMs })
  })
})

describe('a supervisor’s word', () => {
  function offline(): Machine {
    const running = machine()
    writeEvent(running)
    running.base.reboot(14 * hourMs)
    running.restart()
    return running
  }

  test('for the date shown goes on from there, is audited and survives a restart of the program', async () => {
    const { base, database, time, restart } = offline()
    const { suggestedMs } = time.view()
    expect(suggestedMs).toBe(morningMs + 14 * hourMs)
    time.confirm(suggestedMs, 'staff-ratna')
    await base.advance(hourMs)
    expect(time.view()).toMatchObject({ trusted: true, source: 'person', nowMs: morningMs + 15 * hourMs })
    expect(restart().view()).toMatchObject({ trusted: true, source: 'person', nowMs: morningMs + 15 * hourMs })
    expect(database.prepare('SELECT actor, action, detail FROM audit_entries').all()).toEqual([
      { actor: 'staff-ratna', action: 'confirmTime', detail: JSON.stringify({ fromMs: morningMs, toMs: morningMs + 14 * hourMs }) },
    ])
  })

  test('in minutes is good enough, and takes nothing back', () => {
    const { time } = offline()
    time.confirm(morningMs - 59_999, 'staff-ratna')
    expect(time.view()).toMatchObject({ trusted: true, source: 'person', nowMs: morningMs })
  })

  test('does not outlive the next start of the machine', () => {
    const { base, time, restart } = offline()
    time.confirm(time.view().suggestedMs, 'staff-ratna')
    base.reboot(hourMs)
    expect(restart().view().trusted).toBe(false)
  })

  test.each([
    ['before the minute of the newest event', morningMs - 60_000],
    ['too far ahead', morningMs + 90 * dayMs + 1],
    ['not a time at all', Number.NaN],
    ['half a millisecond', morningMs + 0.5],
  ])('for a date %s is refused', (_, dateMs) => {
    const { time } = offline()
    expect(refusalOf(() => time.confirm(dateMs, 'staff-ratna'))).toEqual({
      code: 'dateImplausible',
      detail: { earliestMs: morningMs, latestMs: morningMs + 90 * dayMs },
    })
    expect(time.view().trusted).toBe(false)
  })

  test('is not asked for while the central’s counts', () => {
    const { time } = machine()
    expect(refusalOf(() => time.confirm(morningMs + dayMs, 'staff-ratna'))?.code).toBe('timeAlreadyTrusted')
  })

  test('that was wrong ends with the central’s, which never goes back behind its own', () => {
    const { database, time } = offline()
    time.confirm(morningMs + 3 * dayMs, 'staff-ratna')
    expect(dayInZone(time.clock.nowMs(), 'WIB')).toBe('2026-11-26')
    time.hear(morningMs + 14 * hourMs)
    expect(time.view()).toMatchObject({ trusted: true, source: 'central', nowMs: morningMs + 14 * hourMs })
    expect(database.prepare('SELECT action FROM audit_entries ORDER BY sequence').all()).toEqual([
      { action: 'confirmTime' },
      { action: 'timeSetBack' },
    ])
    time.hear(morningMs - dayMs)
    expect(time.clock.nowMs()).toBe(morningMs + 14 * hourMs)
  })
})

test('what an unsigned reply says dates the next signature and nothing else', () => {
  const { base, restart } = machine()
  base.reboot(14 * hourMs)
  base.setWall(0)
  const time = restart()
  expect(time.wireClock.nowMs()).toBe(0)
  time.hearUnsigned(morningMs + 14 * hourMs)
  expect(time.wireClock.nowMs()).toBe(morningMs + 14 * hourMs)
  expect(time.view()).toMatchObject({ trusted: false, nowMs: morningMs })
})

test('a signed reply that was hours under way is mended by the central’s door, not kept for ever', async () => {
  const { base, time } = machine()
  time.hear(morningMs + 14 * hourMs)
  time.hear(morningMs + 2 * hourMs)
  expect(time.wireClock.nowMs()).toBe(morningMs + 2 * hourMs)
  time.hearUnsigned(morningMs + 14 * hourMs)
  await base.advance(1_000)
  expect(time.wireClock.nowMs()).toBe(morningMs + 14 * hourMs + 1_000)
  time.hear(morningMs + 14 * hourMs + 2_000)
  expect(time.wireClock.nowMs()).toBe(morningMs + 14 * hourMs + 2_000)
  // Believed for the wire only.
  expect(time.view()).toMatchObject({ trusted: true, source: 'central', nowMs: morningMs + 14 * hourMs + 2_000 })
})

test('what a new ledger dated by a wrong machine clock binds it after no restart either', async () => {
  const running = machine({ heard: false, wallMs: Date.UTC(2099, 0, 1) })
  writeEvent(running)
  running.time.hear(morningMs)
  expect(running.restart().clock.nowMs()).toBe(morningMs)
  // And what is written by the right time binds it as ever.
  await running.base.advance(hourMs)
  writeEvent(running)
  running.base.reboot(0)
  expect(running.restart().clock.nowMs()).toBe(morningMs + hourMs)
})

test('a hundred replies a minute are not a hundred writes', async () => {
  const { base, database, time } = machine()
  const changesBefore = database.prepare('SELECT total_changes() AS count').get()
  for (let reply = 1; reply <= 100; reply += 1) {
    await base.advance(500)
    time.hear(morningMs + reply * 500)
  }
  expect(database.prepare('SELECT total_changes() AS count').get()).toEqual(changesBefore)
})
