import type { RefusalCode, RefusalDetail } from '../shared/refusals.ts'
import { readProblem } from '../shared/terminal-api/problem.ts'
import {
  type EventTopic,
  eventTopics,
  type ReplyOf,
  type RequestOf,
  type RouteName,
  sessionHeader,
  terminalRoutes,
} from '../shared/terminal-api/routes.ts'
import type { PageClock } from './clock.ts'
import { readServerSentEvents } from './server-sent-events.ts'

/** The only place of the page that speaks HTTP. */
export type Client = {
  call<Name extends RouteName>(name: Name, request: RequestOf<Name>): Promise<ReplyOf<Name>>
  /** Reads what changed until `signal` aborts. After a broken stream anything may have changed: `onAgain`. */
  readEvents(listeners: { onTopic(topic: EventTopic): void; onAgain(): void; onLost(): void }, signal: AbortSignal): Promise<void>
}

/** The terminal said no, by name. */
export class RefusalError extends Error {
  readonly code: RefusalCode
  readonly detail: RefusalDetail
  constructor(code: RefusalCode, detail: RefusalDetail) {
    super(code)
    this.name = 'RefusalError'
    this.code = code
    this.detail = detail
  }
}

/** The terminal's own process did not answer, or not in words we know: nothing is known about what was asked. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
}

export function createClient(given: { fetch: typeof fetch; origin: string; session(): string | null; clock: PageClock }): Client {
  const headers = (): Record<string, string> => {
    const session = given.session()
    return session === null ? {} : { [sessionHeader]: session }
  }

  async function call<Name extends RouteName>(name: Name, request: RequestOf<Name>): Promise<ReplyOf<Name>> {
    const route = terminalRoutes[name]
    const { path, rest } = fillPath(route.path, request as Record<string, unknown>)
    const hasBody = route.method !== 'GET'
    const url = new URL(path, given.origin)
    if (!hasBody) for (const [key, value] of Object.entries(rest)) url.searchParams.set(key, String(value))
    const response = await given
      .fetch(url, {
        method: route.method,
        headers: hasBody ? { ...headers(), 'content-type': 'application/json' } : headers(),
        ...(hasBody ? { body: JSON.stringify(rest) } : {}),
        cache: 'no-store',
      })
      .catch((cause: unknown) => {
        throw new NoAnswerError('the terminal did not answer', { cause })
      })
    const body: unknown = await response.json().catch(() => ({}))
    if (!response.ok) throw readRefusal(body)
    const reply = route.reply.safeParse(body)
    if (!reply.success) throw new NoAnswerError(`unreadable reply to ${name}`, { cause: reply.error })
    return reply.data as ReplyOf<Name>
  }

  async function readEvents(listeners: Parameters<Client['readEvents']>[0], signal: AbortSignal) {
    for (let failures = 0; !signal.aborted; failures += 1) {
      const response = await given
        .fetch(new URL('/api/events', given.origin), { headers: headers(), signal, cache: 'no-store' })
        .catch(() => null)
      if (response?.ok && response.body) {
        failures = 0
        listeners.onAgain()
        await readServerSentEvents(response.body, (name) => {
          const topic = eventTopics.find((known) => known === name)
          if (topic) listeners.onTopic(topic)
        })
      }
      if (signal.aborted) return
      listeners.onLost()
      const ceilingMs = Math.min(200 * 2 ** failures, 5_000)
      await given.clock.sleep(100 + given.clock.random() * ceilingMs, signal)
    }
  }

  return { call, readEvents }
}

/** Puts members into the `:name` parts of a path; the rest travels as query or body. */
export function fillPath(pattern: string, request: Record<string, unknown>): { path: string; rest: Record<string, unknown> } {
  const rest = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined))
  const path = pattern.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    if (value === undefined) throw new Error(`${pattern} needs ${name}`)
    return encodeURIComponent(String(value))
  })
  return { path, rest }
}

function readRefusal(body: unknown): Error {
  const problem = readProblem(body)
  return problem ? new RefusalError(problem.code, problem.detail) : new NoAnswerError('an error that is no problem of ours')
}
