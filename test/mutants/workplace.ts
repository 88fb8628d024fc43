import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mutant } from './generated.ts'

const parts = ['main', 'shared', 'renderer', 'test', 'scripts', 'package.json', 'vitest.config.ts', 'tsconfig.json', 'docs']

/** A copy of the sources in which things may be broken, one mutant at a time; the real ones are never touched. */
export type Workplace = {
  /** Gives the end of what the command printed and how it ended; null when it had to be killed after `timeoutMs`. */
  run(command: readonly string[], timeoutMs: number): Promise<{ code: number | null; output: string }>
  plant(mutant: Mutant): void
  mend(): void
  remove(): void
}

export function openWorkplace(root: string): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'loket-mutants-'))
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  let planted: string | null = null

  return {
    plant({ file, start, end, text }) {
      const source = readFileSync(join(root, file), 'utf8')
      writeFileSync(join(folder, file), source.slice(0, start) + text + source.slice(end))
      planted = file
    },
    mend() {
      if (planted !== null) cpSync(join(root, planted), join(folder, planted))
      planted = null
    },
    run: ([program = '', ...parameters], timeoutMs) =>
      new Promise((resolve) => {
        const child = spawn(program, parameters, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
        let output = ''
        const hear = (chunk: Buffer) => {
          output = (output + chunk.toString()).slice(-20_000)
        }
        child.stdout.on('data', hear)
        child.stderr.on('data', hear)
        const timer = setTimeout(() => {
          // The whole group: a mutant may have started others.
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
        }, timeoutMs)
        child.on('close', (code) => {
          clearTimeout(timer)
          resolve({ code, output })
        })
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
