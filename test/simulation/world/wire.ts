import type { Exchange, Exchanger } from '../../../main/central/exchange.ts'
import type { WireFault } from './fault-kinds.ts'
import type { FaultPlan } from './fault-plan.ts'
import { Crash, type Process } from './process.ts'
import type { Random } from './random.ts'
import { gatewayPage, portalPage, spoil, spoilSigned } from './spoil.ts'
import type { Timeline } from './timeline.ts'

export type WireReply = { status: number; headers: Record<string, string>; body: Uint8Array }
export type WireRequest = { method: string; url: string; headers: Record<string, string>; body: Uint8Array | null }
/** Whoever answers at the far end; null while nobody listens there. */
export type FarEnd = {
  fetch(request: Request): Promise<Response>
  sign(body: string, reply: WireReply, request: WireRequest): Promise<WireReply>
}

type WireSettings = {
  timeline: Timeline
  plan: FaultPlan
  random: Random
  process: Process
  farEnd: () => FarEnd | null
  /** The outlet's own way out. */
  isDown: () => boolean
  tell: (line: string) => void
}

/**
 * The road between a terminal and the central: it takes time, and everything that networks do to requests and replies happens here.
 * What comes of a request is decided when it leaves, so that a seed is one story.
 */
export function simulatedWire({ timeline, plan, random, process, farEnd, isDown, tell }: WireSettings): Exchanger {
  let lastReply: Record<string, WireReply> = {}

  return (sent, limits) =>
    new Promise((resolve) => {
      const route = routeOf(sent.method, sent.url)
      process.mayCrash(`send ${route}`)
      const startedMs = timeline.elapsedMs()
      const fault = plan.wireFault(route)
      const thereMs = random.between(5, 60)
      const backMs = random.between(5, 60)
      const deadlineMs = limits.connectTimeoutMs + limits.replyTimeoutMs
      let over = false

      /** The terminal hears this, unless it is dead or has stopped listening. */
      function hear(outcome: Exchange): void {
        if (over) return
        over = true
        giveUp()
        if (process.survives(`reply ${route}`)) resolve(outcome)
      }
      const giveUp = timeline.after(deadlineMs, () =>
        hear({ kind: 'noAnswer', cause: 'central', why: `no reply within ${limits.replyTimeoutMs} ms`, received: null }),
      )
      const replied = (reply: WireReply) => {
        tell(`${process.name} hears ${route}: ${reply.status} ${excerpt(reply.body)}`)
        hear({ kind: 'reply', ...reply, roundTripMs: timeline.elapsedMs() - startedMs })
      }
      const notReached = (delayMs: number) =>
        void timeline.after(delayMs, () => hear({ kind: 'notReached', cause: 'thisNetwork', why: 'connection refused' }))

      /** The request arrives; `then` gets what the central says, when it says it. */
      function arrive(delayMs: number, then: (reply: WireReply, end: FarEnd) => void): void {
        timeline.after(delayMs, () => {
          const end = farEnd()
          if (end === null) return hear({ kind: 'noAnswer', cause: 'central', why: 'connection reset', received: null })
          void timeline.busyWith(ask(end, sent)).then(
            (reply) => then(reply, end),
            (error: unknown) => {
              if (!(error instanceof Crash)) throw error
              hear({ kind: 'noAnswer', cause: 'central', why: 'connection reset', received: null })
            },
          )
        })
      }
      const answer = (reply: WireReply, delayMs = backMs) => {
        lastReply = { ...lastReply, [route]: reply }
        timeline.after(delayMs, () => replied(reply))
      }
      const forged = (reply: WireReply, kind: WireFault, end: FarEnd) =>
        void timeline.busyWith(spoilSigned(kind, reply, sent, end, random)).then((spoiled) => answer(spoiled))

      if (isDown() || farEnd() === null) return notReached(random.between(1, 40))
      tell(`${process.name} sends ${route}${sent.body === null ? '' : ` ${excerpt(sent.body)}`}`)
      switch (fault) {
        case null:
          return arrive(thereMs, (reply) => answer(reply))
        case 'notReached':
          return notReached(random.between(1, limits.connectTimeoutMs))
        case 'lostRequest':
          return
        case 'lostReply':
          return arrive(thereMs, () => {})
        case 'lateRequest':
          // Held up on the way until long after the terminal has asked about it, and perhaps been told "unknown".
          return arrive(deadlineMs + random.between(0, 240_000), () => {})
        case 'duplicateRequest':
          arrive(thereMs, (reply) => answer(reply, backMs + random.between(0, 2_000)))
          return arrive(thereMs + random.between(0, 500), (reply) => answer(reply))
        case 'staleReply': {
          const stale = lastReply[route]
          return arrive(thereMs, (reply) => answer(stale ?? reply))
        }
        case 'slow':
          return arrive(thereMs, (reply) => answer(reply, random.between(1_000, limits.replyTimeoutMs - 1_000)))
        case 'tooSlow':
          return arrive(thereMs, (reply) => answer(reply, deadlineMs + random.between(1, 60_000)))
        case 'html200':
          return void timeline.after(thereMs + backMs, () => replied(portalPage()))
        case 'status401':
        case 'status404':
        case 'status413':
        case 'status429':
        case 'status500':
        case 'status503':
          return void timeline.after(thereMs + backMs, () => replied(gatewayPage(Number(fault.slice(6)), random)))
        case 'status502AfterCommit':
          return arrive(thereMs, () => answer(gatewayPage(502, random)))
        case 'corruptJson':
        case 'wrongSignature':
          return arrive(thereMs, (reply) => answer(spoil(fault, reply, random)))
        case 'cutReply':
          return arrive(
            thereMs,
            (reply) =>
              void timeline.after(backMs, () =>
                hear({
                  kind: 'noAnswer',
                  cause: 'central',
                  why: 'reply cut short',
                  received: reply.body.subarray(0, reply.body.length >> 1),
                }),
              ),
          )
        default:
          return arrive(thereMs, (reply, end) => forged(reply, fault, end))
      }
    })
}

async function ask(end: FarEnd, sent: WireRequest): Promise<WireReply> {
  const response = await end.fetch(
    new Request(sent.url, { method: sent.method, headers: sent.headers, body: sent.body as BodyInit | null }),
  )
  return { status: response.status, headers: Object.fromEntries(response.headers), body: new Uint8Array(await response.arrayBuffer()) }
}

const routes: readonly [method: string, path: RegExp, route: string][] = [
  ['POST', /^\/v1\/payments\/batch$/, 'batch'],
  ['POST', /^\/v1\/payments\/[^/]+\/void$/, 'void'],
  ['POST', /^\/v1\/payments$/, 'pay'],
  ['GET', /^\/v1\/payments\/[^/]+$/, 'ask'],
  ['POST', /^\/v1\/inquiries$/, 'inquire'],
  ['POST', /^\/v1\/second-copies\/open$/, 'openCopy'],
]

/** What the terminal wanted, as reports call it: `pay`, `ask`, `feed`, … */
function routeOf(method: string, url: string): string {
  const { pathname } = new URL(url)
  const named = routes.find(([wanted, path]) => wanted === method && path.test(pathname))
  return named?.[2] ?? pathname.split('/').at(-1) ?? '?'
}

function excerpt(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, 400))
}
