import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

const folder = join(import.meta.dirname, '..', 'golden')

/** Compares with a file that a person has looked at; `UPDATE_GOLDEN=1` writes it anew for the next look. */
export function expectGolden(name: string, text: string): void {
  const path = join(folder, name)
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, text)
  }
  expect(text, name).toBe(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'))
}
