import { expect, test } from 'vitest'
import { isOwnPage } from '../../main/hosts/desktop-door.ts'
import { testApi } from '../support/api.ts'
import { carriers } from '../support/carriers.ts'

test.each([
  ['app://loket/', true],
  ['app://loket/#open=x', true],
  ['app://other/', false],
  ['http://loket/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['not an address', false],
])('may the window go to %s: %s', (url, answer) => {
  expect(isOwnPage(url)).toBe(answer)
})

test('a request that other content began is turned away before the handler', async () => {
  const carrier = await carriers["Electron's protocol glue"]?.(testApi().fetch)
  const ask = (initiator: Record<string, string>) => carrier?.fetch(new Request('app://loket/api/host', { headers: initiator }))
  expect((await ask({ 'x-test-initiator-origin': 'https://evil.example' }))?.status).toBe(403)
  expect((await ask({ 'x-test-initiator-origin': 'null' }))?.status).toBe(403)
  expect((await ask({ 'x-test-initiator-origin': 'app://loket' }))?.status).toBe(401)
  expect((await ask({}))?.status).toBe(401)
})
