import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const lookEveryMs = 100

/**
 * Starts the desktop host and waits until its window is ready, which it says in a file. Ends or stays silent before that: the
 * reason comes back and the process is gone. Never adds `--no-sandbox`: a machine that refuses the sandbox gets the
 * browser host, whose browser has one.
 */
export function runDesktop({ electron, script, flags, env, patienceMs }) {
  const folder = mkdtempSync(join(tmpdir(), 'loket-ready-'))
  const readyFile = join(folder, 'ready')
  const child = spawn(electron, [script, ...flags], { env: { ...env, LOKET_READY_FILE: readyFile }, stdio: ['ignore', 'inherit', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-4_000)
    if (isReady()) process.stderr.write(chunk)
  })
  const isReady = () => existsSync(readyFile)
  return new Promise((resolve) => {
    const startedAtMs = performance.now()
    let why = null
    const watch = setInterval(() => {
      if (isReady()) clearInterval(watch)
      else if (performance.now() - startedAtMs > patienceMs) {
        why = `no window within ${patienceMs / 1000} s`
        child.kill('SIGKILL')
      }
    }, lookEveryMs)
    const pass = () => child.kill('SIGTERM')
    process.on('SIGTERM', pass)
    child.once('error', (error) => end({ kind: 'failed', why: error.message }))
    child.once('close', (code, signal) => {
      if (isReady()) end({ kind: 'ended', exitCode: code ?? 1 })
      else end({ kind: 'failed', why: why ?? reasonOf(said, code, signal) })
    })
    function end(result) {
      clearInterval(watch)
      process.off('SIGTERM', pass)
      rmSync(folder, { recursive: true, force: true })
      resolve(result)
    }
  })
}

function reasonOf(said, code, signal) {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  // Chromium prefixes its words with "[1234:0101/120000.000000:ERROR:file.cc(12)]".
  const words = lines.at(-1)?.replace(/^\[[^\]]*\]\s*/, '')
  return words ?? (signal === null ? `Electron ended with code ${code}` : `Electron was ended by ${signal}`)
}
