import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mount } from '../../main/api/mount.ts'
import { readPage } from '../../main/api/page.ts'
import { problemOf, testApi } from '../support/api.ts'
import { type Carrier, carriers } from '../support/carriers.ts'
import { testFolder } from '../support/folder.ts'

/** The page must not be able to tell which host carries it. */
describe.each(Object.entries(carriers))('over %s', (_name, open) => {
  async function terminal() {
    const folder = testFolder()
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html>Loket €')
    writeFileSync(join(folder, 'assets', 'font-12345678.woff2'), Buffer.alloc(300_000, 7))
    const told: string[] = []
    const host = { kind: 'bare' as const, setKiosk: (on: boolean) => void told.push(`kiosk ${on}`) }
    const api = testApi({ page: readPage(folder), host })
    mount(api, 'payments', ({ request }) => ({ rows: [], more: request.search === 'Siti & Budi €' }))
    const carrier = await open(api.fetch)
    onTestFinished(carrier.close)
    return { api, carrier, told, ...callers(carrier) }
  }

  function callers({ origin, fetch }: Carrier) {
    const send = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
      fetch(
        new Request(`${origin}${path}`, {
          method,
          headers: { ...(body === undefined ? {} : { 'content-type': 'application/json', origin }), ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
    return { send }
  }

  async function enter({ api, send }: Awaited<ReturnType<typeof terminal>>): Promise<Record<string, string>> {
    const reply = await send('POST', '/api/session', {}, { openCode: api.openCode() })
    const { session } = (await reply.json()) as { session: string }
    return { 'x-loket-session': session }
  }

  test('the page comes with its type, length and content policy', async () => {
    const { send } = await terminal()
    const response = await send('GET', '/', {})
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(await response.text()).toBe('<!doctype html>Loket €')
  })

  test('a large asset arrives whole', async () => {
    const { send } = await terminal()
    const bytes = new Uint8Array(await (await send('GET', '/assets/font-12345678.woff2', {})).arrayBuffer())
    expect([bytes.byteLength, bytes.every((byte) => byte === 7)]).toEqual([300_000, true])
  })

  test('one open code lets one page in', async () => {
    const all = await terminal()
    const openCode = all.api.openCode()
    const replies = await Promise.all([1, 2, 3].map(() => all.send('POST', '/api/session', {}, { openCode })))
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 401, 401])
  })

  test('a session is needed and then enough to ask what the host can do', async () => {
    const all = await terminal()
    expect(await problemOf(await all.send('GET', '/api/host', {}))).toMatchObject({ status: 401, code: 'sessionRequired' })
    const headers = await enter(all)
    expect(await (await all.send('GET', '/api/host', headers)).json()).toEqual({ kind: 'bare', supports: ['setKiosk'] })
    expect((await all.send('POST', '/api/host/kiosk', headers, { on: true })).status).toBe(200)
    expect(all.told).toEqual(['kiosk true'])
    expect(await problemOf(await all.send('POST', '/api/host/quit', headers, {}))).toMatchObject({ status: 501, code: 'hostCannot' })
  })

  test('a query with signs and letters of any kind arrives as typed', async () => {
    const all = await terminal()
    const headers = await enter(all)
    const session = all.api.sessions.find(headers['x-loket-session'] ?? '')
    if (session !== null) all.api.sessions.signIn(session, { id: 's', name: 'Sari', role: 'cashier' })
    const response = await all.send('GET', `/api/payments?search=${encodeURIComponent('Siti & Budi €')}`, headers)
    expect(await response.json()).toEqual({ rows: [], more: true })
  })

  test('a refusal is problem details', async () => {
    const { send } = await terminal()
    const response = await send('POST', '/api/session', {}, { openCode: 7 })
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await problemOf(response)).toEqual({
      type: 'urn:loket:refusal:malformedRequest',
      title: 'malformed request',
      status: 400,
      code: 'malformedRequest',
      retry: 'never',
      member: 'openCode',
    })
  })

  test('a route that is not there is refused, whatever the method', async () => {
    const { send } = await terminal()
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await problemOf(await send(method, '/api/no-such-thing', {}))).toMatchObject({ status: 404, code: 'unknownRoute' })
  })

  test('events arrive while they happen, until the page leaves', async () => {
    const all = await terminal()
    const headers = await enter(all)
    expect((await all.send('GET', '/api/events', {})).status).toBe(401)
    const leaving = new AbortController()
    const response = await all.carrier.fetch(new Request(`${all.carrier.origin}/api/events`, { headers, signal: leaving.signal }))
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe(': open\n\n')
    all.api.events.publish('printing')
    expect((await reader?.read())?.value).toBe('event: printing\ndata: {}\n\n')
    leaving.abort()
    await reader?.cancel().catch(() => {})
    all.api.events.close()
  })
})
