import { setTimeout as delay } from 'node:timers/promises'
import type { Desk } from './desk.ts'
import type { Deed, Passing } from './line.ts'
import { type Point, type PointName, points, type Side, type WireMoment, type WirePoint } from './points.ts'
import { graceAfter } from './waiting.ts'

/** What happened at a point: who was killed, and the words of whoever fired. Null: the point was not reached, nobody died. */
export type Kill = { killed: Side[]; detail: string; unanswered?: number }
type Scene = (desk: Desk, name: PointName, point: Point) => Promise<Kill | null>

/** The newest payments of a queue go alone, because a customer may be waiting; so many are needed for some to go in a batch. */
const batchedFromCount = 40
const isVoid = ({ path, request }: Passing) => path.endsWith('/void') || request.includes('"kind":"void"')
const isPay = (passing: Passing) => passing.method === 'POST' && !isVoid(passing)
const isBatch = ({ path }: Passing) => path.includes('batch')

/** Leads the counter to a point and past it. Both sides are up and at rest before; one or both are dead after. */
export function playTo(desk: Desk, name: PointName): Promise<Kill | null> {
  const point: Point = points[name]
  const play =
    point.kind === 'wire' && point.batch !== true
      ? atWire
      : point.kind === 'time'
        ? anyTime
        : (scenes[name] ?? scenes[name.split('.')[0] ?? ''] ?? bySale)
  return play(desk, name, point)
}

const scenes: Record<string, Scene> = {
  restart: duringRestart,
  hello: duringRestart,
  batch: byDrain,
  cancel: byCancel,
  voidAsked: byVoid,
  voided: byVoid,
  refund: byRefund,
  advance: byAdvance,
  feed: byNews,
  export: byHandOver,
  import: byHandOver,
  'central.batchMidway': byDrain,
  'central.voidBeforeCommit': byVoid,
  'central.voidAfterCommit': byVoid,
  'central.floatReleased': byRefusedSale,
  'central.refusalAfterCommit': byRefusedSale,
  'central.claimBeforeCommit': byHandOver,
  'central.claimAfterCommit': byHandOver,
}

/** Takes money for one to three bills with the order given: whatever the point is, a plain sale passes it. */
async function bySale(desk: Desk, name: PointName, point: Point): Promise<Kill | null> {
  const basket = await desk.fill(1 + Math.floor(desk.random() * 3))
  const skip = name.startsWith('accept') ? 0 : Math.floor(desk.random() * basket.items.length)
  return ordered(desk, name, point.kills as Side, () => desk.accept(basket), skip)
}

async function byRefusedSale(desk: Desk, name: PointName): Promise<Kill | null> {
  const basket = await desk.refusedBasket()
  return ordered(desk, name, 'central', () => desk.accept(basket))
}

/** Sells while the line is down, so that the queue drains in a batch when it is back. */
async function byDrain(desk: Desk, name: PointName, point: Point): Promise<Kill | null> {
  const { shop } = desk
  await queueUp(desk, batchedFromCount)
  const goOn = async () => {
    await shop.line.listen()
    await desk.linkUp()
  }
  if (point.kind === 'wire') return fromOutside(desk, point, goOn)
  return ordered(desk, name, point.kills as Side, goOn, name === 'batch.someAnswersIn' || name === 'central.batchMidway' ? 2 : 0)
}

/** A queue that leaves for another terminal of the outlet while the line is down, and drains there. */
async function byHandOver(desk: Desk, name: PointName, point: Point): Promise<Kill | null> {
  const { shop } = desk
  const second = await shop.second()
  await queueUp(desk, 3)
  if (point.kills === 'terminal') return ordered(desk, name, 'terminal', desk.exportQueue)
  await desk.exportQueue()
  await shop.line.listen()
  await desk.linkUp(second)
  return ordered(
    desk,
    name,
    point.kills as Side,
    desk.importExports,
    name.startsWith('import.') && name !== 'import.stored' ? Math.floor(desk.random() * 2) : 0,
  )
}

async function queueUp(desk: Desk, count: number): Promise<void> {
  await desk.shop.line.refuse()
  await Promise.all(Array.from({ length: count }, () => desk.sell({ pln: false })))
  await desk.allWaitForTheLine()
}

async function byCancel(desk: Desk, name: PointName): Promise<Kill | null> {
  await desk.shop.line.refuse()
  const paymentId = await desk.sell({ pln: false })
  await desk.allWaitForTheLine()
  return ordered(desk, name, 'terminal', () => desk.promise('cancel', paymentId))
}

/** A payment that gets no answer, so that a person wants it voided; only the void itself comes through. */
async function byVoid(desk: Desk, name: PointName, point: Point): Promise<Kill | null> {
  desk.shop.line.rule = (_, passing) => (isVoid(passing) ? 'pass' : 'reset')
  const paymentId = await desk.sell()
  await desk.is(paymentId, 'inDoubt')
  return ordered(desk, name, point.kills as Side, () => desk.promise('void', paymentId))
}

/** The same, but the customer can't wait: the money goes back while nobody knows yet. */
async function byAdvance(desk: Desk, name: PointName): Promise<Kill | null> {
  desk.shop.line.rule = () => 'reset'
  const paymentId = await desk.sell()
  await desk.is(paymentId, 'inDoubt')
  return ordered(desk, name, 'terminal', () => desk.promise('advance', paymentId))
}

/** A payment that was paid fails at the biller's reconciliation, and the feed brings it: first that it failed, then that the float came back. */
async function byNews(desk: Desk, name: PointName): Promise<Kill | null> {
  const paymentId = await desk.sell()
  await desk.is(paymentId, 'paid')
  const happens = async () => {
    for (const news of ['failAtReconciliation', 'creditClaim'] as const) await desk.shop.operator({ do: news, paymentId })
  }
  return ordered(desk, name, 'terminal', happens, Math.floor(desk.random() * 2))
}

async function byRefund(desk: Desk, name: PointName): Promise<Kill | null> {
  const [paymentId = ''] = (await desk.accept(await desk.refusedBasket())).paymentIds
  await desk.is(paymentId, 'rejected')
  return ordered(desk, name, 'terminal', () => desk.promise('refund', paymentId))
}

/** Dies with a payment on its way, and again while it starts: before it worked out what that means, or spoke to the central. */
async function duringRestart(desk: Desk, name: PointName): Promise<Kill | null> {
  const { shop } = desk
  const first = await atWire(desk, name, { kind: 'wire', kills: 'terminal', moment: 'requestWhole' })
  if (first === null) return null
  shop.till.order(name)
  if ((await shop.till.start()) && (await shop.till.fired(graceAfter(Promise.resolve()))) === null) return null
  return { killed: ['terminal'], detail: 'while it started' }
}

async function ordered(desk: Desk, name: PointName, side: Side, act: () => Promise<unknown>, skip = 0): Promise<Kill | null> {
  const mortal = desk.shop.side(side)
  mortal.order(name, skip)
  const done = quietly(act())
  const fired = await mortal.fired(graceAfter(done))
  await done
  return fired === null ? null : { killed: [side], detail: `${fired.sql.replace(/\s+/g, ' ').slice(0, 120)} ${fired.values}` }
}

async function atWire(desk: Desk, _name: PointName, point: Point): Promise<Kill | null> {
  const basket = await desk.fill(1 + Math.floor(desk.random() * 2))
  return point.kind === 'wire' ? fromOutside(desk, point, () => desk.accept(basket)) : null
}

/** Kills from outside, when the line sees that much of an exchange. What was sent may be lost, arrive, or arrive late. */
async function fromOutside(desk: Desk, point: WirePoint, act: () => Promise<unknown>): Promise<Kill | null> {
  const { shop } = desk
  const sides = sidesOf(point)
  const fates: Deed[] = ['pass', 'cut', 'reset', { late: 150 + Math.floor(desk.random() * 600) }]
  const fate = fates[Math.floor(desk.random() * fates.length)] ?? 'pass'
  let tooLate = () => {}
  const killed = new Promise<string | null>((resolve) => {
    let isOver = false
    shop.line.rule = async (moment: WireMoment, passing) => {
      if (isOver || moment !== point.moment || !isPay(passing) || (point.batch === true && !isBatch(passing))) return 'pass'
      isOver = true
      await Promise.all(sides.map((side) => shop.side(side).kill()))
      resolve(passing.path)
      return fate
    }
    tooLate = () => resolve(null)
  })
  const done = quietly(act())
  void graceAfter(done).then(tooLate)
  const path = await killed
  await done
  return path === null ? null : { killed: sides, detail: `${path}, then ${typeof fate === 'string' ? fate : `late by ${fate.late} ms`}` }
}

/** Three customers at once over a bad line; then the plug is pulled somewhere in the middle. Counts only if something was under way. */
async function anyTime(desk: Desk, _name: PointName, point: Point): Promise<Kill | null> {
  const { shop, random } = desk
  const sides = sidesOf(point)
  const bad: Deed[] = ['pass', 'pass', 'pass', 'cut', 'reset', { late: 300 }]
  shop.line.rule = async () => {
    await delay(random() * 30)
    return bad[Math.floor(random() * bad.length)] ?? 'pass'
  }
  const baskets = [await desk.fill(1), await desk.fill(2), await desk.fill(1)]
  const done = Promise.all(baskets.map((basket) => quietly(desk.accept(basket))))
  await delay(random() * 80)
  const unanswered = desk.unanswered()
  await Promise.all(sides.map((side) => shop.side(side).kill()))
  await done
  return { killed: sides, detail: `${unanswered} requests unanswered`, unanswered }
}

function sidesOf({ kills }: Point): Side[] {
  return kills === 'both' ? ['terminal', 'central'] : [kills]
}

/** Whoever dies takes the answer with it. A refusal is no death: it shows as a point that was not reached. */
async function quietly(act: Promise<unknown>): Promise<void> {
  await act.catch(() => {})
}
