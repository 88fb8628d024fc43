import type { Clock } from '../../main/platform/clock.ts'

export type ManualClock = Clock & { advance(durationMs: number): Promise<void> }

/** Time that passes only when a test says so; sleepers wake in order. */
export function manualClock(startMs = Date.UTC(2026, 10, 23, 3, 0, 0)): ManualClock {
  let elapsedMs = 0
  const sleepers = new Set<{ atMs: number; wake(): void }>()
  return {
    nowMs: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
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
