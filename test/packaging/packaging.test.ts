import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { testFolder } from '../support/folder.ts'
import { pack, root, type Target } from './pack.ts'

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-stale'], { cwd: root, stdio: 'pipe' })
})

function filesIn(resources: string): string[] {
  return listPackage(join(resources, 'app.asar'), { isPack: false }).map((name) => name.replaceAll('\\', '/'))
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

const nativeFiles: [Target, string, string][] = [
  [{ section: 'win', arch: 'x64' }, 'win32-x64.node', 'win32-x64/@serialport+bindings-cpp.node'],
  [{ section: 'mac', arch: 'x64' }, 'darwin-x64.node', 'darwin-x64+arm64/@serialport+bindings-cpp.node'],
  [{ section: 'mac', arch: 'arm64' }, 'darwin-arm64.node', 'darwin-x64+arm64/@serialport+bindings-cpp.node'],
  [{ section: 'linux', arch: 'x64' }, 'linux-x64.node', 'linux-x64/@serialport+bindings-cpp.glibc.node'],
  [{ section: 'linux', arch: 'arm64' }, 'linux-arm64.node', 'linux-arm64/@serialport+bindings-cpp.armv8.glibc.node'],
]

describe.each(nativeFiles)('the package %o', (target, sqlite, serialport) => {
  test('holds one native file for SQLite and one for the serial port, and not much else', () => {
    const { resources } = pack(target)
    const files = filesIn(resources)
    expect(files.filter((name) => name.endsWith('.node'))).toEqual([
      `/node_modules/@serialport/bindings-cpp/prebuilds/${serialport}`,
      `/node_modules/better-sqlite3/prebuilds/${sqlite}`,
    ])
    expect(
      files.filter((name) => /node-linux|\.map$|\/src\/.*\.cpp$|\/test\/|^\/(main|renderer|shared|docs|scripts)\//.test(name)),
    ).toEqual([])
    expect(files).toEqual(
      expect.arrayContaining(['/dist/main/desktop.js', '/dist/main/browser.js', '/dist/page/index.html', '/package.json']),
    )
    expect(bytesOf(resources)).toBeLessThan(12_000_000)
  })
})

test('the packed program starts as the browser host, with its page, migrations and native modules', async () => {
  const { folder, resources } = pack({ section: 'linux', arch: 'x64' })
  const app = testFolder()
  extractAll(join(resources, 'app.asar'), app)
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', NODE_PATH: '' }
  const flags = ['--data-dir', testFolder(), '--port', '0', '--practice']
  const child = spawn(process.execPath, [join(app, 'dist', 'main', 'browser.js'), ...flags], {
    cwd: app,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    child.stdout.on('data', (chunk) => {
      said += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+\/#open=[\w-]+/.exec(said)
      if (found !== null) resolve(found[0])
    })
    void ended.then(() => reject(new Error(`it ended: ${said}`)))
  })
  const page = await fetch(url)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<!doctype html>')])
  const call = (path: string, init: RequestInit) => fetch(new URL(path, url), init)
  const headers = { 'content-type': 'application/json' }
  const entered = await call('/api/session', { method: 'POST', headers, body: JSON.stringify({ openCode: url.split('#open=')[1] }) })
  const { session } = (await entered.json()) as { session: string }
  const status = await call('/api/status', { headers: { 'x-loket-session': session } })
  expect(await status.json()).toMatchObject({ mode: 'practice' })
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(readFileSync(join(folder, 'loket'), 'latin1')).toContain('#!/bin/sh')
})

test('the packed program can not be turned into a bare Node or be fed another app', () => {
  const { folder } = pack({ section: 'linux', arch: 'x64' })
  const program = readFileSync(join(folder, 'loket'))
  const wire = program.subarray(program.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 34).toString('latin1')
  // In @electron/fuses' order: runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, only from asar.
  expect(wire.slice(0, 6)).toBe('010011')
})
