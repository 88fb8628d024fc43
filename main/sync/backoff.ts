export type Backoff = { firstMs: number; longestMs: number }

/**
 * Full jitter: anywhere between nothing and twice as long as last time, up to a ceiling, for ever. Thousands of terminals that
 * lost the link together must not come back together; and money is never given up on. `draw` is uniform in [0, 1): one draw for all that
 * were in one batch keeps them together for the next.
 */
export function backoffMs(backoff: Backoff, attempt: number, draw: number): number {
  const ceiling = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(attempt, 30))
  return Math.round(ceiling * draw)
}
