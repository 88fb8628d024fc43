import { describe, expect, it } from 'vitest'
import { followKey, isSameScan, noBurst, sameScanIgnoredMs, scanKeyGapMs } from '../../renderer/parts/scan-burst.ts'

/** Feeds keys with a gap before each and tells what the last one was taken for. */
function feed(keys: readonly string[], gapMs: number): string | null {
  let burst = noBurst
  let scan: string | null = null
  keys.forEach((key, index) => {
    ;({ burst, scan } = followKey(burst, key, 1_000 + index * gapMs))
  })
  return scan
}

describe('telling a scanner from a person', () => {
  it('takes many fast keys ended by Enter for a scan', () => {
    expect(feed([...'530000000002', 'Enter'], 8)).toBe('530000000002')
    expect(feed([...'530000000002', 'Enter'], scanKeyGapMs)).toBe('530000000002')
  })

  it('takes a fast typist for a person', () => {
    expect(feed([...'530000000002', 'Enter'], scanKeyGapMs + 1)).toBeNull()
  })

  it('takes a few fast keys for a person: amounts and PINs are short', () => {
    expect(feed([...'70000', 'Enter'], 5)).toBeNull()
  })

  it('takes only the fast part for the scan, not what was typed before it', () => {
    let burst = followKey(noBurst, '7', 0).burst
    burst = followKey(burst, '0', 400).burst
    ;[...'53000000', 'x'].slice(0, 8).forEach((key, index) => {
      burst = followKey(burst, key, 2_000 + index * 5).burst
    })
    expect(followKey(burst, 'Enter', 2_040).scan).toBe('53000000')
  })

  it('keeps letters a scanner shifts, and breaks off at other keys', () => {
    expect(feed(['Shift', 'A', 'Shift', 'B', ...'12345', 'Enter'], 5)).toBe('AB12345')
    expect(feed([...'530000', 'Backspace', ...'12', 'Enter'], 5)).toBeNull()
  })

  it('does not call a slow Enter behind a fast paste a scan', () => {
    let burst = noBurst
    ;[...'530000000002'].forEach((key, index) => {
      burst = followKey(burst, key, index * 5).burst
    })
    expect(followKey(burst, 'Enter', 1_000).scan).toBeNull()
  })

  it('ignores the same code within two seconds, and takes it again after', () => {
    const last = { text: '530000000002', atMs: 5_000 }
    expect(isSameScan(last, '530000000002', 5_000 + sameScanIgnoredMs - 1)).toBe(true)
    expect(isSameScan(last, '530000000002', 5_000 + sameScanIgnoredMs)).toBe(false)
    expect(isSameScan(last, '530000000001', 5_001)).toBe(false)
    expect(isSameScan(null, '530000000002', 5_000)).toBe(false)
  })
})
