import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type FolderLock, lockFolder, readHolder } from '../../main/platform/lock.ts'
import { testFolder } from '../support/folder.ts'

const holder = { pid: 42, kind: 'browser', url: 'http://127.0.0.1:4700/', startedAtMs: 1 } as const

function lock(dataFolder: string): FolderLock | null {
  const taken = lockFolder(dataFolder)
  onTestFinished(() => taken?.release())
  return taken
}

test('a folder is held by one at a time, also within one process', () => {
  const dataFolder = testFolder()
  const first = lockFolder(dataFolder)
  expect(lock(dataFolder)).toBeNull()
  first?.release()
  expect(lock(dataFolder)).not.toBeNull()
})

test('a second start reads who holds it, and nothing once it is free', () => {
  const dataFolder = testFolder()
  const first = lockFolder(dataFolder)
  expect(readHolder(dataFolder)).toBeNull()
  first?.announce(holder)
  expect(readHolder(dataFolder)).toEqual(holder)
  if (process.platform !== 'win32') expect(statSync(join(dataFolder, 'host.json')).mode & 0o077).toBe(0)
  first?.release()
  expect(readHolder(dataFolder)).toBeNull()
})

test('kill -9 of the holder frees the folder at once, and its announcement is forgotten', async () => {
  const dataFolder = testFolder()
  const module = JSON.stringify(join(import.meta.dirname, '..', '..', 'main', 'platform', 'lock.ts'))
  const code = `const { lockFolder } = await import(${module}); lockFolder(process.argv[1]).announce(${JSON.stringify(holder)}); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataFolder])
  const ended = new Promise((resolve) => child.once('close', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  expect(lockFolder(dataFolder)).toBeNull()
  expect(readHolder(dataFolder)).toEqual(holder)
  child.kill('SIGKILL')
  await ended
  expect(lock(dataFolder)).not.toBeNull()
  expect(readHolder(dataFolder)).toBeNull()
})

test('who holds the folder for a moment only, to look into it, keeps nobody from starting who waits', async () => {
  const dataFolder = testFolder()
  const module = JSON.stringify(join(import.meta.dirname, '..', '..', 'main', 'platform', 'lock.ts'))
  const code = `const { lockFolder } = await import(${module}); lockFolder(process.argv[1]); console.log('held'); setTimeout(() => process.exit(), 300)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataFolder])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  expect(lockFolder(dataFolder)).toBeNull()
  const waited = lockFolder(dataFolder, 5_000)
  onTestFinished(() => waited?.release())
  expect(waited).not.toBeNull()
})
