import type { Headers } from '../wire/signature.ts'
import type { DoorWords } from './outcome.ts'

/** Whoever stands at the door may slow a terminal down for so long at most: longer could as well be an attack. */
const retryAfterMaxMs = 10 * 60_000

export function doorWords(reply: { status: number; headers: Headers }, nowMs: number): DoorWords {
  if (reply.status === 413) return { tooLarge: true }
  if (reply.status !== 429 && reply.status !== 503) return {}
  const delayMs = readRetryAfter(reply.headers['retry-after'], reply.headers.date, nowMs)
  return delayMs === null ? {} : { retryAfterMs: delayMs }
}

/**
 * RFC 9110, 10.2.3: seconds or a date. A date is taken against the reply's own, where it has one, because this machine's clock may be
 * anywhere. Null where nothing can be read.
 */
export function readRetryAfter(retryAfter: string | undefined, date: string | undefined, nowMs: number): number | null {
  const text = retryAfter?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Math.min(retryAfterMaxMs, Number(text) * 1_000)
  const atMs = httpDateMs(text)
  if (atMs === null) return null
  return Math.min(retryAfterMaxMs, Math.max(0, atMs - (httpDateMs(date ?? '') ?? nowMs)))
}

function httpDateMs(text: string): number | null {
  const atMs = /^[A-Z][a-z]{2,8}, .+ GMT$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(atMs) ? null : atMs
}
