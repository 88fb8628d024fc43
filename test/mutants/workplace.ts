import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSync } from 'vite'
import type { Mutant } from './generated.ts'

const parts = [
  'main',
  'shared',
  'renderer',
  'test',
  'scripts',
  'docs',
  'package.json',
  'vitest.config.ts',
  'tsconfig.json',
  'tsconfig.base.json',
]

/** How a command ended; `code` is null when it had to be killed after its time. `output` is the end of what it printed. */
export type Ending = { code: number | null; output: string; tookMs: number }

/** A copy of the sources in which things may be broken, one mutant at a time; the real ones are never touched. */
export type Workplace = {
  folder: string
  run(command: readonly string[], timeoutMs: number): Promise<Ending>
  plant(mutant: Mutant): void
  mend(): void
  remove(): void
}

/** `from` is a source tree or another workplace: all places of a run are copies of one, whatever is edited meanwhile. */
export function openWorkplace(from: string): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'loket-mutants-'))
  for (const part of parts) cpSync(join(from, part), join(folder, part), { recursive: true })
  symlinkSync(join(from, 'node_modules'), join(folder, 'node_modules'))
  let planted: { path: string; source: string } | null = null

  return {
    folder,
    plant({ id, file, start, end, text }) {
      const path = join(folder, file)
      const source = readFileSync(path, 'utf8')
      const wrong = source.slice(0, start) + text + source.slice(end)
      // What does not even parse would be "caught" by anything that loads it.
      if (wrong === source || parseSync(file, wrong).errors.length > 0) throw new Error(`${id}: leaves no other program behind`)
      planted = { path, source }
      writeFileSync(path, wrong)
    },
    mend() {
      if (planted !== null) writeFileSync(planted.path, planted.source)
      planted = null
    },
    run: ([program = '', ...parameters], timeoutMs) =>
      new Promise((resolve, reject) => {
        const startedMs = performance.now()
        const child = spawn(program, parameters, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
        let output = ''
        let isLate = false
        const hear = (chunk: Buffer) => {
          output = (output + chunk.toString()).slice(-20_000)
        }
        child.stdout.on('data', hear)
        child.stderr.on('data', hear)
        const timer = setTimeout(() => {
          isLate = true
          // The whole group: a mutant may have started others.
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
        }, timeoutMs)
        child.on('error', reject)
        child.on('close', (code) => {
          clearTimeout(timer)
          resolve({ code: isLate ? null : (code ?? 1), output, tookMs: performance.now() - startedMs })
        })
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
