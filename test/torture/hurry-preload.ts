import { defaultTiming } from '../../main/sync/sync.ts'

/**
 * Loaded before the terminal in a torture run: its pauses between attempts are cut to a fraction, so that a thousand kills
 * take minutes and not a day. Nothing else of it is touched.
 */
for (const backoff of Object.values(defaultTiming)) {
  if (typeof backoff !== 'object') continue
  backoff.firstMs = Math.min(backoff.firstMs, 50)
  backoff.longestMs = Math.min(backoff.longestMs, 400)
}
defaultTiming.returnSpreadMs = 50
defaultTiming.idleProbeMs = 1_000
