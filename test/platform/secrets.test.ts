import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSecrets } from '../../main/platform/secrets.ts'
import { testFolder } from '../support/folder.ts'

const wrap = {
  wrap: (plain: string) => Buffer.from([...plain].reverse().join('')),
  unwrap: (wrapped: Uint8Array) => [...Buffer.from(wrapped).toString()].reverse().join(''),
}

test('a secret comes back, for its owner only, replaced whole', () => {
  const dataFolder = testFolder()
  const secrets = openSecrets(dataFolder, null)
  expect(secrets.read('signing-key')).toBeNull()
  for (const value of ['first', 'second']) secrets.write('signing-key', value)
  expect(openSecrets(dataFolder, null).read('signing-key')).toBe('second')
  expect(readdirSync(join(dataFolder, 'secrets'))).toEqual(['signing-key.json'])
  if (process.platform !== 'win32') expect(statSync(join(dataFolder, 'secrets', 'signing-key.json')).mode & 0o077).toBe(0)
})

test('a host that can wrap keeps no plain text, and another host says so instead of reading nonsense', () => {
  const dataFolder = testFolder()
  openSecrets(dataFolder, wrap).write('signing-key', 'abc')
  expect(readFileSync(join(dataFolder, 'secrets', 'signing-key.json'), 'utf8')).not.toContain('abc')
  expect(openSecrets(dataFolder, wrap).read('signing-key')).toBe('abc')
  expect(() => openSecrets(dataFolder, null).read('signing-key')).toThrow('kept by another host')
})

test('a name can not lead out of the folder', () => {
  expect(() => openSecrets(testFolder(), null).write('../x', 'y')).toThrow("not a secret's name")
})
