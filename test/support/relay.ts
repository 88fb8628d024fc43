import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PaymentAnswer } from '../../shared/central-api/payments.ts'

export type Heard = { method: string; path: string; json: Record<string, unknown> | null }
export type Held = { heard: Heard; release(): void }

/**
 * What happens to one exchange. `hold…`: it stays here, on the way there or back, until released. `strand`: the line breaks while the
 * request is on its way, and it arrives all the same once released. `answer`: somebody else answers.
 */
export type Deed =
  | 'pass'
  | 'cut'
  | 'holdRequest'
  | 'holdReply'
  | 'strand'
  | { answer: Response }
  | { rewrite: (json: Record<string, unknown>) => Record<string, unknown> }

/** Signs what was rewritten, as only the central can: without one a rewritten reply arrives with a signature that no longer holds. */
export type SignAgain = (
  reply: { status: number; headers: Record<string, string>; body: Uint8Array },
  request: { method: string; url: string; headers: Record<string, string> },
) => Promise<Record<string, string>>

export type Relay = {
  url: string
  /** Where it passes on to; may change while it runs, as when a central comes back on another port. */
  upstream: string
  rule: (heard: Heard) => Deed
  signAgain: SignAgain | null
  heard: Heard[]
  held: Held[]
  /** What the central said to stranded requests; nobody was there to hear it. */
  late: AnswerJson[]
  /** Resolves when an exchange is being held. */
  holding(): Promise<Held>
  close(): Promise<void>
}

/**
 * A stretch of network between terminal and central that misbehaves as told, per request: a portal's page, a reply that
 * comes late or never, a central whose answer about one payment is nonsense. Passes on everything else untouched.
 */
export async function openRelay(upstream: string): Promise<Relay> {
  const server = createServer((incoming, outgoing) => {
    // Whoever listened may be gone by now; a relay does not mind.
    void exchange(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  let told: (() => void)[] = []
  const relay: Relay = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    upstream,
    rule: () => 'pass',
    signAgain: null,
    heard: [],
    held: [],
    late: [],
    async holding() {
      if (relay.held.length === 0) await new Promise<void>((resolve) => told.push(resolve))
      return relay.held[0] as Held
    },
    async close() {
      for (const { release } of relay.held) release()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return relay

  async function exchange(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const heard: Heard = { method: incoming.method ?? '', path: incoming.url ?? '', json: readJson(body) }
    relay.heard.push(heard)
    const deed = relay.rule(heard)
    if (deed === 'cut') return void incoming.socket.resetAndDestroy()
    if (typeof deed === 'object' && 'answer' in deed) return send(outgoing, deed.answer)
    if (deed === 'strand') incoming.socket.resetAndDestroy()
    if (deed === 'holdRequest' || deed === 'strand') await hold(heard)
    const headers = headersOf(incoming)
    const reply = await fetch(relay.upstream + heard.path, {
      method: heard.method,
      headers,
      ...(body.length === 0 ? {} : { body }),
    })
    if (deed === 'strand') {
      relay.late.push((await reply.json()) as AnswerJson)
      return
    }
    if (deed === 'holdReply') await hold(heard)
    if (typeof deed !== 'object') return send(outgoing, reply)
    const rewritten = new TextEncoder().encode(JSON.stringify(deed.rewrite((await reply.json()) as Record<string, unknown>)))
    const plain = { status: reply.status, headers: { 'content-type': reply.headers.get('content-type') ?? '' }, body: rewritten }
    const request = { method: heard.method, url: relay.upstream + heard.path, headers }
    const signed = relay.signAgain === null ? Object.fromEntries(reply.headers) : await relay.signAgain(plain, request)
    return send(outgoing, new Response(rewritten, { status: reply.status, headers: signed }))
  }

  function hold(heard: Heard): Promise<void> {
    return new Promise((resolve) => {
      const held: Held = {
        heard,
        release() {
          relay.held = relay.held.filter((other) => other !== held)
          resolve()
        },
      }
      relay.held.push(held)
      for (const tell of told) tell()
      told = []
    })
  }
}

/** A friendly page instead of an answer, as a captive portal or a proxy gives it. */
export function portalPage(): Response {
  return new Response('<html><body>Selamat datang di WiFi warung</body></html>', { headers: { 'content-type': 'text/html' } })
}

/** Follows one payment through its exchanges: the pay request names the number, later questions only the id. */
export function exchangesAbout(customerNumber: string): (heard: Heard) => boolean {
  const paymentIds = new Set<unknown>()
  return ({ path, json }) => {
    if (!path.startsWith('/v1/payments')) return false
    if (json?.customerNumber === customerNumber) paymentIds.add(json.paymentId)
    return paymentIds.has(json?.paymentId ?? path.split(/[/?]/)[3])
  }
}

export function isPay({ method, path }: Heard): boolean {
  return method === 'POST' && path === '/v1/payments'
}

type AnswerJson = PaymentAnswer & Record<string, unknown>

function readJson(body: Buffer): Heard['json'] {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>
  } catch {
    return null
  }
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding'])
  return Object.fromEntries(Object.entries(incoming.headers).flatMap(([name, value]) => (own.has(name) ? [] : [[name, String(value)]])))
}

async function send(outgoing: ServerResponse, reply: Response): Promise<void> {
  const own = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'date'])
  outgoing.writeHead(reply.status, Object.fromEntries([...reply.headers].filter(([name]) => !own.has(name))))
  outgoing.end(Buffer.from(await reply.arrayBuffer()))
}
