import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'

export class NoCompiler extends Error {}

/** Compiles the recording shim into a folder. It is C because only the dynamic linker can put itself between SQLite and the system. */
export function compileShim(folder: string): string {
  if (process.platform !== 'linux')
    throw new NoCompiler('power losses are recorded with LD_PRELOAD, which this system does not have: run this on Linux')
  const library = join(folder, 'power-loss-shim.so')
  const source = join(import.meta.dirname, 'power-loss-shim.c')
  for (const compiler of ['cc', 'gcc', 'clang']) {
    const compiled = spawnSync(compiler, ['-O1', '-Wall', '-shared', '-fPIC', '-o', library, source, '-lpthread'], { encoding: 'utf8' })
    if (compiled.error !== undefined) continue
    if (compiled.status !== 0) throw new Error(`the shim does not compile:\n${compiled.stderr}`)
    return library
  }
  throw new NoCompiler('there is no C compiler (cc, gcc, clang), and the recording of writes and syncs is a small C library: install one')
}

/** What makes a process write down all it does to a folder and all it sends. */
export function recordingEnv(shim: { library: string; log: string; folder: string }): Record<string, string> {
  return {
    LD_PRELOAD: shim.library,
    LOKET_SHIM_LOG: shim.log,
    LOKET_SHIM_FOLDER: realpathSync(shim.folder),
    // Files must be written by calls of the C library, not by a ring shared with the kernel.
    UV_USE_IO_URING: '0',
  }
}
