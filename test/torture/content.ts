const pageBytes = 4_096
const sectorBytes = 512

/** What is lost of what was not synced: all of it, none of it, or what chance and two shares decide. */
export type Loss = 'onlySynced' | 'everything' | { random: () => number; keptShare: number; tornShare: number }

type Step = { offset: number; data: Buffer } | { size: number }

/**
 * A file's content: as last synced, and what was done to it since. The cache writes pages back in any order and at any time, so after a loss
 * each page of 4 KB is found as after any of the unsynced writes to it, whatever happened to its neighbours: that makes every
 * subset and every order. A torn page is decided anew for each sector of 512 bytes. Truncations come in their order, and a file
 * may be long already while what belongs there is still zeros.
 */
export type Content = ReturnType<typeof createContent>

export function createContent() {
  const synced = createBytes(Buffer.alloc(0))
  let steps: Step[] = []
  return {
    write: (offset: number, data: Buffer) => void steps.push({ offset, data }),
    truncate: (size: number) => void steps.push({ size }),
    sync(): void {
      for (const step of steps) {
        if ('size' in step) synced.resize(step.size)
        else synced.write(step.data, step.offset)
      }
      steps = []
    },
    found(loss: Loss): Buffer {
      if (loss === 'onlySynced' || steps.length === 0) return synced.content()
      const file = createBytes(synced.content())
      const isKept = loss === 'everything' ? () => true : draw(steps, loss)
      let wholeBytes = file.length()
      for (const [index, step] of steps.entries()) {
        if ('size' in step) {
          wholeBytes = step.size
          if (isKept(index, null)) file.resize(step.size)
          continue
        }
        wholeBytes = Math.max(wholeBytes, step.offset + step.data.length)
        for (const { sector, from, to } of sectorsOf(step)) {
          if (isKept(index, sector)) file.write(step.data.subarray(from - step.offset, to - step.offset), from)
        }
      }
      if (loss !== 'everything' && loss.random() < 0.3) file.resize(Math.max(file.length(), Math.floor(loss.random() * (wholeBytes + 1))))
      return file.content()
    },
  }
}

/** For each page (or sector of a torn one) the last of its writes that reached the disk; for truncations likewise. */
function draw(steps: readonly Step[], loss: Exclude<Loss, string>): (index: number, sector: number | null) => boolean {
  const { random, keptShare, tornShare } = loss
  const touching = new Map<number, number[]>()
  const truncations: number[] = []
  for (const [index, step] of steps.entries()) {
    if ('size' in step) {
      truncations.push(index)
      continue
    }
    const last = Math.floor((step.offset + step.data.length - 1) / pageBytes)
    for (let page = Math.floor(step.offset / pageBytes); page <= last; page += 1) touching.set(page, [...(touching.get(page) ?? []), index])
  }
  const lastKept = (indexes: readonly number[]): number =>
    (random() < keptShare ? indexes.at(-1) : indexes[Math.floor(random() * (indexes.length + 1)) - 1]) ?? -1
  const truncated = lastKept(truncations)
  const pages = new Map<number, { isTorn: boolean; last: number }>()
  const sectors = new Map<number, number>()
  return (index, sector) => {
    if (sector === null) return index <= truncated
    const number = Math.floor((sector * sectorBytes) / pageBytes)
    const page = pages.get(number) ?? { isTorn: random() < tornShare, last: lastKept(touching.get(number) ?? []) }
    pages.set(number, page)
    if (!page.isTorn) return index <= page.last
    const last = sectors.get(sector) ?? lastKept(touching.get(number) ?? [])
    sectors.set(sector, last)
    return index <= last
  }
}

function* sectorsOf({ offset, data }: { offset: number; data: Buffer }): Generator<{ sector: number; from: number; to: number }> {
  const end = offset + data.length
  for (let from = offset; from < end; ) {
    const sector = Math.floor(from / sectorBytes)
    const to = Math.min(end, (sector + 1) * sectorBytes)
    yield { sector, from, to }
    from = to
  }
}

/** Bytes that grow as they are written; what nobody wrote is zero. */
function createBytes(start: Buffer) {
  let bytes = Buffer.from(start)
  let length = start.length
  function reserve(size: number): void {
    if (size <= bytes.length) return
    const larger = Buffer.alloc(Math.max(size, bytes.length * 2))
    bytes.copy(larger, 0, 0, length)
    bytes = larger
  }
  return {
    length: () => length,
    resize(size: number): void {
      reserve(size)
      if (size < length) bytes.fill(0, size, length)
      length = size
    },
    write(part: Buffer, at: number): void {
      reserve(at + part.length)
      part.copy(bytes, at)
      length = Math.max(length, at + part.length)
    },
    content: (): Buffer => bytes.subarray(0, length),
  }
}
