import { describe, expect, test } from 'vitest'
import type { Database } from '../../main/storage/open.ts'
import { burnWork, dueWork, freshWork, nextDueAtMs } from '../../main/sync/work.ts'
import { openQueue } from './queue.ts'

const allowed = { pay: true, void: true }
const hourMs = 3_600_000

/** How SQLite would go about the queries of a step. */
function plansOf(database: Database, step: (database: Database) => unknown): string[] {
  const asked: string[] = []
  const listening = new Proxy(database, {
    get: (target, member) =>
      member === 'prepare'
        ? (sql: string) => {
            asked.push(sql)
            return target.prepare(sql)
          }
        : Reflect.get(target, member, target),
  })
  step(listening)
  const named = { nowMs: 0, fromMs: 0, toMs: 0, countMax: 1, pay: 1, void: 1 }
  return asked.flatMap((sql) => {
    const explain = database.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    const rows = sql.includes('@') ? explain.all(named) : explain.all(0)
    return (rows as { detail: string }[]).map(({ detail }) => detail)
  })
}

describe('the queue is read by its own small indexes, whatever the ledger holds', () => {
  test.each<[string, (database: Database, nowMs: number) => unknown]>([
    ['whose turn it is', (database, nowMs) => dueWork(database, nowMs, allowed, 'plain', 100)],
    ['who is suspected', (database, nowMs) => dueWork(database, nowMs, allowed, 'suspects', 100)],
    ['who stands at the counter', (database, nowMs) => freshWork(database, nowMs, allowed, 15_000)],
    ['when the next one is due', (database, nowMs) => nextDueAtMs(database, nowMs, allowed)],
    ['which ids are to be burnt', (database, nowMs) => burnWork(database, nowMs, 100)],
  ])('%s', (_, step) => {
    const { database, clock, addMany } = openQueue()
    addMany(200)
    const all = plansOf(database, (listening) => step(listening, clock.nowMs()))
    // The thirty-two newest are looked through one by one and sorted, which is no work.
    const few = all.includes('CO-ROUTINE payment') ? ['SCAN payment', 'USE TEMP B-TREE FOR ORDER BY'] : []
    const plans = all.filter((detail) => !few.includes(detail))
    expect(plans.filter((detail) => /payments|payment|earlier/.test(detail))).not.toEqual([])
    for (const detail of plans) expect(detail).not.toMatch(/TEMP B-TREE|AUTOMATIC|SCAN (?:payments|payment|earlier)$/)
    for (const detail of plans.filter((each) => / earlier /.test(each))) expect(detail).toMatch(/payments_open_by_number/)
    for (const detail of plans.filter((each) => /(?:SCAN|SEARCH) payments? /.test(each)))
      expect(detail).toMatch(/INDEX payments_(?:open|to_burn)/)
  })
})

test('whose turn it is, is oldest first, one of a number, and nothing that waits for a time', () => {
  const queue = openQueue()
  const [first, second, waiting, other] = [
    queue.add({ customerNumber: '0811' }),
    queue.add({ customerNumber: '0811' }),
    queue.add({ customerNumber: '0812' }),
    queue.add({ customerNumber: '0813' }),
  ]
  const nowMs = queue.clock.nowMs()
  queue.database.exec(`UPDATE payments SET not_before_ms = ${nowMs + 1} WHERE id = '${waiting}'`)
  expect(dueWork(queue.database, nowMs, allowed, 'plain', 9).map(({ paymentId }) => paymentId)).toEqual([first, other])
  expect(dueWork(queue.database, nowMs, allowed, 'plain', 1)).toHaveLength(1)
  expect(nextDueAtMs(queue.database, nowMs, allowed)).toBe(nowMs + 1)
  queue.cancel(first)
  expect(dueWork(queue.database, nowMs, allowed, 'plain', 9).map(({ paymentId }) => paymentId)).toEqual([second, other])
  expect(burnWork(queue.database, nowMs, 9)).toMatchObject([{ paymentId: first, kind: 'void' }])
})

test('a time that was written while the clock was in another century holds nothing up', () => {
  const queue = openQueue()
  const id = queue.add()
  const nowMs = queue.clock.nowMs()
  queue.database.exec(`UPDATE payments SET not_before_ms = ${Date.UTC(2099, 0, 1)} WHERE id = '${id}'`)
  expect(dueWork(queue.database, nowMs, allowed, 'plain', 9)).toHaveLength(1)
})

test('what is due is said by what a payment needs, and by what may be said', () => {
  const queue = openQueue()
  const [pay, ask, burn, held, unseen] = [queue.add(), queue.add(), queue.add(), queue.add(), queue.add()]
  const set = (id: string, changes: string) => queue.database.exec(`UPDATE payments SET ${changes} WHERE id = '${id}'`)
  set(ask, "state = 'inDoubt'")
  set(burn, "state = 'inDoubt', wanted = 'void'")
  set(held, "hold = 'newIncarnation', reason = 'newIncarnation'")
  set(unseen, "hold = 'newIncarnation', reason = 'heldAfterRestore'")
  const kinds = (may: typeof allowed) =>
    dueWork(queue.database, queue.clock.nowMs(), may, 'plain', 9).map(({ paymentId, kind }) => [paymentId, kind])
  expect(kinds(allowed)).toEqual([
    [pay, 'pay'],
    [ask, 'ask'],
    [burn, 'void'],
    [held, 'ask'],
  ])
  expect(kinds({ pay: false, void: true })).toEqual([
    [ask, 'ask'],
    [burn, 'void'],
    [held, 'ask'],
  ])
  expect(kinds({ pay: false, void: false })).toEqual([[ask, 'ask']])
})

test('somebody stands at the counter for what was accepted just now, and for nothing else', () => {
  const queue = openQueue()
  const [fresh] = [queue.add({ ageMs: 14_000 }), queue.add({ ageMs: 16_000 }), queue.add({ ageMs: hourMs }), queue.add({ ageMs: -hourMs })]
  expect(freshWork(queue.database, queue.clock.nowMs(), allowed, 15_000).map(({ paymentId }) => paymentId)).toEqual([fresh])
})
