import { describe, expect, test } from 'vitest'
import { batchSizes, counterLanes, drainLanes, type Facts, plan, suspectLanes, type UnderWay } from '../../main/sync/plan.ts'
import type { Work } from '../../main/sync/work.ts'

let made = 0
function work(changes: Partial<Work> = {}): Work {
  made += 1
  const about = { paymentId: `p${made}`, customerNumber: `n${made}`, productCode: 'TSEL20' }
  return { ...about, kind: 'pay', acceptedAtMs: 0, silenceCount: 0, ...changes }
}
const many = (count: number, changes: Partial<Work> = {}) => Array.from({ length: count }, () => work(changes))
const sizes = (batches: Work[][]) => batches.map(({ length }) => length)
const draining = (works: Work[], suspect = false): UnderWay => ({ lane: 'drain', suspect, works })

const quiet: Facts = {
  nowMs: 1_000_000,
  linkGood: true,
  probeInMs: 20_000,
  drainInMs: 0,
  fresh: [],
  due: [],
  suspects: [],
  burns: [],
  nextDueAtMs: null,
  underWay: [],
  asking: new Set(),
  batchMax: 100,
  notNow: () => null,
}

test('with nothing to do it sleeps until the next probe, the next payment, or whatever is first', () => {
  expect(plan(quiet)).toEqual({ probe: false, alone: [], batches: [], notNow: [], napMs: 20_000 })
  expect(plan({ ...quiet, nextDueAtMs: 1_003_000 }).napMs).toBe(3_000)
  expect(plan({ ...quiet, probeInMs: null }).napMs).toBe(60_000)
  expect(plan({ ...quiet, nextDueAtMs: 1_000_001 }).napMs).toBe(10)
  // Nobody waits for a drain with nothing in it.
  expect(plan({ ...quiet, drainInMs: 5_000 }).napMs).toBe(20_000)
})

test('while the link is not known to be good nothing leaves but one probe', () => {
  const facts = { ...quiet, linkGood: false, fresh: many(1), due: many(3) }
  expect(plan(facts)).toMatchObject({ probe: false, alone: [], batches: [], napMs: 20_000 })
  expect(plan({ ...facts, probeInMs: 0 })).toMatchObject({ probe: true, alone: [], batches: [] })
  expect(plan({ ...facts, probeInMs: null })).toMatchObject({ probe: false })
})

describe('the counter', () => {
  test('has lanes of its own: whoever stands there goes alone and at once, however full the drain is', () => {
    const fresh = many(counterLanes + 1)
    const underWay = Array.from({ length: drainLanes }, () => draining(many(100)))
    const decided = plan({ ...quiet, fresh, due: [...many(50), ...fresh], underWay, drainInMs: 5_000 })
    expect(decided.alone).toEqual(fresh.slice(0, counterLanes))
    expect(decided.batches).toEqual([])
  })

  test('is never put into a batch while somebody stands there', () => {
    const fresh = many(counterLanes + 2)
    const decided = plan({ ...quiet, fresh, due: fresh })
    expect([decided.alone.length, decided.batches]).toEqual([counterLanes, []])
  })
})

describe('a batch', () => {
  test('holds a hundred, oldest first, one for each lane', () => {
    const due = many(450)
    const { batches } = plan({ ...quiet, due })
    expect(sizes(batches)).toEqual([100, 100, 100, 100])
    expect(batches[0]?.[0]).toBe(due[0])
    expect(sizes(plan({ ...quiet, due, underWay: [draining(many(100)), draining(many(100))] }).batches)).toEqual([100, 100])
  })

  test('holds one payment of a number, and none whose number is on its way', () => {
    const number = { customerNumber: '0812' }
    const [first, second] = [work(number), work({ ...number, kind: 'void' })]
    expect(plan({ ...quiet, due: [first], burns: [second] }).batches).toEqual([[first]])
    expect(plan({ ...quiet, due: [second], underWay: [draining([first])] }).batches).toEqual([])
    expect(plan({ ...quiet, fresh: [second], due: [first], underWay: [draining([first])] })).toMatchObject({ alone: [], batches: [] })
  })

  test('leaves alone what a resync asks about just now', () => {
    const due = many(2)
    expect(plan({ ...quiet, due, asking: new Set([due[0]?.paymentId ?? '']) }).batches).toEqual([[due[1]]])
  })

  test('is smaller the more often its payments got no answer, down to one', () => {
    const due = [...many(100), ...many(30, { silenceCount: 1 }), ...many(10, { silenceCount: 2 })]
    expect(sizes(plan({ ...quiet, due }).batches)).toEqual([100, 25, 5, 6])
    expect(sizes(plan({ ...quiet, suspects: many(5, { silenceCount: 3 }) }).batches)).toEqual([1, 1])
  })

  test('is never larger than the central once took', () => {
    expect(sizes(plan({ ...quiet, due: many(120), batchMax: 50 }).batches)).toEqual([50, 50, 20])
  })

  test('waits after a return, until this terminal’s share of the rush is over', () => {
    const decided = plan({ ...quiet, due: many(3), drainInMs: 1_500 })
    expect([decided.batches, decided.napMs]).toEqual([[], 1_500])
  })
})

test('what never gets an answer takes half of the lanes at most', () => {
  const suspects = many(9, { silenceCount: 7 })
  const decided = plan({ ...quiet, due: many(250), suspects })
  expect(sizes(decided.batches)).toEqual([100, 100, 50, 1])
  expect(plan({ ...quiet, suspects }).batches).toHaveLength(suspectLanes)
  const underWay = Array.from({ length: suspectLanes }, () => draining(many(1), true))
  expect(sizes(plan({ ...quiet, due: many(150), suspects, underWay }).batches)).toEqual([100, 50])
})

test('what may not go now says why and until when, holds up nobody else, and only "pay" asks', () => {
  const [closed, open] = [work({ productCode: 'PLN' }), work()]
  const asked = work({ productCode: 'PLN', kind: 'ask' })
  const notNow = ({ productCode }: Work) => (productCode === 'PLN' ? { reason: 'productClosed', untilMs: 1_004_000 } : null)
  const decided = plan({ ...quiet, due: [closed, open, asked], notNow })
  expect(decided.notNow).toEqual([{ paymentId: closed.paymentId, reason: 'productClosed', untilMs: 1_004_000 }])
  expect(decided.batches).toEqual([[open, asked]])
  expect(decided.napMs).toBe(4_000)
})

test('the smallest batch is one, so that everybody is alone in the end', () => {
  expect(batchSizes).toEqual([100, 25, 6, 1])
})
