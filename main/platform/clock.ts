/**
 * Platform owns what differs from machine to machine: time, chance, keys, the data folder and its lock, files, secrets, the log.
 * Everything else gets these as arguments. It knows no payment and no page.
 */

import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** How long the machine has been up, asleep or awake, and the name of the start it counts from. */
export type Uptime = { bootId: string; elapsedMs: number }

/** Time as the rest of the code sees it; the simulator brings its own. */
export type Clock = {
  /** UTC wall clock in milliseconds. May jump; never decides a day alone. */
  nowMs(): number
  /** Never goes back while the process lives; good for durations only. */
  monotonicMs(): number
  /** Resolves after the time, or at once when `signal` aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
  /** Null where the machine doesn't tell: there a new process can't know how long the one before it has been gone. */
  sinceBoot(): Uptime | null
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
  sinceBoot: () => (bootId === null ? null : { bootId, elapsedMs: Math.round(uptime() * 1_000) }),
}

/** Linux names each start; what Windows and macOS say of theirs is worked out from the wall clock, which is the one thing not to ask. */
const bootId = readBootId()

function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}
