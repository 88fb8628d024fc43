/** Chance that a seed decides and nothing else: the same seed, the same world. */
export type Random = {
  /** Uniform in [0, 1). */
  next(): number
  chance(probability: number): boolean
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  pick<Item>(items: readonly Item[]): Item
}

/** `stream` keeps one purpose from shifting another: a cashier who asks once more must not change what the wire does. */
export function seededRandom(seed: number, stream: string): Random {
  let state = mix(seed ^ hashOf(stream))
  function next(): number {
    // Mulberry32: small, and good enough to choose faults.
    state = (state + 0x6d2b79f5) | 0
    return mix(state) / 2 ** 32
  }
  return {
    next,
    chance: (probability) => next() < probability,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick<Item>(items: readonly Item[]): Item {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('nothing to choose from')
      return item
    },
  }
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 15), 1 | word)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return (mixed ^ (mixed >>> 14)) >>> 0
}

/** FNV-1a. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
