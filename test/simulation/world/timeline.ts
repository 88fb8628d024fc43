/** True time of the simulated world: an ordered queue of things to come. No two runs of a seed differ in it. */
export type Timeline = {
  /** Since the world began; the wall clocks of terminals may say anything else. */
  elapsedMs(): number
  /** Runs later, in order of time and then of asking. The result takes it back. */
  after(delayMs: number, run: () => void): () => void
  /** Work that is neither asleep nor queued: the next event waits for it. */
  busyWith<Value>(work: Promise<Value>): Promise<Value>
  /** Moves on to the next event and lets everything that follows from it come to rest. False when there is none. */
  step(): Promise<boolean>
}

type Event = { atMs: number; order: number; run: (() => void) | null }

export function createTimeline(): Timeline {
  const heap: Event[] = []
  let nowMs = 0
  let order = 0
  let busy = 0

  function before(a: Event, b: Event): boolean {
    return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
  }

  function push(event: Event): void {
    let at = heap.push(event) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Event
      if (!before(event, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = event
  }

  function pop(): Event | null {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined) return null
    if (heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Event, heap[child] as Event)) child += 1
      if (!before(heap[child] as Event, last)) break
      heap[at] = heap[child] as Event
      at = child
    }
    heap[at] = last
    return first
  }

  /** One turn of the real event loop empties every chain of promises; only work on the wire may need another. */
  async function rest(): Promise<void> {
    do await new Promise<void>((resolve) => setImmediate(resolve))
    while (busy > 0)
  }

  return {
    elapsedMs: () => nowMs,
    after(delayMs, run) {
      order += 1
      const event: Event = { atMs: nowMs + Math.max(0, delayMs), order, run }
      push(event)
      return () => {
        event.run = null
      }
    },
    async busyWith(work) {
      busy += 1
      try {
        return await work
      } finally {
        busy -= 1
      }
    },
    async step() {
      let event = pop()
      while (event !== null && event.run === null) event = pop()
      if (event === null) return false
      nowMs = event.atMs
      event.run?.()
      await rest()
      return true
    },
  }
}
