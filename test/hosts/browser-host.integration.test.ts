import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readHolder } from '../../main/platform/lock.ts'
import { testFolder } from '../support/folder.ts'
import { address, startHost, until } from '../support/host-process.ts'

async function enter(url: string, openCode: string): Promise<Response> {
  return fetch(`${url}api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ openCode }) })
}

test('a session goes on after the host was killed and started again', async () => {
  const dataFolder = testFolder()
  const first = startHost(dataFolder, ['--no-open', '--port', '0'])
  const [, url = '', code = ''] = await first.said(address)
  const { session } = (await (await enter(url, code)).json()) as { session: string }
  expect((await enter(url, code)).status).toBe(401)
  first.child.kill('SIGKILL')
  await first.ended
  const second = startHost(dataFolder, ['--no-open', '--port', new URL(url).port])
  const [, again = ''] = await second.said(address)
  expect(again).toBe(url)
  const reply = await fetch(`${again}api/host`, { headers: { 'x-loket-session': session } })
  expect(await reply.json()).toEqual({ kind: 'browser', supports: ['quit'] })
})

test('the data folder has one host: a second start names it and makes a new way in', async () => {
  const dataFolder = testFolder()
  const first = startHost(dataFolder, ['--no-open', '--port', '0'])
  const [, url = ''] = await first.said(address)
  const second = startHost(dataFolder)
  expect(await second.ended).toBe(0)
  expect(second.output()).toContain(`Loket is already open in the browser at ${url} (process ${first.child.pid}`)
  const [, shown = '', code = ''] = address.exec(second.output()) ?? []
  expect(shown).toBe(url)
  expect((await enter(url, code)).status).toBe(200)
})

test('a second start tells a desktop window to come to the front', async () => {
  const dataFolder = testFolder()
  const first = startHost(dataFolder, ['--no-open', '--port', '0'])
  await first.said(address)
  const holder = { pid: first.child.pid, kind: 'desktop', url: 'app://loket/', startedAtMs: 1 }
  writeFileSync(join(dataFolder, 'host.json'), JSON.stringify(holder))
  const second = startHost(dataFolder)
  expect(await second.ended).toBe(0)
  expect(second.output()).toContain(`Loket is already open in its own window (process ${first.child.pid}`)
  expect(second.output()).not.toContain('#open=')
  expect(existsSync(join(dataFolder, 'show-request'))).toBe(true)
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the host cleanly and frees the folder', async (signal) => {
  const dataFolder = testFolder()
  const host = startHost(dataFolder, ['--no-open', '--port', '0'])
  const [, url = '', code = ''] = await host.said(address)
  const { session } = (await (await enter(url, code)).json()) as { session: string }
  const events = await fetch(`${url}api/events`, { headers: { 'x-loket-session': session } })
  host.child.kill(signal)
  expect(await host.ended).toBe(0)
  await events.text()
  expect(readHolder(dataFolder)).toBeNull()
  expect(readFileSync(join(dataFolder, 'logs', 'loket.log'), 'utf8')).toContain('browser host ended')
})

test('the page can end the host and still gets its answer', async () => {
  const host = startHost(testFolder(), ['--no-open', '--port', '0'])
  const [, url = '', code = ''] = await host.said(address)
  const { session } = (await (await enter(url, code)).json()) as { session: string }
  const headers = { 'x-loket-session': session, 'content-type': 'application/json' }
  expect((await fetch(`${url}api/host/quit`, { method: 'POST', headers, body: '{}' })).status).toBe(200)
  expect(await host.ended).toBe(0)
})

test('a wished port that is taken is a sentence; without a wish the next free one is used', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const host = startHost(testFolder(), ['--no-open', '--port', String(port)])
  expect(await host.ended).toBe(2)
  expect(host.output()).toBe(`Port ${port} is in use by another program; choose another one with --port.\n`)
  const [one, two] = [startHost(testFolder()), startHost(testFolder())]
  const [[, first], [, second]] = [await one.said(address), await two.said(address)]
  expect(first).not.toBe(second)
})

test('a refused data folder and a wrong flag end with a sentence and nothing else', async () => {
  const synced = startHost(join(testFolder(), 'Dropbox', 'loket'))
  expect(await synced.ended).toBe(2)
  expect(synced.output()).toMatch(/^The data folder .* is synced by Dropbox, which may undo payments; .*\n$/)
  const wrong = startHost(testFolder(), ['--colour'])
  expect(await wrong.ended).toBe(2)
  expect(wrong.output()).toBe("Unknown option '--colour'. See --help.\n")
})

test('the system browser is given a private file, never the code', async () => {
  const [dataFolder, tools] = [testFolder(), testFolder()]
  mkdirSync(join(tools, 'bin'))
  const opener = join(tools, 'bin', process.platform === 'darwin' ? 'open' : 'xdg-open')
  writeFileSync(
    opener,
    `#!/bin/sh\nprintf '%s' "$*" > "${tools}/arguments.part"\ncp "$1" "${tools}/page"\nmv "${tools}/arguments.part" "${tools}/arguments"\n`,
  )
  chmodSync(opener, 0o755)
  const env = { DISPLAY: ':77', PATH: `${join(tools, 'bin')}:${process.env.PATH}` }
  const host = startHost(dataFolder, ['--port', '0'], env)
  const [, url = '', code = ''] = await host.said(address)
  const given = await until(
    () => (existsSync(join(tools, 'arguments')) ? readFileSync(join(tools, 'arguments'), 'utf8') : undefined),
    () => 'the opener',
  )
  expect(given).toBe(join(dataFolder, 'open.html'))
  expect(readFileSync(join(tools, 'page'), 'utf8')).toContain(`url=${url}#open=${code}`)
  expect((await enter(url, code)).status).toBe(200)
})

test('where nothing can open a browser the address is enough', async () => {
  const dataFolder = testFolder()
  const host = startHost(dataFolder, ['--port', '0'], { DISPLAY: ':77', PATH: testFolder() })
  await host.said(/No browser could be started; open the address above in one\./)
  expect(readdirSync(dataFolder)).not.toContain('open.html')
})
