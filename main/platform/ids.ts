import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import type { Clock } from './clock.ts'

/** Ids and secrets; the simulator brings seeded ones. */
export type Ids = {
  /** UUIDv7: sorts by time, made on the terminal, never reused. */
  next(): string
  /** Unguessable, URL-safe: one-time codes, sessions, nonces. */
  secret(): string
  /** Uniform in [0, 1): jitter only, never money or keys. */
  random(): number
}

export const systemIds: Ids = {
  next: () => v7(),
  secret: () => randomBytes(32).toString('base64url'),
  random: () => Math.random(),
}

/** The same ids dated by another clock: the first 48 bits of a UUIDv7 are its time, the rest stays unique as it is. */
export function datedBy(clock: Pick<Clock, 'nowMs'>, ids: Ids): Ids {
  return {
    ...ids,
    next: () => {
      const made = ids.next()
      const time = clock.nowMs().toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}${made.slice(13)}`
    },
  }
}

/** When a UUIDv7 was made, by the clock of whoever made it. */
export function idTimeMs(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
