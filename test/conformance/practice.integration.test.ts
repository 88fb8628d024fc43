import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const fileOf = (path: string) => new URL(path, import.meta.url).pathname

async function ended(command: string, flags: readonly string[]): Promise<{ code: number; text: string }> {
  const child = spawn(process.execPath, [fileOf(command), ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, text }
}

test('the practice central, started as its command starts it, keeps every promise that can be tried', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loket-conformance-'))
  const serving = ['--port', '0', '--data-dir', folder]
  const central = spawn(process.execPath, [fileOf('../../main/practice/serve.ts'), ...serving], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = (await once(createInterface(central.stdout), 'line')) as [string]
    const [, url = '', code = '', control = ''] = /(http:\S+) · activation code (\S+) · .*: (http:\S+)/.exec(line) ?? []
    const second = code.replace('1', '2')
    const { code: status, text } = await ended('../../scripts/conformance.ts', [
      ...['--url', url, '--activation', code, '--activation', second],
      ...['--control', control],
    ])
    expect(text).toContain('kept, 0 broken, 0 not offered, 0 not tried')
    expect(status).toBe(0)
    const refused = await ended('../../scripts/conformance.ts', ['--url', url, '--activation', 'NOBODY-1'])
    expect(refused.code).toBe(2)
  } finally {
    central.kill('SIGKILL')
    await once(central, 'exit')
    rmSync(folder, { recursive: true })
  }
})
