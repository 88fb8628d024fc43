import type { Product } from '../../shared/central-api/catalogue.ts'
import { wibDayStartMs } from '../../shared/zones.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/**
 * When the nightly window ends in which the product's biller takes nothing, or null outside of it. WIB, whatever the outlet's zone; it may
 * lie across midnight. A payment inside it is neither taken offline nor sent.
 */
export function cutOffEndMs(product: Pick<Product, 'cutOff'>, nowMs: number): number | null {
  if (product.cutOff === null) return null
  const [startMs, endMs] = [minutesOf(product.cutOff.start) * minuteMs, minutesOf(product.cutOff.end) * minuteMs]
  const midnightMs = wibDayStartMs(nowMs)
  const sinceMidnightMs = nowMs - midnightMs
  if (startMs <= endMs) return sinceMidnightMs >= startMs && sinceMidnightMs < endMs ? midnightMs + endMs : null
  if (sinceMidnightMs >= startMs) return midnightMs + dayMs + endMs
  return sinceMidnightMs < endMs ? midnightMs + endMs : null
}

/** "23:30" */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
