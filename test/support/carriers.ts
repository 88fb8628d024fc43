import { Readable } from 'node:stream'
import { type BrowserHost, startBrowserHost } from '../../main/hosts/browser.ts'
import { isOwnRequest } from '../../main/hosts/desktop-door.ts'

type Fetch = (request: Request) => Promise<Response>

/** A way for a request to reach the handler, as one of the hosts has it. */
export type Carrier = { origin: string; fetch: Fetch; close(): Promise<void> }

export const carriers: Record<string, (fetch: Fetch) => Promise<Carrier>> = {
  'the bare handler': async (fetch) => ({ origin: 'http://127.0.0.1:4700', fetch, close: async () => {} }),

  "Electron's protocol glue": async (fetch) => ({
    origin: 'app://loket',
    fetch: (request) => imitateElectron(request, fetch),
    close: async () => {},
  }),

  'HTTP on loopback': async (handler) => {
    const host = await startBrowserHost({ fetch: handler, port: 0 })
    return { origin: new URL(host.url).origin, fetch: (request) => fetch(request), close: () => end(host) }
  },
}

function end(host: BrowserHost): Promise<void> {
  const closed = host.close()
  host.drop()
  return closed
}

/**
 * What Electron's lib/browser/api/protocol.ts does around a handler: the Request is rebuilt without a signal, an Origin of
 * "null" is dropped, repeated headers of the answer collapse and its body goes on as a Node stream.
 */
async function imitateElectron(request: Request, handler: Fetch): Promise<Response> {
  const headers = new Headers(request.headers)
  if (headers.get('origin') === 'null') headers.delete('origin')
  const body = request.body === null ? null : await request.arrayBuffer()
  const initiatorOrigin = headers.get('x-test-initiator-origin')
  const rebuilt = Object.assign(
    new Request(request.url, { method: request.method, headers, body }),
    initiatorOrigin === null ? {} : { initiatorOrigin },
  )
  const answer = isOwnRequest(rebuilt) ? await handler(rebuilt) : new Response(null, { status: 403 })
  const stream = answer.body === null ? null : Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0])
  request.signal.addEventListener('abort', () => stream?.destroy())
  return new Response(stream === null ? null : (Readable.toWeb(stream) as ReadableStream), {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
  })
}
