import type { Clock } from '../../main/platform/clock.ts'

export type ManualClock = Clock & {
  advance(durationMs: number): Promise<void>
  /** Somebody sets the machine's clock; no time passes. */
  setWall(wallMs: number): void
  /** The machine is off for so long; its clock runs on, its uptime starts anew. */
  reboot(offMs: number): void
  /** The machine sleeps: its uptime and its clock run on, the process's own clock doesn't. */
  suspend(durationMs: number): void
  /** As on Windows: the machine doesn't name its starts. */
  forgetBoots(): void
}

/** Time that passes only when a test says so; sleepers wake in order. */
export function manualClock(startMs = Date.UTC(2026, 10, 23, 3, 0, 0)): ManualClock {
  let elapsedMs = 0
  let wallAheadMs = startMs
  let boots = 1
  let bootedAtMs = -5_000
  let asleepMs = 0
  let namesBoots = true
  const sleepers = new Set<{ atMs: number; wake(): void }>()
  return {
    nowMs: () => wallAheadMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    sinceBoot: () => (namesBoots ? { bootId: `boot-${boots}`, elapsedMs: elapsedMs + asleepMs - bootedAtMs } : null),
    setWall: (wallMs) => {
      wallAheadMs = wallMs - elapsedMs
    },
    reboot: (offMs) => {
      wallAheadMs += offMs
      boots += 1
      bootedAtMs = elapsedMs + asleepMs
    },
    suspend: (durationMs) => {
      wallAheadMs += durationMs
      asleepMs += durationMs
    },
    forgetBoots: () => {
      namesBoots = false
    },
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const sleeper = { atMs: elapsedMs + durationMs, wake: done }
        function done() {
          sleepers.delete(sleeper)
          resolve()
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', done, { once: true })
      }),
    async advance(durationMs) {
      const untilMs = elapsedMs + durationMs
      for (;;) {
        const next = [...sleepers].filter((sleeper) => sleeper.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined) break
        elapsedMs = next.atMs
        next.wake()
        await settle()
      }
      elapsedMs = untilMs
      await settle()
    },
  }
}

/** Lets everything that only waits for promises go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
