/** The month `count` months after a period: "202612" and one month on is "202701". */
export function monthAfter(period: string, count: number): string {
  const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(4)) - 1 + count
  return `${Math.floor(months / 12)}${String((months % 12) + 1).padStart(2, '0')}`
}

/** The months from `count - 1` before a period up to it, oldest first. */
export function monthsUpTo(period: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => monthAfter(period, index - count + 1))
}
