import { type DayUse, type FloatRunOut, floatRunOut, runOutDaysMax } from '../../shared/float-run-out.ts'
import { formatRupiah } from '../../shared/money.ts'
import { dayInZone, wibDayStartMs } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import type { Facts } from './facts.ts'
import type { Feed } from './feed.ts'
import type { Float } from './float.ts'
import type { SwitchBoard } from './switches.ts'

const dayMs = 86_400_000

type WatchSettings = { database: Database; float: Float; feed: Feed; facts: Facts; switches: SwitchBoard; clock: Clock; ids: Ids }

export type FloatWatch = ReturnType<typeof createFloatWatch>

/** Looks ahead for the outlet: says once that the float is low, and how long it will last. */
export function createFloatWatch({ database, float, feed, facts, switches, clock, ids }: WatchSettings) {
  /** Days that are over change no more, unless the ledger is another one: they are summed once a day. */
  let known: { today: number; epoch: string | null; days: DayUse[] } | null = null

  /** Whole WIB days since the first payment, at most the last fortnight; today is not over and counts for nothing. */
  function lastDays(nowMs: number): DayUse[] {
    const today = wibDayStartMs(nowMs)
    const epoch = facts.read('ledgerEpoch')
    if (known?.today === today && known.epoch === epoch) return known.days
    known = { today, epoch, days: summedDays(today) }
    return known.days
  }

  function summedDays(today: number): DayUse[] {
    const firstMs = float.firstUseAtMs()
    if (firstMs === null) return []
    const used = new Map(float.usedByDay(today - runOutDaysMax * dayMs, today).map(({ startMs, rupiah }) => [startMs, rupiah]))
    return Array.from({ length: runOutDaysMax }, (_, index) => today - (index + 1) * dayMs)
      .filter((startMs) => startMs >= wibDayStartMs(firstMs))
      .map((startMs) => ({ day: dayInZone(startMs, 'WIB'), usedRupiah: used.get(startMs) ?? 0 }))
  }

  return {
    runOut(): FloatRunOut {
      const nowMs = clock.nowMs()
      return floatRunOut(float.availableRupiah(), lastDays(nowMs), nowMs)
    },

    /** Tells every terminal when the float has fallen below the threshold, and again only after it was above it. */
    look(): void {
      const { floatLowRupiah } = switches.get()
      const isLow = floatLowRupiah !== null && float.availableRupiah() < floatLowRupiah
      if (isLow === (facts.read('floatLowTold') === 'yes')) return
      database
        .transaction(() => {
          facts.write('floatLowTold', isLow ? 'yes' : 'no')
          if (!isLow) return
          const text = `Saldo loket tinggal ${formatRupiah(Math.max(0, float.availableRupiah()))}. Segera isi saldo.`
          feed.tellEveryone({ kind: 'notice', noticeId: ids.next(), text })
        })
        .immediate()
    },
  }
}
