/** A scanner types like nobody can: many keys, each within 30 ms of the one before, ended by Enter. */
export const scanKeyGapMs = 30
export const scanLengthMin = 6
/** A scanner held over the same code repeats it; the repeat means nothing. */
export const sameScanIgnoredMs = 2_000

export type Burst = { text: string; lastAtMs: number }

export const noBurst: Burst = { text: '', lastAtMs: Number.NEGATIVE_INFINITY }

/** Follows keys one by one. Enter right behind a long enough burst is a scan, told with its text. */
export function followKey(burst: Burst, key: string, atMs: number): { burst: Burst; scan: string | null } {
  const fast = atMs - burst.lastAtMs <= scanKeyGapMs
  if (key === 'Enter') {
    return { burst: { text: '', lastAtMs: atMs }, scan: fast && burst.text.length >= scanLengthMin ? burst.text : null }
  }
  // Shift and the like come with a scanner's capital letters; other named keys end a burst.
  if (key === 'Shift' || key === '') return { burst, scan: null }
  if ([...key].length !== 1) return { burst: noBurst, scan: null }
  return { burst: { text: fast ? burst.text + key : key, lastAtMs: atMs }, scan: null }
}

/** True where the same text was scanned less than two seconds before. */
export function isSameScan(last: { text: string; atMs: number } | null, text: string, atMs: number): boolean {
  return last !== null && last.text === text && atMs - last.atMs < sameScanIgnoredMs
}
