import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient, fillPath, NoAnswerError, RefusalError } from '../../renderer/client.ts'
import { pageClock } from '../../renderer/clock.ts'
import { problemBody, problemType } from '../../shared/terminal-api/problem.ts'
import { sessionHeader } from '../../shared/terminal-api/routes.ts'

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void
let server: Server | null = null

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
})

/** A terminal on loopback that answers as told, and a client of it. */
async function terminal(answer: Answer, session: string | null = 'secret') {
  server = createHttpServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => answer(request, body, response))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return createClient({
    fetch,
    origin: `http://127.0.0.1:${port}/#queue`,
    session: () => session,
    clock: { ...pageClock, random: () => 0 },
  })
}

const json = (response: ServerResponse, status: number, body: object, type = 'application/json') =>
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))

describe('the client of the page', () => {
  it('fills the path, sends the rest as JSON and carries the session', async () => {
    const seen: unknown[] = []
    const client = await terminal((request, body, response) => {
      seen.push(request.method, request.url, request.headers[sessionHeader], JSON.parse(body))
      json(response, 200, {})
    })
    await client.call('setPrinter', { address: 'none', model: 'generic-58' })
    expect(seen).toEqual(['PUT', '/api/printers/current', 'secret', { address: 'none', model: 'generic-58' }])
  })

  it('asks by query, leaving out what is not given', async () => {
    let url = ''
    const client = await terminal((request, _, response) => {
      url = request.url ?? ''
      json(response, 200, { rows: [], more: false })
    })
    expect(await client.call('payments', { search: 'budi & co', limit: 5 })).toEqual({ rows: [], more: false })
    expect(url).toBe('/api/payments?search=budi+%26+co&limit=5')
  })

  it('never lets a value change the path', () => {
    expect(fillPath('/api/payments/:paymentId/void', { paymentId: '../x?y', reason: 'r' })).toEqual({
      path: '/api/payments/..%2Fx%3Fy/void',
      rest: { reason: 'r' },
    })
    expect(() => fillPath('/api/payments/:paymentId', {})).toThrow('needs paymentId')
  })

  it('turns a problem into a refusal with its code and facts', async () => {
    const client = await terminal((_, __, response) => {
      json(response, 422, problemBody({ code: 'cashLessThanTotal', detail: { shortRupiah: 500 } }), problemType)
    })
    const refused = await client.call('openShift', { startingFloatRupiah: 1 }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(RefusalError)
    expect(refused).toMatchObject({ code: 'cashLessThanTotal', detail: { shortRupiah: 500 } })
  })

  it.each([
    ['a page of something else', (response: ServerResponse) => response.writeHead(502).end('<html>')],
    ['an unknown code', (response: ServerResponse) => json(response, 400, { code: 'brandNew' })],
    ['a reply of another shape', (response: ServerResponse) => json(response, 200, { rows: 'many' })],
    ['a cut connection', (response: ServerResponse) => response.destroy()],
  ])('treats %s as no answer, never as yes or no', async (_, answer) => {
    const client = await terminal((_request, _body, response) => void answer(response))
    await expect(client.call('payments', {})).rejects.toBeInstanceOf(NoAnswerError)
  })

  it('treats a closed port as no answer', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const client = createClient({ fetch, origin: `http://127.0.0.1:${port}`, session: () => null, clock: pageClock })
    await expect(client.call('status', {})).rejects.toBeInstanceOf(NoAnswerError)
  })

  it('reads events, opens a broken stream again and says that anything may have changed', async () => {
    let opened = 0
    const client = await terminal((_, __, response) => {
      opened += 1
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      if (opened > 1) return void response.write('event: printing\ndata: {}\n\n')
      response.write(': open\n\nevent: pay')
      response.write('ments\ndata: {}\n\nevent: nonsense\ndata: {}\n\n')
      setTimeout(() => response.destroy(), 30)
    })
    const told: string[] = []
    const controller = new AbortController()
    await client.readEvents(
      {
        onTopic: (topic) => {
          told.push(topic)
          if (topic === 'printing') controller.abort()
        },
        onAgain: () => told.push('again'),
        onLost: () => told.push('lost'),
      },
      controller.signal,
    )
    expect(told).toEqual(['again', 'payments', 'lost', 'again', 'printing'])
  })
})
