import { knownPoints } from '../../test/simulation/world/aims.ts'
import { allWays, type Coverage } from '../../test/simulation/world/coverage.ts'
import { faultsAt } from '../../test/simulation/world/fault-kinds.ts'

/** Ways and pairs that no simulated day can take, and why. */
export const provedElsewhere: Record<string, string> = {
  'cancelled × paidAfterRefund': 'only a revived copy of a ledger sends what was cancelled: test/payments/every-edge.test.ts',
  'cancelled × centralTakes':
    'the central takes only for what it orders, and what is cancelled never reaches it: test/payments/every-edge.test.ts',
  'cancelled × claimCredited': 'comes after cancelled × centralTakes: test/payments/every-edge.test.ts',
}

/** Everything that is there to be hit: the ways of the state table, and every fault at each point where it may strike. */
export function pairsAtZero({ ways, faults, visits }: Coverage): string[] {
  const points = [...new Set([...Object.keys(knownPoints), ...Object.keys(visits)])].sort()
  return [
    ...allWays().filter((way) => (ways[way] ?? 0) === 0),
    ...points.flatMap((point) => faultsAt(point).map((fault) => `${fault} @ ${point}`)).filter((pair) => (faults[pair] ?? 0) === 0),
  ].filter((pair) => provedElsewhere[pair] === undefined)
}

/** A list of points that is not what the days pass aims past them. */
export function oddPoints({ visits }: Coverage): string[] {
  const unknown = Object.keys(visits).filter((point) => knownPoints[point] === undefined)
  const unseen = Object.keys(knownPoints).filter((point) => visits[point] === undefined)
  return [...unknown.map((point) => `not in points.json: ${point}`), ...unseen.map((point) => `in points.json, but never passed: ${point}`)]
}
