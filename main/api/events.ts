import type { Hono } from 'hono'
import { type EventTopic, eventTopics } from '../../shared/terminal-api/routes.ts'
import type { Clock } from '../platform/clock.ts'
import type { SessionId } from './sessions.ts'

const heartbeatMs = 15_000
/** Pages open at once on one terminal: a counter window, a customer display and some forgotten tabs. */
const listenersMax = 32

/** What changed, told to every open page; a page reads the facts themselves anew, so a lost or doubled event harms nothing. */
export type Events = {
  /** Returns how many pages were told. */
  publish(topic: EventTopic): number
  open(): Response
  close(): void
}

export function createEvents(clock: Clock): Events {
  const listeners = new Set<Listener>()
  const ended = new AbortController()
  return {
    publish(topic) {
      for (const listener of listeners) listener.tell(topic)
      return listeners.size
    },
    open() {
      // The oldest page makes room: the one just opened is the one somebody looks at.
      const [oldest] = listeners
      if (listeners.size >= listenersMax) oldest?.close()
      const listener = listen(clock, ended.signal, () => listeners.delete(listener))
      listeners.add(listener)
      return new Response(listener.stream, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      })
    },
    close() {
      ended.abort()
      for (const listener of listeners) listener.close()
      listeners.clear()
    },
  }
}

/** `GET /api/events` has no row in the contract because it is a stream; it needs a session like every call. */
export function mountEvents(hono: Hono, events: Events, admit: (request: Request) => SessionId): void {
  hono.get('/api/events', ({ req }) => {
    admit(req.raw)
    return events.open()
  })
}

type Listener = { stream: ReadableStream<Uint8Array>; tell(topic: EventTopic): void; close(): void }

/** One page's stream. What a slow page has not read yet is kept as a set of topics, so it can't grow. */
function listen(clock: Clock, ended: AbortSignal, gone: () => void): Listener {
  const waiting = new Set<EventTopic>()
  const stopped = new AbortController()
  const encoder = new TextEncoder()
  let sink: ReadableStreamDefaultController<Uint8Array> | null = null

  function flush(): void {
    if (sink === null || (sink.desiredSize ?? 0) <= 0) return
    const text = eventTopics.filter((topic) => waiting.has(topic)).map((topic) => `event: ${topic}\ndata: {}\n\n`)
    waiting.clear()
    if (text.length > 0) sink.enqueue(encoder.encode(text.join('')))
  }
  function stop(): void {
    sink = null
    stopped.abort()
    gone()
  }
  async function beat(): Promise<void> {
    const signal = AbortSignal.any([stopped.signal, ended])
    while (!signal.aborted) {
      await clock.sleep(heartbeatMs, signal)
      if (sink !== null && (sink.desiredSize ?? 0) > 0) sink.enqueue(encoder.encode(': heartbeat\n\n'))
    }
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        sink = controller
        // The first bytes let the page see at once that the stream stands.
        controller.enqueue(encoder.encode(': open\n\n'))
        void beat()
      },
      pull: flush,
      cancel: stop,
    },
    { highWaterMark: 4 },
  )
  return {
    stream,
    tell(topic) {
      waiting.add(topic)
      flush()
    },
    close() {
      sink?.close()
      stop()
    },
  }
}
