/**
 * Platform owns what differs from machine to machine: time, chance, keys, the data folder and its lock, files, secrets, the log.
 * Everything else gets these as arguments. It knows no payment and no page.
 */

/** Time as the rest of the code sees it; the simulator brings its own. */
export type Clock = {
  /** UTC wall clock in milliseconds. May jump; never decides a day alone. */
  nowMs(): number
  /** Never goes back while the process lives; good for durations only. */
  monotonicMs(): number
  /** Resolves after the time, or at once when `signal` aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (durationMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(done, durationMs)
      function done() {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      signal?.addEventListener('abort', done, { once: true })
    }),
}
