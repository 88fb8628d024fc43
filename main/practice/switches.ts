import type { Product } from '../../shared/central-api/catalogue.ts'
import type { PaymentIntent } from '../../shared/intent.ts'
import type { Zone } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import type { Facts } from './facts.ts'
import type { Story } from './families/family.ts'
import { practiceFloatLowRupiah, practiceOutlet } from './seed.ts'

/** How orders for a number end, and after how long where they are pending first. */
export type Behaviour = { pays: Story['pays']; pendingForMs: number }

/** What a trainer or a test may set, kept through restarts and restores. */
export type Switches = {
  /** What the agent earns per sheet, whatever the catalogue says; null: the catalogue. */
  commissionPerSheetRupiah: number | null
  /** What the float is charged above what was agreed: a central that miscounts. */
  deductMoreRupiah: number
  plnCutOff: Product['cutOff']
  /** Nightly windows of other products, by code. */
  cutOffs: Record<string, NonNullable<Product['cutOff']>>
  zone: Zone
  terminalCount: number
  /** Shares of the float by terminal; null is no share. A terminal that is not named has the usual one. */
  allotments: Record<string, number | null>
  /** WIB time at which business days end; "00:00" is the midnight that ends the day. */
  dayClosesAt: string
  /** Customer numbers that pay otherwise than by their story. */
  behaviours: Record<string, Behaviour>
  /** Below it the outlet is told that its float is low; null: never. */
  floatLowRupiah: number | null
  /** New payments a terminal may send in a minute; null: as many as it likes. */
  createsPerMinuteMax: number | null
}

export const initialSwitches: Switches = {
  commissionPerSheetRupiah: null,
  deductMoreRupiah: 0,
  plnCutOff: null,
  cutOffs: {},
  zone: practiceOutlet.zone,
  terminalCount: practiceOutlet.terminalCount,
  allotments: {},
  floatLowRupiah: practiceFloatLowRupiah,
  dayClosesAt: '00:00',
  behaviours: {},
  createsPerMinuteMax: null,
}

export type SwitchBoard = ReturnType<typeof createSwitches>

export function createSwitches(settings: { facts: Facts; clock: Clock; initial: Switches }) {
  const { facts, clock } = settings
  let switches: Switches = { ...settings.initial, ...JSON.parse(facts.read('switches') ?? '{}') }
  let minute = { number: 0, created: new Map<string, number>() }
  return {
    get: () => switches,
    set(changes: Partial<Switches>): void {
      switches = { ...switches, ...changes }
      facts.write('switches', JSON.stringify(switches))
    },
    priceOf(product: Product, intent: PaymentIntent) {
      const perSheetRupiah = switches.commissionPerSheetRupiah ?? product.commissionRupiah
      const commissionRupiah = perSheetRupiah * intent.sheets.length
      // A bill may be smaller than what the agent earns by it: nothing is taken from the float then, and nothing put in.
      return { commissionRupiah, deductionRupiah: Math.max(0, intent.totalRupiah - commissionRupiah) + switches.deductMoreRupiah }
    },
    /** Counts one more creation; false when this minute's are used up. */
    mayCreate(terminalId: string): boolean {
      const { createsPerMinuteMax } = switches
      if (createsPerMinuteMax === null) return true
      const number = Math.floor(clock.nowMs() / 60_000)
      if (number !== minute.number) minute = { number, created: new Map() }
      const created = minute.created.get(terminalId) ?? 0
      minute.created.set(terminalId, created + 1)
      return created < createsPerMinuteMax
    },
  }
}
