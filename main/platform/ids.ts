import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

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
