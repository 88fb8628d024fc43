import { readFileSync, writeFileSync } from 'node:fs'
import { isAt, type Point, type PointName, points, type StatementPoint } from './points.ts'
import { type Write, watchDatabases } from './watch-database.ts'

/**
 * Loaded before terminal or central in a torture run (`node --import`), never otherwise: the program itself has no kill hooks. The
 * harness writes the name of a point into the order file; the process that gets there says so in a file beside it and kills
 * itself with SIGKILL, in the middle of the statement's call. Nothing of the process runs after that.
 */
export type Order = { id: string; point: PointName; skip: number }
export type Fired = { order: Order; pid: number; sql: string; values: string }

const orderFile = process.env.LOKET_TORTURE_ORDER ?? ''
let skipped = { id: '', count: 0 }

watchDatabases({
  inside: (write) => look('inside', [write]),
  beforeCommit: (writes) => look('beforeCommit', writes),
  afterCommit: (writes) => look('afterCommit', writes),
})

function look(moment: StatementPoint['moment'], writes: readonly Write[]): void {
  if (writes.length === 0) return
  const order = readOrder()
  const point: Point | undefined = order === null ? undefined : points[order.point]
  if (order === null || point?.kind !== 'statement' || point.moment !== moment) return
  const here = writes.filter((write) => isAt(point, write))
  if (here.length < (point.times ?? 1)) return
  if (skipped.id !== order.id) skipped = { id: order.id, count: 0 }
  skipped.count += 1
  if (skipped.count <= order.skip) return
  const fired: Fired = { order, pid: process.pid, sql: here[0]?.sql ?? '', values: JSON.stringify(here[0]?.params).slice(0, 300) }
  writeFileSync(`${orderFile}.fired`, JSON.stringify(fired))
  process.kill(process.pid, 'SIGKILL')
  // The signal is on its way; not one more instruction of the program may run.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

function readOrder(): Order | null {
  try {
    return JSON.parse(readFileSync(orderFile, 'utf8')) as Order
  } catch {
    return null
  }
}
