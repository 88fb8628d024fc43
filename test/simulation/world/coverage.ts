import { paymentTransitions } from '../../../shared/payment-states.ts'

/** What a run has really tried: faults by the point they hit, and ways of the state table that payments took. */
export type Coverage = {
  /** How often a point was passed at all, hit or not. */
  visits: Record<string, number>
  /** `fault @ point` to how often. */
  faults: Record<string, number>
  /** `state × event` to how often. */
  ways: Record<string, number>
  endStates: Record<string, number>
}

export function emptyCoverage(): Coverage {
  return { visits: {}, faults: {}, ways: {}, endStates: {} }
}

export function count(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by
}

export function addCoverage(total: Coverage, more: Coverage): void {
  for (const part of ['visits', 'faults', 'ways', 'endStates'] as const)
    for (const [key, times] of Object.entries(more[part])) count(total[part], key, times)
}

/** Every way of the state table, as `ways` spells it. */
export function allWays(): string[] {
  return Object.entries(paymentTransitions).flatMap(([state, events]) => Object.keys(events).map((event) => `${state} × ${event}`))
}
