import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../platform/clock.ts'
import { numbersFrom } from './customers.ts'

/** What a bad road, a gateway or a captive portal makes of an exchange. The central behind knows nothing of it. */

/** The socket is reset instead of answering. */
export function cut(incoming: IncomingMessage): Response {
  incoming.socket.resetAndDestroy()
  return new Response(null)
}

/** No byte ever comes; over when the caller gives up. */
export async function silence(incoming: IncomingMessage): Promise<Response> {
  if (!incoming.socket.destroyed) await once(incoming.socket, 'close')
  return new Response(null)
}

export type Lost = 'no' | 'onTheWay' | 'onTheWayBack'

/** What becomes of the n-th exchange: the same for the same number and share, so that a lesson can be repeated. */
export function lostOf(exchange: number, lossPercent: number): Lost {
  const chance = numbersFrom(`loss ${exchange}`)
  if (chance(0) % 100 >= lossPercent) return 'no'
  return chance(1) % 2 === 0 ? 'onTheWay' : 'onTheWayBack'
}

export function gatewayPage(): Response {
  const page = '<html><head><title>503 Service Temporarily Unavailable</title></head><body><h1>503</h1></body></html>'
  return new Response(page, { status: 503, headers: { 'content-type': 'text/html' } })
}

/** What a hotel's or a provider's network answers to everything until somebody signs in. */
export function portalPage(): Response {
  const page = '<html><head><title>Wi-Fi Gratis</title></head><body><h1>Masuk untuk memakai internet</h1></body></html>'
  return new Response(page, { status: 200, headers: { 'content-type': 'text/html' } })
}

const slowDownForS = 2

export function slowDown(): Response {
  return new Response('slow down', { status: 429, headers: { 'content-type': 'text/plain', 'retry-after': String(slowDownForS) } })
}

export async function cutInTheMiddle(response: Response): Promise<Response> {
  const body = new Uint8Array(await response.arrayBuffer())
  return new Response(body.subarray(0, Math.floor(body.length / 2)), response)
}

/** Well formed, of the right length, and not the signature. */
export function signedByNobody(response: Response): Response {
  const headers = new Headers(response.headers)
  const signature = headers.get('signature') ?? ''
  headers.set(
    'signature',
    signature.replace(/:(.)/, (_, first: string) => `:${first === 'A' ? 'B' : 'A'}`),
  )
  return new Response(response.body, { status: response.status, headers })
}

const dripEveryMs = 100

/** The right reply, a byte at a time: nothing ever looks stuck, and it does not end. */
export async function dripping(response: Response, clock: Clock): Promise<Response> {
  const body = new Uint8Array(await response.arrayBuffer())
  let sent = 0
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent === body.length) return controller.close()
      await clock.sleep(dripEveryMs)
      controller.enqueue(body.subarray(sent, sent + 1))
      sent++
    },
  })
  return new Response(stream, { status: response.status, headers: response.headers })
}

/** The road delivers a request a second time; the caller hears what the second one came to. */
export async function deliveredTwice(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response> {
  const body = request.method === 'GET' ? null : await request.arrayBuffer()
  const again = () => new Request(request.url, { method: request.method, headers: request.headers, body })
  await answer(again())
  return answer(again())
}
