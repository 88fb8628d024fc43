import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { WireMoment } from './points.ts'

/** One exchange about payments, as far as the line has seen it. */
export type Passing = { method: string; path: string; request: string }
/** What happens to the bytes from here on. `late`: both ends are cut, and the request still arrives so much later. */
export type Deed = 'pass' | 'cut' | 'reset' | { late: number }

export type Line = {
  url: string
  port: number
  /** Asked at each moment of each exchange about payments; the bytes wait for the answer. */
  rule: (moment: WireMoment, passing: Passing) => Deed | Promise<Deed>
  /** While refused, nobody listens: a fresh connection fails before its first byte. */
  refuse(): Promise<void>
  listen(): Promise<void>
  /** Resolves when nothing that was sent late is still on its way. */
  quiet(): Promise<void>
  close(): Promise<void>
}

/**
 * The stretch of network between terminal and central, byte by byte: delays, cuts, resets, and tells when a request's first byte,
 * the whole request and the reply's first byte are there. The terminal uses each connection for one exchange.
 */
export async function openLine(upstreamPort: number): Promise<Line> {
  const sockets = new Set<Socket>()
  const late = new Set<Promise<void>>()
  const server = createServer((near) => {
    sockets.add(near)
    near.on('close', () => sockets.delete(near))
    near.on('error', () => near.destroy())
    // A connection that breaks off while it is listened to ends there.
    void carry(near).catch(() => near.destroy())
  })
  await start(0)
  const { port } = server.address() as AddressInfo
  const line: Line = {
    url: `http://127.0.0.1:${port}`,
    port,
    rule: () => 'pass',
    async refuse() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async listen() {
      if (!server.listening) await start(port)
    },
    async quiet() {
      await Promise.all(late)
    },
    async close() {
      await line.refuse()
      await Promise.all(late)
    },
  }
  return line

  async function start(at: number): Promise<void> {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
  }

  async function carry(near: Socket): Promise<void> {
    const chunks: Buffer[] = []
    let passing: Passing | null = null
    for await (const chunk of near.iterator({ destroyOnReturn: false })) {
      const isFirst = chunks.push(chunk as Buffer) === 1
      const request = Buffer.concat(chunks).toString('latin1')
      const [, method = '', path = ''] = /^(\S+) (\S+) /.exec(request) ?? []
      if (!path.startsWith('/v1/payments')) return forward(near, chunks, null)
      passing = { method, path, request }
      if (isFirst && !(await goesOn('requestFirstByte', passing, near, chunks))) return
      if (isWhole(request)) {
        if (await goesOn('requestWhole', passing, near, chunks)) forward(near, chunks, passing)
        return
      }
    }
  }

  async function goesOn(moment: WireMoment, passing: Passing, near: Socket, chunks: readonly Buffer[]): Promise<boolean> {
    const deed = await line.rule(moment, passing)
    if (deed === 'pass') return true
    if (deed === 'reset') near.resetAndDestroy()
    else near.destroy()
    if (typeof deed === 'object') {
      const arriving = deliver(Buffer.concat(chunks), deed.late).finally(() => late.delete(arriving))
      late.add(arriving)
    }
    return false
  }

  function forward(near: Socket, chunks: readonly Buffer[], passing: Passing | null): void {
    const far = connect(upstreamPort, '127.0.0.1')
    sockets.add(far)
    far.on('close', () => {
      sockets.delete(far)
      near.end()
    })
    far.on('error', () => near.resetAndDestroy())
    near.on('close', () => far.destroy())
    far.write(Buffer.concat(chunks))
    if (passing === null) {
      near.pipe(far)
      far.pipe(near)
      return
    }
    far.once('data', async (chunk: Buffer) => {
      far.pause()
      if (!(await goesOn('replyFirstByte', passing, near, []))) return far.destroy()
      near.write(chunk)
      far.pipe(near)
    })
  }

  /** What was on its way when both ends went; nobody is there to hear the reply. */
  async function deliver(request: Buffer, afterMs: number): Promise<void> {
    await delay(afterMs)
    const far = connect(upstreamPort, '127.0.0.1')
    far.on('error', () => far.destroy())
    far.on('data', () => far.end())
    far.write(request)
    await Promise.race([once(far, 'close').catch(() => {}), delay(2_000)])
    far.destroy()
  }
}

function isWhole(request: string): boolean {
  const head = request.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(request.slice(0, head))?.[1] ?? 0)
  return request.length >= head + 4 + length
}
