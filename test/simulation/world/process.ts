import type { Clock } from '../../../main/platform/clock.ts'
import type { FaultPlan } from './fault-plan.ts'
import type { Timeline } from './timeline.ts'

/** Thrown out of a process that has just died, and at everything it tries afterwards. */
export class Crash extends Error {
  constructor(at: string) {
    super(`the process died at ${at}`)
    this.name = 'Crash'
  }
}

/**
 * One life of a program: from its start to its end or its crash. A crashed one is a zombie: its sleepers never wake, its replies
 * never come, and whatever it still tries throws.
 */
export type Process = {
  readonly alive: boolean
  readonly name: string
  /** A place where the power may go: throws when it does, or when it already has. */
  mayCrash(point: string): void
  /** The same where nothing can be thrown: false means that this life goes no further. */
  survives(point: string): boolean
  end(): void
  /** From outside: the power goes, whatever is being done. */
  kill(point: string): void
  /** Rejects when the process dies: a person waits for a screen, but not for a dead one. */
  whileAlive<Value>(work: Promise<Value>): Promise<Value>
}

export function createProcess(name: string, plan: FaultPlan, onCrash: (point: string) => void): Process {
  let alive = true
  const mourners = new Set<() => void>()
  function die(point: string): void {
    alive = false
    for (const mourner of mourners) mourner()
    mourners.clear()
    onCrash(point)
  }
  const process: Process = {
    get alive() {
      return alive
    },
    name,
    mayCrash(point) {
      if (!process.survives(point)) throw new Crash(point)
    },
    survives(point) {
      if (alive && plan.crashes(point)) die(point)
      return alive
    },
    kill(point) {
      if (alive) die(point)
    },
    end() {
      alive = false
      for (const mourner of mourners) mourner()
      mourners.clear()
    },
    whileAlive(work) {
      return new Promise((resolve, reject) => {
        const mourn = () => reject(new Crash('while a person waited'))
        if (alive) mourners.add(mourn)
        else mourn()
        void work.then(resolve, reject).finally(() => mourners.delete(mourn))
      })
    },
  }
  return process
}

/** What a machine's clock says and since when it has been up; null where it doesn't tell. */
export type Wall = { startMs: number; offByMs: number; boot: { id: string; atMs: number } | null }

/** A clock as one process reads it: its wall may be wrong, its naps end with it. `who` names the sleeper for the crash points. */
export function processClock(timeline: Timeline, process: Process, wall: Wall, who: string): Clock {
  return {
    nowMs: () => Math.floor(wall.startMs + wall.offByMs + timeline.elapsedMs()),
    monotonicMs: () => timeline.elapsedMs(),
    sinceBoot: () => (wall.boot === null ? null : { bootId: wall.boot.id, elapsedMs: Math.floor(timeline.elapsedMs() - wall.boot.atMs) }),
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const takeBack = timeline.after(durationMs, () => {
          signal?.removeEventListener('abort', wakeNow)
          if (process.survives(`wake of ${who}`)) resolve()
        })
        function wakeNow() {
          takeBack()
          if (process.alive) resolve()
        }
        signal?.addEventListener('abort', wakeNow, { once: true })
      }),
  }
}
