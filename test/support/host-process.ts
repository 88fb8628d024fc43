import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** What a start prints: the address and the code. */
export const address = /(http:\/\/127\.0\.0\.1:\d+\/)#open=([\w-]+)/

const program = join(import.meta.dirname, '..', '..', 'main', 'hosts', 'browser-main.ts')

/** The browser host in a process of its own, killed when the test ends. */
export type HostProcess = {
  child: ChildProcess
  output(): string
  said(pattern: RegExp): Promise<RegExpExecArray>
  ended: Promise<number | null>
}

export function startHost(dataFolder: string, flags: string[] = ['--no-open'], env: Record<string, string> = {}): HostProcess {
  const child = spawn(process.execPath, [program, '--data-dir', dataFolder, ...flags], {
    // What a start remembers about the last one stays in this test.
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', XDG_DATA_HOME: join(dataFolder, 'home'), ...env },
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    child,
    ended,
    output: () => output,
    async said(pattern) {
      return until(
        () => pattern.exec(output) ?? undefined,
        () => `${pattern} in: ${output}`,
      )
    },
  }
}

/** Looks again and again, for twenty seconds at most. */
export async function until<Found>(look: () => Found | undefined, what: () => string): Promise<Found> {
  const giveUpAtMs = performance.now() + 20_000
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    if (performance.now() > giveUpAtMs) throw new Error(`waited in vain for ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
