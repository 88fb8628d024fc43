import { readFileSync } from 'node:fs'
import { faultsAt } from './fault-kinds.ts'

/** In so many seeds every fault is tried at every point a few times. */
export const roundSeeds = 500
const triesWanted = 6

/**
 * Every point that simulated days have passed while faults were about, with the part of the days that pass it (in thousandths).
 * `npm run simulate -- --seeds 500 --list-points` writes it anew, and a run of as many seeds compares it with what it saw.
 */
export const pointsFile = new URL('./points.json', import.meta.url)
export const knownPoints: Readonly<Record<string, number>> = JSON.parse(readFileSync(pointsFile, 'utf8'))

type Pair = { point: string; fault: string; tries: number }

/** A point that few days pass is aimed at in more of them. */
const pairs: readonly Pair[] = Object.entries(knownPoints).flatMap(([point, thousandths]) =>
  faultsAt(point).map((fault) => ({
    point,
    fault,
    tries: Math.min(roundSeeds, Math.ceil((triesWanted * 1_000) / Math.max(1, thousandths))),
  })),
)
/** Not always the first time it is passed. */
const passesLeftAlone = [0, 2, 0, 7]
/** Spreads the pairs over the seeds; shares no divisor with their number. */
const stride = 7_919

export type Aims = {
  /** The fault that this seed has in mind for this passing of the point. */
  at(point: string): string | null
}

/** Which pairs a seed tries: evenly over the seeds, so that no pair waits for luck. */
export function aimsOf(seed: number): Aims {
  const waiting = new Map<string, { fault: string; passesLeft: number }[]>()
  for (const [index, { point, fault, tries }] of pairs.entries()) {
    const turn = (seed + index * stride) * tries
    if (turn % roundSeeds >= tries) continue
    const passesLeft = passesLeftAlone[Math.floor(turn / roundSeeds) % passesLeftAlone.length] ?? 0
    waiting.set(point, [...(waiting.get(point) ?? []), { fault, passesLeft }])
  }
  return {
    at(point) {
      const aims = waiting.get(point)
      if (aims === undefined) return null
      const due = aims.findIndex(({ passesLeft }) => passesLeft === 0)
      for (const aim of aims) aim.passesLeft = Math.max(0, aim.passesLeft - 1)
      return due < 0 ? null : (aims.splice(due, 1)[0]?.fault ?? null)
    },
  }
}
