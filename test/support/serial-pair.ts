import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** A real tty with a printer's ear at the other end: what is written to `path` arrives in `received()`. */
export type SerialPair = {
  path: string
  received(): Buffer
  /** Resolves when at least so many bytes have arrived. */
  arrived(byteCount: number): Promise<Buffer>
  /** Called with every piece that arrives, to answer like a printer. */
  onData(listener: (bytes: Buffer) => void): void
  reply(bytes: Uint8Array): void
  /** The printer takes nothing more until `resume`. */
  pause(): void
  resume(): void
  /** Pulls the cable: the tty is gone. */
  unplug(): Promise<void>
}

/** python3's standard library is on every machine the tests run on; socat is taken where it is installed. */
const python = `
import os, select, sys, tty
printer, line = os.openpty()
tty.setraw(line)
os.symlink(os.ttyname(line), sys.argv[1])
while True:
    for ready in select.select([printer, 0], [], [])[0]:
        data = os.read(ready, 65536)
        if not data: sys.exit(0)
        os.write(1 if ready == printer else printer, data)
`

export type SerialTool = 'socat' | 'python3'

export function serialTools(): SerialTool[] {
  return (['socat', 'python3'] as const).filter((tool) => spawnSync(tool, ['-V'], { stdio: 'ignore' }).status === 0)
}

export async function openSerialPair(tool = serialTools()[0]): Promise<SerialPair> {
  if (tool === undefined) throw new Error('a virtual serial line needs python3 or socat')
  const folder = mkdtempSync(join(tmpdir(), 'loket-serial-'))
  const path = join(folder, 'tty')
  const child =
    tool === 'socat' ? spawn('socat', [`pty,raw,echo=0,link=${path}`, 'STDIO']) : spawn('python3', ['-c', python, path], { stdio: 'pipe' })
  let bytes = Buffer.alloc(0)
  const listeners: ((bytes: Buffer) => void)[] = []
  child.stdout.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece])
    for (const listener of listeners) listener(piece)
  })
  child.stdin.on('error', () => {})
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for (let tries = 0; !linked(path); tries++) {
    if (tries > 200) throw new Error(`${tool} opened no tty`)
    await delay(25)
  }
  return {
    path,
    received: () => bytes,
    async arrived(byteCount) {
      for (let tries = 0; bytes.length < byteCount; tries++) {
        if (tries > 400) throw new Error(`only ${bytes.length} of ${byteCount} bytes arrived`)
        await delay(25)
      }
      return bytes
    },
    onData: (listener) => void listeners.push(listener),
    reply: (reply) => void child.stdin.write(reply),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async unplug() {
      child.kill('SIGKILL')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function linked(path: string): boolean {
  try {
    return existsSync(readlinkSync(path))
  } catch {
    return false
  }
}
