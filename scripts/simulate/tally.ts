import { addCoverage, allWays, emptyCoverage } from '../../test/simulation/world/coverage.ts'
import { faultsOf } from '../../test/simulation/world/fault-plan.ts'
import type { Outcome } from '../../test/simulation/world/world.ts'

/** Ways that no simulated day can take, and where they are proved instead. */
const provedElsewhere: Record<string, string> = {
  'cancelled × paidAfterRefund': 'only a revived copy of a ledger sends what was cancelled: test/payments/every-edge.test.ts',
}

type Failure = { seed: number; sentence: string }

/** Adds up what a run tried and found. */
export function openTally(paymentsAsked: number) {
  const total = emptyCoverage()
  const failures: Failure[] = []
  const startedMs = performance.now()
  let seeds = 0
  let faults = 0

  const paymentCount = () => Object.values(total.endStates).reduce((sum, count) => sum + count, 0)

  /** Everything that was there to be hit: the ways of the table, the power at each point, each fault on each road. */
  function expected(): string[] {
    const ways = allWays()
      .filter((way) => provedElsewhere[way] === undefined)
      .map((way) => [way, total.ways[way]] as const)
    const hits = Object.keys(total.visits).flatMap((point) => {
      const route = /^wire (.*)$/.exec(point)?.[1]
      const names = route === undefined ? ['crash'] : faultsOf(route)
      return names.map((name) => [`${name} @ ${point}`, total.faults[`${name} @ ${point}`]] as const)
    })
    return [...ways, ...hits].filter(([, count]) => (count ?? 0) === 0).map(([name]) => name)
  }

  return {
    add(outcome: Outcome) {
      seeds += 1
      faults += outcome.faults
      addCoverage(total, outcome.coverage)
      if (outcome.failure !== null) failures.push({ seed: outcome.seed, sentence: outcome.failure.sentence })
    },
    failures: () => failures,
    gaps: expected,
    report(): string {
      const tookS = (performance.now() - startedMs) / 1_000
      const payments = paymentCount()
      const lines = [
        `${seeds} seeds, ${payments} payments (${paymentsAsked} asked of each), ${failures.length} seeds failed`,
        `${faults} faults, ${(faults / Math.max(1, payments)).toFixed(2)} per payment`,
        `${Math.round(payments / tookS)} simulated payments per second, ${tookS.toFixed(1)} s`,
        `ended as: ${spelled(total.endStates)}`,
        'ways of the state table:',
        ...table(Object.fromEntries(allWays().map((way) => [way, total.ways[way] ?? 0]))),
        ...Object.entries(provedElsewhere).map(([way, why]) => `  not here: ${way}, ${why}`),
        'faults:',
        ...table(byFault(total.faults)),
        `points hit by a fault: ${Object.keys(total.faults).length}, pairs at 0 so far: ${expected().length}`,
      ]
      return `\n${lines.join('\n')}\n`
    },
  }
}

function byFault(faults: Record<string, number>): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [pair, count] of Object.entries(faults)) {
    const name = pair.slice(0, pair.indexOf(' @ '))
    sums[name] = (sums[name] ?? 0) + count
  }
  return sums
}

function spelled(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

function table(counts: Record<string, number>): string[] {
  return Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `  ${String(count).padStart(9)}  ${name}`)
}
