import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { hideSecrets, hideSecretsInText } from './log-secrets.ts'

/** Facts first, then one short sentence. PINs, sessions, open codes and keys never reach the file, whoever passes them. */
export type Log = {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

const fileBytesMax = 5 * 1024 * 1024
const filesKept = 5

/** Writes `logs/loket.log` in the data folder and keeps the last few; `echo` gets every line too (stderr in development). */
export function openLog({ dataFolder, echo }: { dataFolder: string; echo?: (line: string) => void }): Log & { close(): void } {
  const folder = join(dataFolder, 'logs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = openRotating(join(folder, 'loket.log'))
  return Object.assign(
    createLog((line) => {
      file.write(line)
      echo?.(line)
    }),
    { close: file.close },
  )
}

export function createLog(write: (line: string) => void): Log {
  const formatters = { log: hideSecrets, level: (label: string) => ({ level: label }) }
  const asIs = { err: (error: unknown) => error }
  const settings = { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters, serializers: asIs }
  // The sentence does not pass the formatter, so the finished line is looked through once more.
  return pino(settings, { write: (line) => write(hideSecretsInText(line)) })
}

/** For tests and tools that have nobody to read it. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** A line is small and written whole before going on, so that the last words before a crash are there. */
function openRotating(path: string) {
  let file = openSync(path, 'a', 0o600)
  let size = fstatSync(file).size
  return {
    write(line: string): void {
      if (size > fileBytesMax) rotate()
      size += writeSync(file, line)
    },
    close: () => closeSync(file),
  }
  function rotate(): void {
    closeSync(file)
    for (let age = filesKept - 1; age >= 1; age--) renameIfThere(age === 1 ? path : `${path}.${age - 1}`, `${path}.${age}`)
    file = openSync(path, 'a', 0o600)
    size = fstatSync(file).size
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
