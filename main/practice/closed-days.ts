import { type ReconciliationAnswer, type ReconciliationLine, reconciliationLinesMax } from '../../shared/central-api/reconciliation.ts'
import { sumRupiah } from '../../shared/money.ts'
import { dayAfter } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { businessDayEndMs, businessDayOf, dayBefore } from './business-days.ts'
import { type DayDifference, withDifference } from './day-differences.ts'
import type { Feed } from './feed.ts'
import type { Float } from './float.ts'
import type { PaymentRow } from './payment-rows.ts'
import type { Settling } from './settling.ts'
import type { SwitchBoard } from './switches.ts'

type ClosedDaysSettings = {
  database: Database
  float: Float
  feed: Feed
  settling: Settling
  switches: SwitchBoard
  clock: Clock
  ids: Ids
}
type Day = { startsAtMs: number; endsAtMs: number; beforeRupiah: number; putInRupiah: number; takenRupiah: number; afterRupiah: number }
type Page = Omit<ReconciliationAnswer, 'serverTime' | 'ledgerEpoch' | 'idsKeptForDays'>

/** A central that slept longer publishes the newest of what it missed. */
const daysAtOnceMax = 400
const dayMs = 86_400_000

export type ClosedDays = ReturnType<typeof createClosedDays>

/**
 * Business days of the outlet. A day that is over is written down once; what is found later (a payment that turned, one that a restore had
 * lost) counts for the day that is closed next, so that every payment stands in exactly one day, and a failed one in a second.
 */
export function createClosedDays({ database, float, feed, settling, switches, clock, ids }: ClosedDaysSettings) {
  const newest = database.prepare<[], { day: string | null }>('SELECT max(business_day) AS day FROM closed_days')
  const firstPayment = database.prepare<[], { atMs: number | null }>('SELECT min(created_at_ms) AS atMs FROM payments')
  const find = database.prepare<[string], Day>(`SELECT starts_at_ms AS startsAtMs, ends_at_ms AS endsAtMs,
    float_before_rupiah AS beforeRupiah, put_in_rupiah AS putInRupiah, taken_rupiah AS takenRupiah, float_after_rupiah AS afterRupiah
    FROM closed_days WHERE business_day = ?`)
  const insertDay = database.prepare(`INSERT INTO closed_days
    (business_day, starts_at_ms, ends_at_ms, float_before_rupiah, put_in_rupiah, taken_rupiah, float_after_rupiah) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const insertLine = database.prepare('INSERT INTO day_lines (business_day, line_number, kind, payment_id, body) VALUES (?, ?, ?, ?, ?)')
  const lastKind = '(SELECT kind FROM day_lines WHERE day_lines.payment_id = payments.payment_id ORDER BY business_day DESC LIMIT 1)'
  const turned = database.prepare<[string, number], PaymentRow>(`SELECT * FROM payments
    WHERE (status = 'paid' AND coalesce(json_extract(proof, '$.paidAt'), '') < ? AND coalesce(${lastKind}, 'reversed') = 'reversed')
      OR (status <> 'paid' AND changed_at_ms < ? AND ${lastKind} = 'paid')
    ORDER BY payment_id`)
  const linesOf = database.prepare<[string], { body: string }>('SELECT body FROM day_lines WHERE business_day = ? ORDER BY line_number')
  const differencesOf = database.prepare<[string], DayDifference>(
    'SELECT kind, payment_id AS paymentId FROM day_differences WHERE business_day = ? ORDER BY sequence',
  )
  const insertDifference = database.prepare('INSERT INTO day_differences (business_day, kind, payment_id) VALUES (?, ?, ?)')

  /** The newest ended day that was looked at: asked with every look at the feed, so the ledger is not searched each time. */
  let lookedThrough = ''

  function openDay(): string {
    return businessDayOf(clock.nowMs(), switches.get().dayClosesAt)
  }

  /** Null while there is nothing to close: the first day is the one of the first payment. */
  function firstToClose(lastEnded: string): string | null {
    const closed = newest.get()?.day ?? null
    if (closed !== null) return closed < lastEnded ? dayAfter(closed) : null
    const firstMs = firstPayment.get()?.atMs ?? null
    const first = firstMs === null ? null : businessDayOf(firstMs, switches.get().dayClosesAt)
    return first !== null && first <= lastEnded ? first : null
  }

  function close(day: string): void {
    const endsAtMs = businessDayEndMs(day, switches.get().dayClosesAt)
    // Where the cut-off was moved, a day begins where the one before it ended.
    const startsAtMs = find.get(dayBefore(day))?.endsAtMs ?? endsAtMs - dayMs
    const [before, after] = [float.balanceAtRupiah(startsAtMs), float.balanceAtRupiah(endsAtMs)]
    const putIn = float.putInRupiah(startsAtMs, endsAtMs)
    insertDay.run(day, startsAtMs, endsAtMs, before, putIn, float.takenBetweenRupiah(startsAtMs, endsAtMs), after)
    const rows = turned.all(new Date(endsAtMs).toISOString(), endsAtMs)
    for (const [index, row] of rows.entries()) {
      const line = lineOf(row)
      insertLine.run(day, index + 1, line.kind, line.paymentId, JSON.stringify(line))
    }
    feed.tellEveryone({ kind: 'reconciliation', date: day })
  }

  function lineOf(row: PaymentRow): ReconciliationLine {
    const proof = JSON.parse(row.proof ?? 'null') as { reference: string; paidAt: string } | null
    return {
      kind: row.status === 'paid' ? 'paid' : 'reversed',
      paymentId: row.payment_id,
      terminalId: settling.ownerOf(row),
      productCode: row.product_code ?? '',
      customerNumber: row.customer_number ?? '',
      reference: proof?.reference ?? '',
      at: proof?.paidAt ?? new Date(row.changed_at_ms).toISOString(),
      totalRupiah: row.total_rupiah ?? 0,
      floatTakenRupiah: float.takenRupiah(row.payment_id),
    }
  }

  function closeDue(): void {
    const lastEnded = dayBefore(openDay())
    if (lastEnded <= lookedThrough) return
    closeThrough(lastEnded)
    lookedThrough = lastEnded
  }

  function closeThrough(lastEnded: string): void {
    let day = firstToClose(lastEnded)
    if (day === null) return
    settling.settleDue()
    const oldest = new Date(Date.parse(lastEnded) - daysAtOnceMax * dayMs).toISOString().slice(0, 10)
    for (day = day < oldest ? oldest : day; day <= lastEnded; day = dayAfter(day)) {
      const closing = day
      database.transaction(() => close(closing)).immediate()
    }
  }

  function published(day: string, { endsAtMs }: Day): { lines: ReconciliationLine[]; revision: number } {
    const differences = differencesOf.all(day)
    const books = linesOf.all(day).map(({ body }) => JSON.parse(body) as ReconciliationLine)
    return {
      lines: differences.reduce<ReconciliationLine[]>((lines, difference) => withDifference(lines, difference, endsAtMs), books),
      revision: 1 + differences.length,
    }
  }

  return {
    closeDue,

    /** `dayNotClosed` for one that is still to end, `unknownResource` for one before the first, or a page there is not. */
    page(date: string, page: number): Page | 'dayNotClosed' | 'unknownResource' {
      closeDue()
      const day = find.get(date)
      if (day === undefined) return date >= openDay() ? 'dayNotClosed' : 'unknownResource'
      const { lines, revision } = published(date, day)
      const pages = Math.max(1, Math.ceil(lines.length / reconciliationLinesMax))
      if (page > pages) return 'unknownResource'
      const { startsAtMs, endsAtMs, ...amounts } = day
      return {
        date,
        revision,
        startsAt: new Date(startsAtMs).toISOString(),
        endsAt: new Date(endsAtMs).toISOString(),
        page,
        pages,
        lines: lines.slice((page - 1) * reconciliationLinesMax, page * reconciliationLinesMax),
        totals: totalsOf(lines),
        float: amounts,
      }
    },

    /** The day is issued anew with this mistake. False when the day is not closed, or has no such payment. */
    differ(date: string, kind: DayDifference['kind'], paymentId: string | null): boolean {
      closeDue()
      const day = find.get(date)
      if (day === undefined) return false
      const about = kind === 'extraLine' ? (paymentId ?? ids.next()) : paymentId
      if (about === null || (kind !== 'extraLine' && !published(date, day).lines.some((line) => line.paymentId === about))) return false
      insertDifference.run(date, kind, about)
      database.transaction(() => feed.tellEveryone({ kind: 'reconciliation', date })).immediate()
      return true
    },
  }
}

function totalsOf(lines: readonly ReconciliationLine[]): Page['totals'] {
  const of = (kind: ReconciliationLine['kind']) => lines.filter((line) => line.kind === kind).map(({ totalRupiah }) => totalRupiah)
  const [paid, reversed] = [of('paid'), of('reversed')]
  return { paidCount: paid.length, paidRupiah: sumRupiah(paid), reversedCount: reversed.length, reversedRupiah: sumRupiah(reversed) }
}
