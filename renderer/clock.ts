/** Time as the page sees it: durations and waiting only. What o'clock it is comes from the terminal (`status.nowMs`). */
export type PageClock = {
  monotonicMs(): number
  /** Resolves after the time, or at once when `signal` aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
  /** Uniform in [0, 1): jitter only. */
  random(): number
}

export const pageClock: PageClock = {
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
  random: () => Math.random(),
}
