import type { Write } from './watch-database.ts'

export type Side = 'terminal' | 'second' | 'central'
export type WireMoment = 'requestFirstByte' | 'requestWhole' | 'replyFirstByte'
type Moment = 'inside' | 'beforeCommit' | 'afterCommit'

/** Where a process kills itself: at a write of its own, told by its first words and by words among its values. */
export type StatementPoint = {
  kind: 'statement'
  kills: Side
  database: 'ledger' | 'practice-central' | 'biller'
  /** As in `INSERT INTO payments`. */
  write: string
  words: readonly string[]
  moment: Moment
  /** So many such writes in one transaction. */
  times?: number
}
/** Where the harness kills: when the line between them sees so much of an exchange about a payment. */
export type WirePoint = { kind: 'wire'; kills: Side | 'both'; moment: WireMoment; batch?: true }
/** At no point in particular, a moment after the work began. */
export type TimePoint = { kind: 'time'; kills: Side | 'both' }
export type Point = StatementPoint | WirePoint | TimePoint

const ledger = (write: string, words: readonly string[], moment: Moment, times = 1): StatementPoint => ({
  kind: 'statement',
  kills: 'terminal',
  database: 'ledger',
  write,
  words,
  moment,
  times,
})
const second = (write: string, words: readonly string[], moment: Moment): StatementPoint => ({
  ...ledger(write, words, moment),
  kills: 'second',
})
const central = (write: string, words: readonly string[], moment: Moment): StatementPoint => ({
  kind: 'statement',
  kills: 'central',
  database: 'practice-central',
  write,
  words,
  moment,
})
const biller = (moment: Moment): StatementPoint => ({
  kind: 'statement',
  kills: 'central',
  database: 'biller',
  write: 'INSERT INTO payments',
  words: [],
  moment,
})

/** Every named point. A run that never reaches one of them is a finding: the name would promise what nobody tried. */
export const points = {
  'accept.firstRow': ledger('INSERT INTO payments', [], 'inside'),
  'accept.beforeCommit': ledger('INSERT INTO events', ['accept'], 'beforeCommit'),
  'accept.afterCommit': ledger('INSERT INTO events', ['accept'], 'afterCommit'),
  'send.beforeCommit': ledger('INSERT INTO events', ['send'], 'beforeCommit'),
  'send.afterCommit': ledger('INSERT INTO events', ['send'], 'afterCommit'),
  'wire.requestFirstByte': { kind: 'wire', kills: 'terminal', moment: 'requestFirstByte' },
  'wire.requestWhole': { kind: 'wire', kills: 'terminal', moment: 'requestWhole' },
  'wire.replyFirstByte': { kind: 'wire', kills: 'terminal', moment: 'replyFirstByte' },
  'batch.beforeCommit': ledger('INSERT INTO events', ['send'], 'beforeCommit', 3),
  'batch.afterCommit': ledger('INSERT INTO events', ['send'], 'afterCommit', 3),
  'batch.requestWhole': { kind: 'wire', kills: 'terminal', moment: 'requestWhole', batch: true },
  'batch.replyFirstByte': { kind: 'wire', kills: 'terminal', moment: 'replyFirstByte', batch: true },
  'batch.someAnswersIn': ledger('INSERT INTO events', ['central'], 'afterCommit'),
  'answer.heard': ledger('UPDATE attempts', [], 'beforeCommit'),
  'answer.beforeCommit': ledger('INSERT INTO events', ['central'], 'beforeCommit'),
  'answer.afterCommit': ledger('INSERT INTO events', ['central'], 'afterCommit'),
  'restart.beforeCommit': ledger('INSERT INTO events', ['restarted'], 'beforeCommit'),
  'restart.afterCommit': ledger('INSERT INTO events', ['restarted'], 'afterCommit'),
  'hello.beforeCommit': ledger('INSERT INTO settings', ['continuity'], 'beforeCommit'),
  'hello.afterCommit': ledger('INSERT INTO settings', ['continuity'], 'afterCommit'),
  'feed.beforeCommit': ledger('INSERT INTO feed_items', [], 'beforeCommit'),
  'feed.afterCommit': ledger('INSERT INTO feed_items', [], 'afterCommit'),
  'slipBegins.beforeCommit': ledger('INSERT INTO print_job_events', ['begin'], 'beforeCommit'),
  'slipBegins.afterCommit': ledger('INSERT INTO print_job_events', ['begin'], 'afterCommit'),
  'slipOut.beforeCommit': ledger('INSERT INTO print_job_events', ['assumed'], 'beforeCommit'),
  'slipOut.afterCommit': ledger('INSERT INTO print_job_events', ['assumed'], 'afterCommit'),
  'cancel.beforeCommit': ledger('INSERT INTO events', ['cancel'], 'beforeCommit'),
  'cancel.afterCommit': ledger('INSERT INTO events', ['cancel'], 'afterCommit'),
  'voidAsked.beforeCommit': ledger('INSERT INTO audit_entries', ['voidPayment'], 'beforeCommit'),
  'voidAsked.afterCommit': ledger('INSERT INTO audit_entries', ['voidPayment'], 'afterCommit'),
  'voided.beforeCommit': ledger('INSERT INTO events', ['voided'], 'beforeCommit'),
  'voided.afterCommit': ledger('INSERT INTO events', ['voided'], 'afterCommit'),
  'refund.beforeCommit': ledger('INSERT INTO events', ['refund'], 'beforeCommit'),
  'refund.afterCommit': ledger('INSERT INTO events', ['refund'], 'afterCommit'),
  'advance.beforeCommit': ledger('INSERT INTO events', ['advance'], 'beforeCommit'),
  'advance.afterCommit': ledger('INSERT INTO events', ['advance'], 'afterCommit'),
  'export.beforeCommit': ledger('INSERT INTO hand_overs', [], 'beforeCommit'),
  'export.afterCommit': ledger('INSERT INTO hand_overs', [], 'afterCommit'),
  'import.stored': second('INSERT( OR \\w+)? INTO hand_overs', [], 'afterCommit'),
  'import.beforeCommit': second('INSERT INTO payments', [], 'beforeCommit'),
  'import.afterCommit': second('INSERT INTO payments', [], 'afterCommit'),
  'central.claimBeforeCommit': central('INSERT INTO claims', [], 'beforeCommit'),
  'central.claimAfterCommit': central('INSERT INTO claims', [], 'afterCommit'),
  'central.batchMidway': central('INSERT INTO float_movements', ['deduct'], 'afterCommit'),
  'central.requestFirstByte': { kind: 'wire', kills: 'central', moment: 'requestFirstByte' },
  'central.requestWhole': { kind: 'wire', kills: 'central', moment: 'requestWhole' },
  'central.replyFirstByte': { kind: 'wire', kills: 'central', moment: 'replyFirstByte' },
  'central.rowBeforeCommit': central('INSERT INTO float_movements', ['reserve'], 'beforeCommit'),
  'central.rowAfterCommit': central('INSERT INTO float_movements', ['reserve'], 'afterCommit'),
  'central.floatReserved': central('INSERT INTO float_movements', ['reserve'], 'inside'),
  'biller.beforeRow': biller('beforeCommit'),
  'biller.afterRow': biller('afterCommit'),
  'central.floatDeducted': central('INSERT INTO float_movements', ['deduct'], 'inside'),
  'central.resultBeforeCommit': central('INSERT INTO float_movements', ['deduct'], 'beforeCommit'),
  'central.resultAfterCommit': central('INSERT INTO float_movements', ['deduct'], 'afterCommit'),
  'central.floatReleased': central('INSERT INTO float_movements', ['release'], 'inside'),
  'central.refusalAfterCommit': central('INSERT INTO float_movements', ['release'], 'afterCommit'),
  'central.voidBeforeCommit': central('INSERT INTO payments', ['voided'], 'beforeCommit'),
  'central.voidAfterCommit': central('INSERT INTO payments', ['voided'], 'afterCommit'),
  'both.requestWhole': { kind: 'wire', kills: 'both', moment: 'requestWhole' },
  'both.replyFirstByte': { kind: 'wire', kills: 'both', moment: 'replyFirstByte' },
  'anyTime.terminal': { kind: 'time', kills: 'terminal' },
  'anyTime.central': { kind: 'time', kills: 'central' },
  'anyTime.both': { kind: 'time', kills: 'both' },
} as const satisfies Record<string, Point>

export type PointName = keyof typeof points
export const pointNames = Object.keys(points) as PointName[]

/** Whether a write is one of a point's. */
export function isAt(point: StatementPoint, write: Write): boolean {
  if (!write.database.endsWith(`${point.database}.sqlite`)) return false
  if (!new RegExp(`^\\s*${point.write}\\b`, 'i').test(write.sql)) return false
  const values = write.params.flatMap((param) => (param !== null && typeof param === 'object' ? Object.values(param) : [param]))
  return point.words.every((word) => values.includes(word))
}
