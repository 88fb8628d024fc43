import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { createClosedDays } from './closed-days.ts'
import type { ConfigOffice } from './config.ts'
import type { Facts } from './facts.ts'
import type { Feed } from './feed.ts'
import { createFleet } from './fleet.ts'
import type { Float } from './float.ts'
import { createFloatWatch } from './float-watch.ts'
import { createOutletOperator } from './outlet-operator.ts'
import type { Settling } from './settling.ts'
import type { SwitchBoard } from './switches.ts'
import { createTopUps } from './top-ups.ts'

type OutletDeskSettings = {
  database: Database
  float: Float
  feed: Feed
  facts: Facts
  settling: Settling
  switches: SwitchBoard
  configOffice: ConfigOffice
  clock: Clock
  ids: Ids
  refreshCatalogue: () => void
  skewClock: (byMs: number) => void
}

export type OutletDesk = ReturnType<typeof createOutletDesk>

/** What concerns the outlet as a whole and no payment alone: its deposit, its days, its terminals, and who runs them. */
export function createOutletDesk(settings: OutletDeskSettings) {
  const topUps = createTopUps(settings)
  const closedDays = createClosedDays(settings)
  const fleet = createFleet(settings)
  const floatWatch = createFloatWatch(settings)
  return { topUps, closedDays, fleet, floatWatch, outletOperator: createOutletOperator({ ...settings, topUps, closedDays, fleet }) }
}
