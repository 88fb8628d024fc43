import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { FaultState } from './faults.ts'
import { createPracticeCentral, type PracticeCentral, type PracticeOptions } from './practice-central.ts'
import {
  cut,
  cutInTheMiddle,
  deliveredTwice,
  dripping,
  gatewayPage,
  lostOf,
  portalPage,
  signedByNobody,
  silence,
  slowDown,
} from './wire-faults.ts'

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

  let exchanges = 0

  async function withFault(request: Request, incoming: IncomingMessage): Promise<Response> {
    const { fault, latencyMs, lossPercent } = central.faults.get()
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/v1/')) {
      switches.add(incoming.socket)
      return central.fetch(request)
    }
    switch (fault) {
      case 'slow':
        await clock.sleep(latencyMs)
        return central.fetch(request)
      case 'loss': {
        const lost = lostOf(++exchanges, lossPercent)
        if (lost === 'onTheWay') return silence(incoming)
        const response = await central.fetch(request)
        return lost === 'no' ? response : silence(incoming)
      }
      case 'unavailable':
        return gatewayPage()
      case 'htmlPage':
        return portalPage()
      case 'rateLimited':
        return slowDown()
      default:
        return pathname.startsWith('/v1/payments') ? withPaymentFault(fault, request, incoming) : central.fetch(request)
    }
  }

  /** Faults that a terminal which looks online meets with a payment only. */
  async function withPaymentFault(fault: FaultState['fault'], request: Request, incoming: IncomingMessage): Promise<Response> {
    if (fault === 'duplicate') return deliveredTwice(request, central.fetch)
    if (fault === 'resetBeforeCommit') {
      await request.arrayBuffer()
      return cut(incoming)
    }
    const response = await central.fetch(request)
    if (fault === 'corruptReply') return cutInTheMiddle(response)
    if (fault === 'wrongSignature') return signedByNobody(response)
    if (fault === 'slowDrip') return dripping(response, clock)
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

async function controlOnly(central: PracticeCentral, request: Request): Promise<Response> {
  return new URL(request.url).pathname.startsWith('/practice/') ? central.fetch(request) : new Response(null, { status: 404 })
}
