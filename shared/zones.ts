/** Indonesia's three zones; no daylight saving (Keppres 41/1987). Billers' days are WIB days wherever the outlet stands. */
export const zones = { WIB: 7, WITA: 8, WIT: 9 } as const
export type Zone = keyof typeof zones

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The calendar day "2026-11-23" of a UTC instant in a zone. */
export function dayInZone(atMs: number, zone: Zone): string {
  return new Date(atMs + zones[zone] * hourMs).toISOString().slice(0, 10)
}

/** "2026-11-24" for "2026-11-23". */
export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)
}

/** "23/11/2026 10:42:05" in a zone: the order Indonesian slips print it in. */
export function slipTime(atMs: number, zone: Zone): string {
  const iso = new Date(atMs + zones[zone] * hourMs).toISOString()
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)} ${iso.slice(11, 19)}`
}

/** "10.42": how the clock on screen shows minutes in Indonesian. */
export function clockTime(atMs: number, zone: Zone): string {
  const iso = new Date(atMs + zones[zone] * hourMs).toISOString()
  return `${iso.slice(11, 13)}.${iso.slice(14, 16)}`
}

/** "2026-11-23T10:42": what a page's date field holds, in a zone. */
export function zonedInputText(atMs: number, zone: Zone): string {
  return new Date(atMs + zones[zone] * hourMs).toISOString().slice(0, 16)
}

/** The instant such a field means, or null while it is not a date. */
export function zonedInputMs(text: string, zone: Zone): number | null {
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  return Number.isNaN(atMs) ? null : atMs - zones[zone] * hourMs
}

/** The instant the WIB day of `atMs` began. */
export function wibDayStartMs(atMs: number): number {
  const sinceMidnightMs = (atMs + zones.WIB * hourMs) % dayMs
  return atMs - sinceMidnightMs
}

/** The instant the WIB day of `atMs` ends: inquiries and bills are valid until then at the latest. */
export function wibDayEndMs(atMs: number): number {
  return wibDayStartMs(atMs) + dayMs
}
