import type { Product } from '../../shared/central-api/catalogue.ts'
import { wibDayStartMs } from '../../shared/zones.ts'
import { isCutOff } from './catalogue.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** How long a product's biller still takes nothing, for a terminal to wait just as long; null outside of its nightly window. */
export function cutOffLeftMs(cutOff: Product['cutOff'], nowMs: number): number | null {
  if (cutOff === null || !isCutOff(cutOff, nowMs)) return null
  const [hours = 0, minutes = 0] = cutOff.end.split(':').map(Number)
  const endMs = wibDayStartMs(nowMs) + (hours * 60 + minutes) * minuteMs
  return endMs > nowMs ? endMs - nowMs : endMs + dayMs - nowMs
}
