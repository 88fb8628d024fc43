import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { readBook } from '../../main/practice/book.ts'
import type { FaultState } from '../../main/practice/faults.ts'

const root = join(import.meta.dirname, '..', '..')

/** A program of ours in a process of its own, under the Node that runs this. */
export type Program = {
  pid: number
  output(): string
  /** Resolves with the match when the pattern stands in what the program has said. */
  said(pattern: RegExp, limitMs?: number): Promise<RegExpMatchArray>
  /** kill -9, and gone. */
  kill(): Promise<void>
  /** SIGTERM, as a service manager would; resolves with the exit code. */
  end(): Promise<number | null>
  exited: Promise<number | null>
  /** Stops or goes on mid-instruction, as a machine under load may. */
  freeze(): void
  thaw(): void
}

export function startProgram(file: string, args: readonly string[], extraEnv: Record<string, string> = {}): Program {
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LOKET_'))), ...extraEnv }
  const child: ChildProcess = spawn(process.execPath, [join(root, file), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const listeners = new Set<() => void>()
  const hear = (piece: Buffer) => {
    output += piece
    for (const listen of listeners) listen()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const exited = once(child, 'close').then(([code]) => {
    for (const listen of listeners) listen()
    return code as number | null
  })
  // A program that outlives whoever started it would hold ports and folders.
  const killAtExit = () => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  void exited.then(() => process.off('exit', killAtExit))

  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    said: (pattern, limitMs = 20_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => finish(null), limitMs)
        const look = () => {
          const match = pattern.exec(output)
          if (match !== null) finish(match)
          else if (child.exitCode !== null || child.signalCode !== null) finish(null)
        }
        function finish(match: RegExpMatchArray | null): void {
          clearTimeout(timer)
          listeners.delete(look)
          if (match === null) reject(new Error(`${file} never said ${pattern}; it said:\n${output}`))
          else resolve(match)
        }
        listeners.add(look)
        look()
      }),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    end() {
      child.kill('SIGTERM')
      return exited
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

export type HostProcess = Program & { url: string; openCode: string }

/** The browser host in practice mode, as `npm start` would run it. */
export async function startHost(given: { dataFolder: string; centralUrl: string; printer: string }): Promise<HostProcess> {
  const { dataFolder, centralUrl, printer } = given
  const flags = ['--practice', '--no-open', '--port', '0', '--data-dir', dataFolder, '--central', centralUrl, '--printer', printer]
  // What a start remembers about the last one stays with its folder.
  const program = startProgram('main/hosts/browser-main.ts', flags, { XDG_DATA_HOME: join(dataFolder, 'home') })
  const [, url = '', openCode = ''] = await program.said(/Open Loket at (http:\S+?)#open=(\S+)/)
  return { ...program, url, openCode }
}

export type Book = ReturnType<typeof readBook>
export type CentralProcess = Program & {
  url: string
  book(): Promise<Book>
  setFault(fault: FaultState['fault'], latencyMs?: number): Promise<void>
}

/** `npm run central` on free ports. */
export async function startCentral(folder: string): Promise<CentralProcess> {
  const program = startProgram('main/practice/serve.ts', ['--port', '0', '--data-dir', folder])
  const [, url = '', controlUrl = ''] = await program.said(/Practice central: (http:\S+) .*switches and books: (http:\S+)\/practice/)
  return {
    ...program,
    url,
    book: async () => (await (await fetch(`${controlUrl}/practice/book`)).json()) as Book,
    async setFault(fault, latencyMs) {
      const body = JSON.stringify({ fault, ...(latencyMs === undefined ? {} : { latencyMs }) })
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${controlUrl}/practice/faults`, { method: 'PUT', headers, body })
      if (!response.ok) throw new Error(`the practice central refused the fault ${fault}: ${response.status}`)
    },
  }
}
