import { expect, test } from 'vitest'
import { mount } from '../../main/api/mount.ts'
import { limits } from '../../shared/limits.ts'
import { bareOrigin, jsonRequest, problemOf, testApi } from '../support/api.ts'

const anyRefusalOfTheDoor = ['hostNotAllowed', 'originNotAllowed']

test.each(['http://localhost:4700', 'http://127.0.0.1:4700', 'http://127.0.0.1', 'http://[::1]:9', 'app://loket'])(
  'the door opens to %s',
  async (origin) => {
    const response = await testApi().fetch(new Request(`${origin}/api/host`))
    expect(anyRefusalOfTheDoor).not.toContain((await problemOf(response)).code)
  },
)

test.each([
  'http://evil.example',
  'http://localhost.evil.example:4700',
  'http://127.0.0.1.nip.io',
  'http://localhost.:4700',
  'http://192.168.1.5:4700',
  'https://localhost',
  'app://other',
])('a request for %s is turned away, so that no web site can point its name at us', async (origin) => {
  expect(await problemOf(await testApi().fetch(new Request(`${origin}/`)))).toMatchObject({ status: 403, code: 'hostNotAllowed' })
})

test('a Host header that differs from the address is turned away', async () => {
  const request = new Request(bareOrigin, { headers: { host: 'evil.example' } })
  expect(await problemOf(await testApi().fetch(request))).toMatchObject({ code: 'hostNotAllowed' })
})

test.each(['http://evil.example', 'http://localhost:4700', 'http://127.0.0.1:5173', 'null', 'app://loket'])(
  'a page of origin %s may not call us',
  async (origin) => {
    const request = jsonRequest('POST', '/api/session', { openCode: 'x' }, { origin })
    expect(await problemOf(await testApi().fetch(request))).toMatchObject({ status: 403, code: 'originNotAllowed' })
  },
)

test('our own page may call us on both hosts', async () => {
  for (const origin of [bareOrigin, 'app://loket']) {
    const request = new Request(`${origin}/api/session`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{"openCode":"x"}',
    })
    expect(await problemOf(await testApi().fetch(request))).toMatchObject({ code: 'openCodeInvalid' })
  }
})

const tooLong = JSON.stringify({ openCode: 'x'.repeat(limits.requestBodyBytesMax) })

test('a body above the limit is refused by its length, and by counting where the length is not told', async () => {
  expect(await problemOf(await testApi().fetch(jsonRequest('POST', '/api/session', tooLong)))).toMatchObject({
    status: 413,
    code: 'bodyTooLarge',
  })
  const chunks = new Blob([tooLong]).stream()
  const untold = new Request(`${bareOrigin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: chunks,
    duplex: 'half',
  } as RequestInit)
  expect(await problemOf(await testApi().fetch(untold))).toMatchObject({ code: 'bodyTooLarge' })
})

test.each([
  ['{"openCode":', 'malformedJson'],
  ['\u0000', 'malformedJson'],
  ['[]', 'malformedRequest'],
  ['null', 'malformedRequest'],
  ['"text"', 'malformedRequest'],
  ['{}', 'malformedRequest'],
  ['{"openCode":7}', 'malformedRequest'],
])('the body %j is refused by name', async (body, code) => {
  expect((await problemOf(await testApi().fetch(jsonRequest('POST', '/api/session', body)))).code).toBe(code)
})

test('bytes that are not UTF-8 are malformed JSON', async () => {
  const request = new Request(`${bareOrigin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array([0x7b, 0xff, 0x7d]),
  })
  expect((await problemOf(await testApi().fetch(request))).code).toBe('malformedJson')
})

test('a form post is not JSON: a foreign page can send one without asking', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
  ]) {
    const request = jsonRequest('POST', '/api/session', '{"openCode":"x"}', { 'content-type': type })
    expect(await problemOf(await testApi().fetch(request))).toMatchObject({ status: 415, code: 'notJson' })
  }
})

test('every answer forbids foreign content, also a refusal at the door', async () => {
  const api = testApi()
  for (const request of [new Request(`${bareOrigin}/`), new Request(`${bareOrigin}/api/none`), new Request('http://evil.example/')]) {
    const { headers } = await api.fetch(request)
    expect(headers.get('content-security-policy')).toContain("default-src 'self'; style-src 'self' 'unsafe-inline'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('an unexpected error is told as an id only, and logged under that id', async () => {
  const api = testApi()
  mount(api, 'startPractice', () => {
    throw new Error('row 17 of /secret/place')
  })
  const session = api.sessions.exchange(api.openCode())
  const problem = await problemOf(await api.fetch(jsonRequest('POST', '/api/practice/start', {}, { 'x-loket-session': session })))
  expect(problem).toMatchObject({ status: 500, code: 'internal', retry: 'ask' })
  expect(JSON.stringify(problem)).not.toContain('secret')
  const [line] = api.logLines
  expect(JSON.parse(line ?? '')).toMatchObject({ level: 'error', errorId: problem.errorId, err: { message: 'row 17 of /secret/place' } })
  expect(line).not.toContain(session)
})

test('a full disk is named, not called internal', async () => {
  const api = testApi()
  mount(api, 'startPractice', () => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  })
  const session = api.sessions.exchange(api.openCode())
  const response = await api.fetch(jsonRequest('POST', '/api/practice/start', {}, { 'x-loket-session': session }))
  expect(await problemOf(response)).toMatchObject({ status: 507, code: 'storageFull', retry: 'later' })
})
