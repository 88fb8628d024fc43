import type { Product } from '../../shared/central-api/catalogue.ts'

export { practiceProducts } from './families/families.ts'

/** True inside a product's nightly window, which may lie across midnight WIB. */
export function isCutOff(cutOff: Product['cutOff'], nowMs: number): boolean {
  if (cutOff === null) return false
  const time = new Date(nowMs + 7 * 3_600_000).toISOString().slice(11, 16)
  return cutOff.start <= cutOff.end ? time >= cutOff.start && time < cutOff.end : time >= cutOff.start || time < cutOff.end
}
