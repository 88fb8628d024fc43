import { expect, test } from 'vitest'
import { createDisk } from './disk.ts'
import type { ShimRecord } from './shim-log.ts'

const record = (kind: ShimRecord['kind'], given: Partial<ShimRecord> = {}): ShimRecord => ({
  kind,
  file: 0,
  offset: 0,
  name: '',
  data: Buffer.alloc(0),
  ...given,
})
const content = (files: Map<string, Buffer | 'folder'>) =>
  Object.fromEntries(
    [...files].filter(([path]) => path !== '').map(([path, found]) => [path, found === 'folder' ? found : found.toString()]),
  )

test('a file that was synced is gone all the same while its name, or its folder’s name, was not', () => {
  const disk = createDisk()
  disk.apply(record('mkdir', { name: 'secrets' }))
  disk.apply(record('created', { name: 'secrets/key', file: 1 }))
  disk.apply(record('write', { file: 1, data: Buffer.from('abc') }))
  disk.apply(record('sync', { file: 1 }))
  expect(content(disk.afterLoss('onlySynced'))).toEqual({})
  disk.apply(record('syncFolder', { name: 'secrets' }))
  expect(content(disk.afterLoss('onlySynced'))).toEqual({})
  disk.apply(record('syncFolder', { name: '' }))
  expect(content(disk.afterLoss('onlySynced'))).toEqual({ secrets: 'folder', 'secrets/key': 'abc' })
})

test('a replaced file is the old one or the new one, and the new one once its folder is synced', () => {
  const disk = createDisk()
  disk.apply(record('created', { name: 'key', file: 1 }))
  disk.apply(record('write', { file: 1, data: Buffer.from('old') }))
  disk.apply(record('sync', { file: 1 }))
  disk.apply(record('syncFolder'))
  disk.apply(record('created', { name: 'key.new', file: 2 }))
  disk.apply(record('write', { file: 2, data: Buffer.from('new') }))
  disk.apply(record('sync', { file: 2 }))
  disk.apply(record('rename', { name: 'key.new', data: Buffer.from('key') }))
  expect(content(disk.afterLoss('onlySynced'))).toEqual({ key: 'old' })
  expect(content(disk.afterLoss('everything'))).toEqual({ key: 'new' })
  disk.apply(record('syncFolder'))
  expect(content(disk.afterLoss('onlySynced'))).toEqual({ key: 'new' })
})

test('what the recording could not see stops the run', () => {
  expect(() => createDisk().apply(record('blind', { name: 'a shared writable mapping' }))).toThrow('could not see')
})
