import { roundSeeds } from '../../test/simulation/world/aims.ts'
import { addCoverage, allWays, count, emptyCoverage } from '../../test/simulation/world/coverage.ts'
import type { Outcome } from '../../test/simulation/world/world.ts'
import { oddPoints, pairsAtZero, provedElsewhere } from './expected.ts'

type Failure = { seed: number; sentence: string }

/** Adds up what a run tried and found. */
export function openTally(paymentsAsked: number) {
  const total = emptyCoverage()
  const seenIn: Record<string, number> = {}
  const failures: Failure[] = []
  const startedMs = performance.now()
  let seeds = 0
  let faults = 0

  const paymentCount = () => Object.values(total.endStates).reduce((sum, count) => sum + count, 0)

  const faultsPerPayment = () => faults / Math.max(1, paymentCount())

  return {
    add(outcome: Outcome) {
      seeds += 1
      faults += outcome.faults
      addCoverage(total, outcome.coverage)
      for (const point of Object.keys(outcome.coverage.visits)) count(seenIn, point)
      if (outcome.failure !== null) failures.push({ seed: outcome.seed, sentence: outcome.failure.sentence })
    },
    failures: () => failures,
    /** What a run has to answer for: pairs once it had seeds enough to try them all, faults per payment once it is no accident. */
    shortcomings: () => [
      ...(seeds >= roundSeeds ? [...pairsAtZero(total).map((pair) => `never hit: ${pair}`), ...oddPoints(total)] : []),
      ...(seeds >= 100 && faultsPerPayment() < 1 ? [`${faultsPerPayment().toFixed(2)} faults per payment are fewer than one`] : []),
    ],
    /** Every point with the part of the days that passed it, in thousandths. */
    points: () =>
      Object.fromEntries(
        Object.entries(seenIn)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([point, days]) => [point, Math.ceil((days * 1_000) / seeds)]),
      ),
    report(): string {
      const tookS = (performance.now() - startedMs) / 1_000
      const payments = paymentCount()
      const lines = [
        `${seeds} seeds, ${payments} payments (${paymentsAsked} asked of each), ${failures.length} seeds failed`,
        `${faults} faults, ${faultsPerPayment().toFixed(2)} per payment`,
        `${Math.round(payments / tookS)} simulated payments per second, ${tookS.toFixed(1)} s`,
        `ended as: ${spelled(total.endStates)}`,
        'ways of the state table:',
        ...table(Object.fromEntries(allWays().map((way) => [way, total.ways[way] ?? 0]))),
        ...Object.entries(provedElsewhere).map(([way, why]) => `  not here: ${way}, ${why}`),
        'faults:',
        ...table(byFault(total.faults)),
        `points passed: ${Object.keys(total.visits).length}, pairs of fault and point hit: ${Object.keys(total.faults).length}, pairs at 0 so far: ${pairsAtZero(total).length}`,
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
