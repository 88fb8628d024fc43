import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { FaultState } from './faults.ts'
import { createPracticeCentral, type PracticeCentral, type PracticeOptions } from './practice-central.ts'

export type PracticeServer = {
  /** Base address of the central API. */
  url: string
  /** Where `/practice/…` answers even while the central plays offline. */
  controlUrl: string
  central: PracticeCentral
  close(): Promise<void>
}

/** The practice central over real HTTP on 127.0.0.1, faults included; port 0 takes a free one. */
export async function startPracticeCentral(options: PracticeOptions & { port: number; controlPort?: number }): Promise<PracticeServer> {
  const central = await createPracticeCentral(options)
  const { clock } = options
  const sockets = new Set<Socket>()
  /** Carry `/practice/…` and so the order to go offline itself; they get their reply. */
  const switches = new WeakSet<Socket>()

  /** Null when the socket is cut instead of answering. */
  async function withFault(request: Request, incoming: IncomingMessage): Promise<Response> {
    const { fault, latencyMs } = central.faults.get()
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/v1/')) {
      switches.add(incoming.socket)
      return central.fetch(request)
    }
    if (fault === 'slow') await clock.sleep(latencyMs)
    if (fault === 'unavailable') return gatewayPage()
    if (fault === 'rateLimited') return slowDown()
    if (!pathname.startsWith('/v1/payments')) return central.fetch(request)
    if (fault === 'resetBeforeCommit') {
      await request.arrayBuffer()
      return cut(incoming)
    }
    const response = await central.fetch(request)
    if (fault === 'corruptReply') return cutInTheMiddle(response)
    if (fault === 'wrongSignature') return signedByNobody(response)
    return fault === 'resetAfterCommit' ? cut(incoming) : response
  }

  const listener = getRequestListener((request, bindings) => withFault(request, (bindings as HttpBindings).incoming), {
    overrideGlobalObjects: false,
  })
  const server = createServer(listener as (incoming: IncomingMessage, outgoing: ServerResponse) => void)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const port = await listen(server, options.port)
  const control = createServer(
    getRequestListener((request) => controlOnly(central, request), { overrideGlobalObjects: false }) as (
      incoming: IncomingMessage,
      outgoing: ServerResponse,
    ) => void,
  )
  const controlPort = await listen(control, options.controlPort ?? 0)

  central.faults.onChange(async ({ fault }: FaultState) => {
    if (fault === 'offline' && server.listening) {
      // Nobody listens any more: a new connection is refused before its first byte, one that is open is cut.
      server.close()
      for (const socket of sockets) if (!switches.has(socket)) socket.destroy()
    }
    if (fault !== 'offline' && !server.listening) await listen(server, port)
  })

  return {
    url: `http://127.0.0.1:${port}`,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    central,
    async close() {
      for (const each of [server, control]) {
        each.closeAllConnections()
        if (each.listening) await new Promise((resolve) => each.close(resolve))
      }
      central.close()
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  // Rejects when the port is taken.
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function cut(incoming: IncomingMessage): Response {
  incoming.socket.resetAndDestroy()
  return new Response(null)
}

function gatewayPage(): Response {
  const page = '<html><head><title>503 Service Temporarily Unavailable</title></head><body><h1>503</h1></body></html>'
  return new Response(page, { status: 503, headers: { 'content-type': 'text/html' } })
}

const slowDownForS = 2

function slowDown(): Response {
  return new Response('slow down', { status: 429, headers: { 'content-type': 'text/plain', 'retry-after': String(slowDownForS) } })
}

async function cutInTheMiddle(response: Response): Promise<Response> {
  const body = new Uint8Array(await response.arrayBuffer())
  return new Response(body.subarray(0, Math.floor(body.length / 2)), response)
}

/** Well formed, of the right length, and not the signature. */
function signedByNobody(response: Response): Response {
  const headers = new Headers(response.headers)
  const signature = headers.get('signature') ?? ''
  headers.set(
    'signature',
    signature.replace(/:(.)/, (_, first: string) => `:${first === 'A' ? 'B' : 'A'}`),
  )
  return new Response(response.body, { status: response.status, headers })
}

async function controlOnly(central: PracticeCentral, request: Request): Promise<Response> {
  return new URL(request.url).pathname.startsWith('/practice/') ? central.fetch(request) : new Response(null, { status: 404 })
}
