import { type ClientRequest, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { Clock } from '../platform/clock.ts'
import type { Headers } from '../wire/signature.ts'
import type { SilenceCause } from './outcome.ts'

export type ExchangeLimits = { connectTimeoutMs: number; replyTimeoutMs: number; replyBytesMax: number }

/** What one attempt on the wire came to, before anybody judges what the reply says. */
export type Exchange =
  | { kind: 'reply'; status: number; headers: Headers; body: Uint8Array; roundTripMs: number }
  | { kind: 'notReached'; cause: SilenceCause; why: string }
  | { kind: 'noAnswer'; cause: SilenceCause; why: string; received: Uint8Array | null }

export type Exchanger = (sent: Sent, limits: ExchangeLimits, clock: Clock) => Promise<Exchange>

type Sent = { method: string; url: string; headers: Headers; body: Uint8Array | null }

/**
 * One request over a connection of its own, never kept, never followed elsewhere. Because the connection is fresh, "not
 * connected" proves that no byte of the request left; from the moment it is connected nothing proves that any more.
 */
export function exchange(sent: Sent, limits: ExchangeLimits, clock: Clock): Promise<Exchange> {
  return new Promise((resolve) => {
    const startedMs = clock.monotonicMs()
    const secure = sent.url.startsWith('https:')
    const done = new AbortController()
    const received: Buffer[] = []
    let receivedBytes = 0
    let connected = false
    let settled = false
    let outgoing: ClientRequest | null = null

    function settle(result: Exchange): void {
      if (settled) return
      settled = true
      done.abort()
      outgoing?.destroy()
      resolve(result)
    }
    function fail(why: string, cause: SilenceCause): void {
      // For https, `connected` is the TCP connection: a failed TLS handshake counts as no answer, which is never wrong, only slower.
      if (!connected) settle({ kind: 'notReached', cause, why })
      else settle({ kind: 'noAnswer', cause, why, received: received.length === 0 ? null : Buffer.concat(received) })
    }
    function failed(error: unknown): void {
      fail(wordsOf(error), causeOf(error))
    }
    function onReply(reply: IncomingMessage): void {
      reply.on('data', (chunk: Buffer) => {
        receivedBytes += chunk.length
        if (receivedBytes > limits.replyBytesMax) return fail(`reply over ${limits.replyBytesMax} bytes`, 'central')
        received.push(chunk)
      })
      reply.on('error', failed)
      reply.on('close', () => fail('reply cut short', 'central'))
      reply.on('end', () => {
        if (!reply.complete) return fail('reply cut short', 'central')
        settle({
          kind: 'reply',
          status: reply.statusCode ?? 0,
          headers: flat(reply.headers),
          body: Buffer.concat(received),
          roundTripMs: clock.monotonicMs() - startedMs,
        })
      })
    }

    const headers: Headers = { ...sent.headers, accept: 'application/json, application/problem+json' }
    if (sent.body !== null) headers['content-length'] = String(sent.body.length)
    try {
      outgoing = secure
        ? secureRequest(sent.url, { method: sent.method, headers, agent: new SecureAgent({ keepAlive: false }) })
        : plainRequest(sent.url, { method: sent.method, headers, agent: new PlainAgent({ keepAlive: false }) })
    } catch (error) {
      // An address that can't be one: nothing was even tried.
      return failed(error)
    }
    outgoing.on('error', failed)
    outgoing.on('close', () => fail('connection closed without a reply', 'central'))
    outgoing.on('response', onReply)
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) {
        connected = true
        return
      }
      socket.once('connect', () => {
        connected = true
      })
    })
    outgoing.end(sent.body ?? undefined)

    void clock.sleep(limits.connectTimeoutMs, done.signal).then(() => {
      if (!connected) fail(`no connection within ${limits.connectTimeoutMs} ms`, 'thisNetwork')
    })
    // One deadline for the whole reply, so that a reply that drips for ever ends too.
    void clock.sleep(limits.connectTimeoutMs + limits.replyTimeoutMs, done.signal).then(() => {
      fail(`no reply within ${limits.replyTimeoutMs} ms`, 'central')
    })
  })
}

/** The operating system says so when the way out of this shop is the trouble; everything else points at the far end. */
const ownNetworkErrors = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'ERR_INVALID_URL',
])

function causeOf(error: unknown): SilenceCause {
  const code = codeOf(error)
  // A certificate that does not fit is a captive portal or a wrong clock far more often than the central.
  return ownNetworkErrors.has(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS_') || code.includes('SELF_SIGNED')
    ? 'thisNetwork'
    : 'central'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Trying several addresses gives one error without a message of its own.
  return error.message === '' ? codeOf(error) : error.message
}

function flat(headers: IncomingMessage['headers']): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
}
