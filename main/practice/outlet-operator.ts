import type { Product } from '../../shared/central-api/catalogue.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../storage/open.ts'
import type { ClosedDays } from './closed-days.ts'
import type { ConfigOffice } from './config.ts'
import type { DayDifference } from './day-differences.ts'
import type { Fleet } from './fleet.ts'
import type { Float } from './float.ts'
import { population } from './population.ts'
import type { Behaviour, SwitchBoard } from './switches.ts'
import type { TopUps } from './top-ups.ts'

type OutletOperatorSettings = {
  database: Database
  float: Float
  topUps: TopUps
  closedDays: ClosedDays
  fleet: Fleet
  switches: SwitchBoard
  configOffice: ConfigOffice
  clock: Clock
  refreshCatalogue: () => void
  skewClock: (byMs: number) => void
}

export type OutletOperator = ReturnType<typeof createOutletOperator>

/** What people at the central do about the outlet as a whole: its deposit, its terminals, its days. Each says whether there was anything to do. */
export function createOutletOperator(settings: OutletOperatorSettings) {
  const { database, float, topUps, closedDays, fleet, switches, configOffice, clock } = settings
  return {
    topUps: topUps.list,
    /** Approved: the float has it from now on. */
    decideTopUp: (topUpId: string, isApproved: boolean, note: string | null): boolean =>
      topUps.decide(topUpId, isApproved ? 'approved' : 'rejected', note),

    /** Takes from the float until only so much is left for new payments; false when it has no more than that. */
    lowerFloat(leaveRupiah: number): boolean {
      return database
        .transaction((): boolean => {
          const tooMuch = float.availableRupiah() - leaveRupiah
          if (tooMuch <= 0) return false
          for (const kind of ['reserve', 'deduct'] as const) float.move(kind, null, tooMuch, clock.nowMs(), 'taken out by the operator')
          return true
        })
        .immediate()
    },

    /** Below what the outlet is told that its float is low; null: never. */
    floatLow(belowRupiah: number | null): void {
      switches.set({ floatLowRupiah: belowRupiah })
      configOffice.refresh()
    },

    /** Every terminal of the outlet as it last said it is. */
    fleet: fleet.list,

    /** The nightly window of a product; null: its own again. PLN's is one switch for all of its products (`cutOff`). */
    cutOffOf(productCode: string, cutOff: Product['cutOff']): void {
      const { [productCode]: _, ...others } = switches.get().cutOffs
      switches.set({ cutOffs: cutOff === null ? others : { ...others, [productCode]: cutOff } })
      settings.refreshCatalogue()
    },

    /** Customers to look up, as many as wanted: the same seed gives the same ones on the same WIB day. */
    population: ({ seed, count }: { seed: string; count: number }) => population(seed, count, dayInZone(clock.nowMs(), 'WIB')),

    /** When business days end, in WIB: "00:00" is the midnight that ends the day. */
    dayClosesAt: (time: string) => switches.set({ dayClosesAt: time }),
    /** A closed day is published with a mistake; a payment id of its own where a line nobody knows needs none. */
    differ: (date: string, kind: DayDifference['kind'], paymentId: string | null): boolean => closedDays.differ(date, kind, paymentId),

    /** Orders for this number end so from now on; null: by the number's own story again. */
    behave(customerNumber: string, behaviour: Behaviour | null): void {
      const { [customerNumber]: _, ...others } = switches.get().behaviours
      switches.set({ behaviours: behaviour === null ? others : { ...others, [customerNumber]: behaviour } })
    },

    /** The central's clock is wrong by so much, until it is started anew; 0: it is right. */
    skewClock: settings.skewClock,
  }
}
