import { type fsyncSync, type openSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { openDataFolder } from '../../main/platform/data-folder.ts'
import { testFolder } from '../support/folder.ts'

/** The real file system; only who was flushed is written down. */
const disk = vi.hoisted(() => ({ opened: new Map<number, string>(), flushed: [] as string[], unreadable: '' }))
vi.mock('node:fs', async (original) => {
  const real = await original<{ openSync: typeof openSync; fsyncSync: typeof fsyncSync }>()
  return {
    ...real,
    openSync: (path: string, flags: string, mode?: number) => {
      if (path === disk.unreadable) throw Object.assign(new Error('permission denied'), { code: 'EACCES' })
      const file = real.openSync(path, flags, mode)
      disk.opened.set(file, path)
      return file
    },
    fsyncSync: (file: number) => {
      real.fsyncSync(file)
      disk.flushed.push(disk.opened.get(file) ?? '')
    },
  }
})
beforeEach(() => {
  disk.flushed = []
  disk.unreadable = ''
})

/** Windows journals names itself. */
const names = (folders: string[]) => (process.platform === 'win32' ? [] : folders)
const machine = { platform: 'linux' as const, env: {}, homeFolder: '/home/sari', mounts: [] }

test('a new data folder outlives a power cut: its name and that of each folder made for it are flushed', () => {
  const above = testFolder()
  openDataFolder(join(above, 'a', 'b'), machine)
  expect(disk.flushed).toEqual(names([join(above, 'a'), above]))
})

test('an earlier start may have died before the flush, so one that finds the folder flushes its name again', () => {
  const folder = testFolder()
  openDataFolder(folder, machine)
  expect(disk.flushed).toEqual(names([dirname(folder)]))
})

test('a folder above that may not be read keeps nobody out of a data folder that is there', () => {
  const folder = testFolder()
  disk.unreadable = dirname(folder)
  expect(statSync(openDataFolder(folder, machine)).isDirectory()).toBe(true)
  expect(disk.flushed).toEqual([])
})
