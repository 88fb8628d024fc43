import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { createCentral } from '../../main/central/client.ts'
import { systemClock } from '../../main/platform/clock.ts'
import { importPrivateKey, makeKeyPair } from '../../main/platform/crypto.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { signReply } from '../../main/wire/reply.ts'
import type { WireRequest } from '../../main/wire/signature.ts'
import { paymentOf, pulsa20 } from '../practice/outlet.ts'

const central = makeKeyPair()
export const identity = { keyId: 'central-1', privateKey: importPrivateKey(central) }
export const request = paymentOf(pulsa20('081200001230'), systemClock)
const limits = { connectTimeoutMs: 500, replyTimeoutMs: 500, inquiryTimeoutMs: 500, replyBytesMax: 10_000 }

export function clientOf(baseUrl: string) {
  const settings = { keys: { ...makeKeyPair(), keyId: 'terminal-1' }, clock: systemClock, ids: systemIds, limits }
  return createCentral({ ...settings, baseUrl, centralKeyId: 'central-1', centralPublicKey: central.publicKey })
}

const members = { serverTime: '2026-11-23T03:42:00.000Z', ledgerEpoch: 'e1', idsKeptForDays: 90 }
export const pending = { ...members, paymentId: request.paymentId, intentHash: request.intentHash, revision: 1, status: 'pending' }
export const refused = {
  ...pending,
  status: 'refused',
  type: 'about:blank',
  title: 'no',
  code: 'billChanged',
  retry: 'never',
  created: true,
}

export async function signedReply(to: WireRequest, body: unknown, status = 200, by = identity) {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
  const headers = await signReply({ status, headers: { 'content-type': 'application/json' }, body: bytes }, to, by, {
    createdMs: systemClock.nowMs(),
  })
  return { status, headers, body: bytes }
}

export type Handler = (wire: WireRequest, outgoing: ServerResponse, incoming: IncomingMessage) => void | Promise<void>

/** A central that says exactly what the test wants it to say. */
export async function saying(handler: Handler) {
  const server = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => {
      const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
      void handler({ method: incoming.method ?? '', url: `http://x${incoming.url}`, headers }, outgoing, incoming)
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

/** Bytes straight into the socket, for what no HTTP server would say. */
export async function sayingRaw(handler: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    handler(socket)
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

export function send(outgoing: ServerResponse, reply: Awaited<ReturnType<typeof signedReply>>) {
  outgoing.writeHead(reply.status, reply.headers)
  outgoing.end(reply.body)
}
