import { seededRandom } from '../../simulation/world/random.ts'
import { createTimeline } from '../../simulation/world/timeline.ts'
import { createFleetCentral, type FleetCentralSize } from './central.ts'
import { createFleetTerminal } from './terminal.ts'

export type FleetRun = FleetCentralSize & {
  seed: number
  terminals: number
  /** Queued at each when the central comes back. */
  payments: number
  /** Between two customers at one counter, on average, from the moment it is online again. */
  sellEveryMs: number
}

export type FleetReport = {
  drainedMs: { median: number; p99: number; last: number }
  soldMs: { count: number; median: number; p99: number; longest: number }
  central: { busiest: number; refused: number; served: number }
}

/** A central of moderate size: 32 requests at once, 5 ms for each and 4 ms for each payment in it. */
export const usualCentral: FleetCentralSize = {
  atOnceMax: 32,
  forSingles: 8,
  cost: { exchangeMs: 5, itemMs: 4 },
  wayMs: 25,
  retryAfterLeastMs: 1_000,
}

/** All terminals lost the central together; how they come back, in simulated time. The same seed is the same return. */
export async function runFleet(run: FleetRun): Promise<FleetReport> {
  const timeline = createTimeline()
  const central = createFleetCentral(timeline, run)
  const drainedMs: number[] = []
  const soldMs: number[] = []
  const outageMs = 60_000
  for (let index = 0; index < run.terminals; index += 1) {
    const random = seededRandom(run.seed, `terminal ${index}`).next
    const onDrained = () => void drainedMs.push(timeline.elapsedMs() - outageMs)
    let isSelling = false
    const terminal = createFleetTerminal(timeline, central, {
      name: `${index}`,
      queued: run.payments,
      random,
      onDrained,
      onOnline() {
        if (!isSelling) sellOn()
        isSelling = true
      },
    })
    function sellOn(): void {
      timeline.after(-Math.log(1 - random()) * run.sellEveryMs, () => {
        if (drainedMs.length === run.terminals) return
        terminal.sell((waitedMs) => void soldMs.push(waitedMs))
        sellOn()
      })
    }
  }
  timeline.after(outageMs, central.open)

  while (drainedMs.length < run.terminals) if (!(await timeline.step())) throw new Error('nothing happens any more, and queues are left')
  const { busiest, refused, served } = central
  return {
    drainedMs: { ...spread(drainedMs), last: Math.max(...drainedMs) },
    soldMs: { count: soldMs.length, ...spread(soldMs), longest: soldMs.reduce((a, b) => Math.max(a, b), 0) },
    central: { busiest, refused, served },
  }
}

function spread(values: readonly number[]): { median: number; p99: number } {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { median: at(0.5), p99: at(0.99) }
}
