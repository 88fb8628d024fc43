import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPage } from '../../main/api/page.ts'
import { bareOrigin, problemOf, testApi } from '../support/api.ts'
import { testFolder } from '../support/folder.ts'

function pageApi() {
  const folder = testFolder()
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>Loket')
  writeFileSync(join(folder, 'page', 'assets', 'index-Bx3_k-9Q.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  return testApi({ page: readPage(join(folder, 'page')) })
}

test('the page opens without a session and is asked for anew each time', async () => {
  const response = await pageApi().fetch(new Request(`${bareOrigin}/`))
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-cache')
  expect(await response.text()).toBe('<!doctype html>Loket')
})

test('an asset with a hash in its name is kept for ever', async () => {
  const response = await pageApi().fetch(new Request(`${bareOrigin}/assets/index-Bx3_k-9Q.js`))
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(response.headers.get('content-length')).toBe('9')
})

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5c..%5csecret.txt',
  '/assets/../../secret.txt',
  '//etc/passwd',
  '/secret.txt',
])('the path %s leads nowhere', async (path) => {
  const response = await pageApi().fetch(new Request(`${bareOrigin}${path}`))
  expect(await problemOf(response)).toMatchObject({ status: 404, code: 'unknownRoute' })
})

test('a link that leads out of the page folder is not part of the page', async () => {
  const folder = testFolder()
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  mkdirSync(join(folder, 'page'))
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'page', 'link.txt'))
  expect(readPage(join(folder, 'page')).find('/link.txt')).toBeNull()
})

test('only reading is offered outside the API', async () => {
  const response = await pageApi().fetch(new Request(`${bareOrigin}/`, { method: 'POST' }))
  expect(await problemOf(response)).toMatchObject({ code: 'unknownRoute' })
})

test('a terminal without a built page still answers', async () => {
  expect(await problemOf(await testApi().fetch(new Request(`${bareOrigin}/`)))).toMatchObject({ status: 404 })
})
