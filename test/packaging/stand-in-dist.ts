import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testFolder } from '../support/folder.ts'

/** @electron/fuses finds the fuse wire in the program by this mark, then version, length and one sign a fuse. */
const fuseWire = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('011001010')])

/** What a downloaded Electron for Linux looks like to electron-builder, without Electron. */
export function standInDist(): string {
  const folder = join(testFolder(), 'electron-dist')
  for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), fuseWire]))
  chmodSync(join(folder, 'electron'), 0o755)
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'locales/id.pak', 'locales/en-US.pak', 'locales/nl.pak'])
    writeFileSync(join(folder, name), 'stand-in')
  return folder
}
