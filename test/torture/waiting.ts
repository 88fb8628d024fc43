import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'

/** However slow the machine is: so long nothing has changed, then nothing will. */
const stillMs = 30_000
/** Something may change for ever, as a clock does. */
const longestMs = 100_000
const betweenLooksMs = 15
/** After the deed itself is done, the loops that it woke get so long to reach a point. */
const graceMs = 8_000

/** Asks until the answer satisfies. Gives up not after a time, which a busy machine may need, but once the answer stays the same. */
export async function untilAtRest<Value>(ask: () => Promise<Value> | Value, satisfies: (value: Value) => boolean): Promise<Value> {
  const beganMs = performance.now()
  let changedMs = beganMs
  let last: Value | null = null
  for (;;) {
    const value = await ask()
    if (satisfies(value)) return value
    const nowMs = performance.now()
    if (!isDeepStrictEqual(value, last)) changedMs = nowMs
    last = value
    if (nowMs - changedMs > stillMs || nowMs - beganMs > longestMs)
      throw new Error(`it did not come to that in ${Math.round(nowMs - beganMs)} ms; last: ${JSON.stringify(value).slice(0, 1_000)}`)
    await delay(betweenLooksMs)
  }
}

/** When a point is not reached any more: a while after the deed that leads there, or when that deed itself never ends. */
export async function graceAfter(done: Promise<unknown>): Promise<void> {
  await Promise.race([done, delay(longestMs, undefined, { ref: false })])
  await delay(graceMs, undefined, { ref: false })
}
