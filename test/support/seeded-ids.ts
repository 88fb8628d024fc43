import { v7 } from 'uuid'
import type { Clock } from '../../main/platform/clock.ts'
import type { Ids } from '../../main/platform/ids.ts'

/** The same ids, secrets and jitter in every run; real UUIDv7, because the central reads their time. */
export function seededIds(clock: Clock, seed = 1): Ids {
  let state = seed
  let count = 0
  function nextWord(): number {
    // Mulberry32: small, and good enough to tell ids apart.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const bytes = (length: number) => Uint8Array.from({ length }, () => nextWord() & 0xff)
  return {
    next: () => {
      count += 1
      return v7({ msecs: clock.nowMs(), seq: count, random: bytes(16) })
    },
    secret: () => Buffer.from(bytes(32)).toString('base64url'),
    random: () => nextWord() / 2 ** 32,
  }
}
