import { dayAfter, dayInZone, wibDayStartMs } from '../../shared/zones.ts'

const dayMs = 86_400_000
const minuteMs = 60_000

/** How long after its WIB midnight a business day ends. "00:00" is the midnight that ends the day, any other time one on the day itself. */
function endOffsetMs(closesAt: string): number {
  const [hours = 0, minutes = 0] = closesAt.split(':').map(Number)
  const offsetMs = (hours * 60 + minutes) * minuteMs
  return offsetMs === 0 ? dayMs : offsetMs
}

/** The instant at which a business day is over. */
export function businessDayEndMs(day: string, closesAt: string): number {
  return wibDayStartMs(Date.parse(`${day}T00:00:00+07:00`)) + endOffsetMs(closesAt)
}

/** The business day that is open at an instant. */
export function businessDayOf(atMs: number, closesAt: string): string {
  const wibDay = dayInZone(atMs, 'WIB')
  return atMs < businessDayEndMs(wibDay, closesAt) ? wibDay : dayAfter(wibDay)
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10)
}
