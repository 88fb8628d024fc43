import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolderDurably, writeFileDurably } from './files.ts'

/** The host's way to bind a secret to this machine and user; a host without one leaves the file's mode as the only guard. */
export type SecretWrap = { wrap(plain: string): Uint8Array; unwrap(wrapped: Uint8Array): string }

/** Small secrets the terminal must keep, such as its signing key: one file each in the data folder, owner only. */
export type Secrets = { read(name: string): string | null; write(name: string, value: string): void }

export function openSecrets(dataFolder: string, wrap: SecretWrap | null): Secrets {
  const folder = join(dataFolder, 'secrets')
  makeFolderDurably(folder)
  return {
    read(name) {
      const stored = readOrNull(fileOf(folder, name))
      if (stored === null) return null
      const { wrapped, value } = JSON.parse(stored) as { wrapped: boolean; value: string }
      if (!wrapped) return value
      if (wrap === null) throw new Error(`the secret ${name} was kept by another host; start that one`)
      return wrap.unwrap(Buffer.from(value, 'base64'))
    },
    write(name, value) {
      const stored = wrap === null ? { wrapped: false, value } : { wrapped: true, value: Buffer.from(wrap.wrap(value)).toString('base64') }
      writeFileDurably(fileOf(folder, name), JSON.stringify(stored))
    },
  }
}

function fileOf(folder: string, name: string): string {
  if (!/^[a-z0-9-]{1,60}$/.test(name)) throw new Error(`not a secret's name: ${name}`)
  return join(folder, `${name}.json`)
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
