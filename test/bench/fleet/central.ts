import type { Timeline } from '../../simulation/world/timeline.ts'

/** What a request costs a central to answer. */
export type Cost = { exchangeMs: number; itemMs: number }

export type Said = { kind: 'answer' } | { kind: 'busy'; retryAfterMs: number }

export type FleetCentral = {
  /** Answers after the way there, the work and the way back. `small`: one payment or one question; a batch is not. */
  receive(items: number, small: boolean, answer: (said: Said) => void): void
  open(): void
  isOpen(): boolean
  readonly busiest: number
  readonly refused: number
  readonly served: number
}

export type FleetCentralSize = {
  /** Requests that are worked on together. */
  atOnceMax: number
  /** How many of those places no batch may take. */
  forSingles: number
  cost: Cost
  /** To the central, or back. */
  wayMs: number
  retryAfterLeastMs: number
}

/** Single requests wait this many long at most: a line that is short enough to be gone in a moment. */
const singlesInLineMax = 256

/**
 * A central with room for so many requests at once. Some of that room is for single requests alone, so that a customer at a counter never
 * stands behind the batches of other outlets; what finds no room is told when to come back (docs/central-api, "Too much at once").
 */
export function createFleetCentral(
  timeline: Timeline,
  { atOnceMax, forSingles, cost, wayMs, retryAfterLeastMs }: FleetCentralSize,
): FleetCentral {
  let isOpen = false
  let atOnce = 0
  let batches = 0
  const counts = { busiest: 0, refused: 0, served: 0 }

  /** When what was turned away could all have been done. */
  let bookedUntilMs = 0
  const inLine: (() => void)[] = []

  function arrive(items: number, small: boolean, answer: (said: Said) => void): void {
    const hasRoom = atOnce < atOnceMax && (small || (batches < atOnceMax - forSingles && inLine.length === 0))
    if (hasRoom) work(items, small, answer)
    else if (small && inLine.length < singlesInLineMax) inLine.push(() => work(items, small, answer))
    else {
      counts.refused += 1
      const nowMs = timeline.elapsedMs()
      bookedUntilMs = Math.max(nowMs, bookedUntilMs) + (cost.exchangeMs + items * cost.itemMs) / (atOnceMax - forSingles)
      const retryAfterMs = retryAfterLeastMs + Math.round(bookedUntilMs - nowMs)
      timeline.after(wayMs, () => answer({ kind: 'busy', retryAfterMs }))
    }
  }

  function work(items: number, small: boolean, answer: (said: Said) => void): void {
    atOnce += 1
    if (!small) batches += 1
    counts.busiest = Math.max(counts.busiest, atOnce)
    timeline.after(cost.exchangeMs + items * cost.itemMs, () => {
      atOnce -= 1
      if (!small) batches -= 1
      counts.served += 1
      inLine.shift()?.()
      timeline.after(wayMs, () => answer({ kind: 'answer' }))
    })
  }

  return {
    receive: (items, small, answer) => void timeline.after(wayMs, () => arrive(items, small, answer)),
    open() {
      isOpen = true
    },
    isOpen: () => isOpen,
    get busiest() {
      return counts.busiest
    },
    get refused() {
      return counts.refused
    },
    get served() {
      return counts.served
    },
  }
}
