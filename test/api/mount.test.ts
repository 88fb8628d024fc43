import { expect, test } from 'vitest'
import { mount } from '../../main/api/mount.ts'
import type { StaffSummary } from '../../shared/terminal-api/shapes.ts'
import { jsonRequest, problemOf, type TestApi, testApi } from '../support/api.ts'

const jobId = '01990000-0000-7000-8000-000000000001'
const job = { id: jobId, kind: 'test', state: 'waiting', paymentId: null, copyNumber: 0, createdAtMs: 1, trouble: null } as const

function signedIn(api: TestApi, role: StaffSummary['role'] | null): Record<string, string> {
  const secret = api.sessions.exchange(api.openCode())
  const session = api.sessions.find(secret)
  if (role !== null && session !== null) api.sessions.signIn(session, { id: 'staff-1', name: 'Sari', role })
  return { 'x-loket-session': secret }
}

test('path, query and body fill one request; the path wins', async () => {
  const api = testApi()
  const seen: unknown[] = []
  mount(api, 'retryPrintJob', ({ request }) => {
    seen.push(request)
    return job
  })
  mount(api, 'payments', ({ request }) => {
    seen.push(request)
    return { rows: [], more: false }
  })
  const headers = signedIn(api, 'cashier')
  await api.fetch(jsonRequest('POST', `/api/print-jobs/${jobId}/retry`, { jobId: 'another', extra: 1 }, headers))
  await api.fetch(jsonRequest('GET', '/api/payments?search=budi%20s&limit=7&extra=1', undefined, headers))
  expect(seen).toEqual([{ jobId }, { search: 'budi s', limit: 7 }])
})

test('a request out of shape is refused with the member at fault', async () => {
  const api = testApi()
  mount(api, 'payments', () => ({ rows: [], more: false }))
  const headers = signedIn(api, 'cashier')
  const ask = async (query: string) => problemOf(await api.fetch(jsonRequest('GET', `/api/payments?${query}`, undefined, headers)))
  expect(await ask('limit=0')).toMatchObject({ status: 400, code: 'malformedRequest', member: 'limit' })
  expect(await ask('before=now')).toMatchObject({ member: 'before' })
  expect(await ask('search=a&search=b')).toMatchObject({ member: 'search' })
})

test('what is missing is refused in order: session, set-up, person, permission', async () => {
  async function codeOf(api: TestApi, headers: Record<string, string>) {
    mount(api, 'setPrinter', () => ({}))
    const response = await api.fetch(jsonRequest('PUT', '/api/printers/current', { address: 'none', model: 'x' }, headers))
    return response.status === 200 ? 'answered' : (await problemOf(response)).code
  }
  const fresh = testApi({ isSetUp: false })
  expect(await codeOf(fresh, {})).toBe('sessionRequired')
  expect(await codeOf(testApi(), { 'x-loket-session': 'made-up' })).toBe('sessionRequired')
  const notSetUp = testApi({ isSetUp: false })
  expect(await codeOf(notSetUp, signedIn(notSetUp, null))).toBe('notSetUp')
  for (const [role, code] of [
    [null, 'signInRequired'],
    ['cashier', 'notPermitted'],
    ['agent', 'answered'],
    ['supervisor', 'answered'],
  ] as const) {
    const api = testApi()
    expect(await codeOf(api, signedIn(api, role))).toBe(code)
  }
})

test('a malformed request of somebody without a session learns only that a session is needed', async () => {
  const api = testApi()
  mount(api, 'setPrinter', () => ({}))
  expect((await problemOf(await api.fetch(jsonRequest('PUT', '/api/printers/current', '{')))).code).toBe('sessionRequired')
})

test('an answer that breaks the contract never leaves', async () => {
  const api = testApi()
  mount(api, 'printTest', () => ({ ...job, state: 'lost' }) as never)
  const response = await api.fetch(jsonRequest('POST', '/api/printers/test', {}, signedIn(api, 'agent')))
  expect(await problemOf(response)).toMatchObject({ code: 'internal' })
  expect(api.logLines.join()).toContain('route printTest broke its contract')
})

test('members the contract does not know are left out of an answer', async () => {
  const api = testApi()
  mount(api, 'printTest', () => ({ ...job, pin: '1234' }))
  const response = await api.fetch(jsonRequest('POST', '/api/printers/test', {}, signedIn(api, 'agent')))
  expect(response.headers.get('content-length')).toBe(String(JSON.stringify(job).length))
  expect(await response.json()).toEqual(job)
})

test('a route is mounted once', () => {
  const api = testApi()
  mount(api, 'printTest', () => job)
  expect(() => mount(api, 'printTest', () => job)).toThrow('mounted twice')
})
