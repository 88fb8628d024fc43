import { setTimeout as delay } from 'node:timers/promises'
import type { Desk } from './desk.ts'
import type { Deed, Passing } from './line.ts'
import { type Point, type PointName, points, type Side, type WireMoment } from './points.ts'

/** What happened at a point: who was killed, and the words of whoever fired. Null: the point was not reached, nobody died. */
export type Kill = { killed: Side[]; detail: string }
type Scene = (desk: Desk, name: PointName, point: Point) => Promise<Kill | null>

const firedWithinMs = 8_000
const isPay = ({ method, path }: Passing) => method === 'POST' && !path.includes('/void')
const isVoid = ({ path }: Passing) => path.includes('/void')

/** Leads the counter to a point and past it. Both sides are up and at rest before; one or both are dead after. */
export function playTo(desk: Desk, name: PointName): Promise<Kill | null> {
  const point: Point = points[name]
  const play = point.kind === 'wire' ? atWire : point.kind === 'time' ? anyTime : (scenes[name.split('.')[0] ?? ''] ?? bySale)
  return play(desk, name, point)
}

const scenes: Record<string, Scene> = {
  restart: duringRestart,
  cancel: byCancel,
  voidAsked: byVoid,
  voided: byVoid,
  refund: byRefund,
  central: (desk, name, point) => (name.startsWith('central.void') ? byVoid(desk, name, point) : centralSale(desk, name, point)),
}

/** Takes money for one to three bills with the order given: whatever the point is, a plain sale passes it. */
async function bySale(desk: Desk, name: PointName, point: Point): Promise<Kill | null> {
  const basket = await desk.fill(1 + Math.floor(desk.random() * 3))
  const skip = name.startsWith('accept') ? 0 : Math.floor(desk.random() * basket.items.length)
  return ordered(desk, name, point.kills as Side, () => desk.accept(basket), skip)
}

async function centralSale(desk: Desk, name: PointName, point: Point): Promise<Kill | null> {
  if (name !== 'central.floatReleased' && name !== 'central.refusalAfterCommit') return bySale(desk, name, point)
  const basket = await desk.refusedBasket()
  return ordered(desk, name, 'central', () => desk.accept(basket))
}

async function byCancel(desk: Desk, name: PointName): Promise<Kill | null> {
  await desk.shop.line.refuse()
  const paymentId = await desk.sell({ pln: false })
  await desk.isWaitingForTheLine(paymentId)
  return ordered(desk, name, 'terminal', () => desk.promise('cancel', paymentId))
}

/** A payment that gets no answer, so that a person wants it voided; only the void itself comes through. */
async function byVoid(desk: Desk, name: PointName, point: Point): Promise<Kill | null> {
  desk.shop.line.rule = (_, passing) => (isVoid(passing) ? 'pass' : 'reset')
  const paymentId = await desk.sell()
  await desk.is(paymentId, 'inDoubt')
  return ordered(desk, name, point.kills as Side, () => desk.promise('void', paymentId))
}

async function byRefund(desk: Desk, name: PointName): Promise<Kill | null> {
  const [paymentId = ''] = (await desk.accept(await desk.refusedBasket())).paymentIds
  await desk.is(paymentId, 'rejected')
  return ordered(desk, name, 'terminal', () => desk.promise('refund', paymentId))
}

/** Dies with a payment on its way, and again while it works out what that means. */
async function duringRestart(desk: Desk, name: PointName): Promise<Kill | null> {
  const { shop } = desk
  const first = await atWire(desk, name, { kind: 'wire', kills: 'terminal', moment: 'requestWhole' })
  if (first === null) return null
  shop.order('terminal', name)
  if (await shop.startTerminal()) return null
  return { killed: ['terminal'], detail: 'while it started' }
}

async function ordered(desk: Desk, name: PointName, side: Side, act: () => Promise<unknown>, skip = 0): Promise<Kill | null> {
  const { shop } = desk
  shop.order(side, name, skip)
  const done = quietly(act())
  const fired = await shop.fired(side, firedWithinMs)
  await done
  return fired === null ? null : { killed: [side], detail: `${fired.sql.replace(/\s+/g, ' ').slice(0, 120)} ${fired.values}` }
}

/** Kills from outside, when the line sees that much of a payment's exchange. What was sent may be lost, arrive, or arrive late. */
async function atWire(desk: Desk, _name: PointName, point: Point): Promise<Kill | null> {
  if (point.kind !== 'wire') return null
  const { shop } = desk
  const sides: Side[] = point.kills === 'both' ? ['terminal', 'central'] : [point.kills]
  const fates: Deed[] = ['pass', 'cut', 'reset', { late: 150 + Math.floor(desk.random() * 600) }]
  const fate = fates[Math.floor(desk.random() * fates.length)] ?? 'pass'
  const basket = await desk.fill(1 + Math.floor(desk.random() * 2))
  const killed = new Promise<string | null>((resolve) => {
    let isOver = false
    shop.line.rule = async (moment: WireMoment, passing) => {
      if (isOver || moment !== point.moment || !isPay(passing)) return 'pass'
      isOver = true
      await Promise.all(sides.map((side) => shop.kill(side)))
      resolve(passing.path)
      return fate
    }
    void delay(firedWithinMs).then(() => resolve(null))
  })
  const done = quietly(desk.accept(basket))
  const path = await killed
  await done
  return path === null ? null : { killed: sides, detail: `${path}, then ${typeof fate === 'string' ? fate : `late by ${fate.late} ms`}` }
}

/** Three customers at once over a bad line; then the plug is pulled somewhere in the middle. Counts only if something was under way. */
async function anyTime(desk: Desk, _name: PointName, point: Point): Promise<Kill | null> {
  const { shop, random } = desk
  const sides: Side[] = point.kills === 'both' ? ['terminal', 'central'] : [point.kills]
  const bad: Deed[] = ['pass', 'pass', 'pass', 'cut', 'reset', { late: 300 }]
  shop.line.rule = async () => {
    await delay(random() * 30)
    return bad[Math.floor(random() * bad.length)] ?? 'pass'
  }
  const baskets = [await desk.fill(1), await desk.fill(2), await desk.fill(1)]
  const done = Promise.all(baskets.map((basket) => quietly(desk.accept(basket))))
  await delay(random() * 80)
  const unanswered = desk.unanswered()
  await Promise.all(sides.map((side) => shop.kill(side)))
  await done
  return { killed: sides, detail: `${unanswered} requests unanswered` }
}

/** Whoever dies takes the answer with it. A refusal is no death: it shows as a point that was not reached. */
async function quietly(act: Promise<unknown>): Promise<void> {
  await act.catch(() => {})
}
