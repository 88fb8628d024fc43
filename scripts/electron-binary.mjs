import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const lookEveryMs = 200
const progressEveryBytes = 20 * 1024 * 1024

/** The Electron program, or null. Never `import 'electron'` here: outside Electron that starts a download of its own. */
export function findElectron(electronFolder, env) {
  const pathFile = join(electronFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const program = join(env.ELECTRON_OVERRIDE_DIST_PATH || join(electronFolder, 'dist'), readFileSync(pathFile, 'utf8').trim())
  return existsSync(program) ? program : null
}

/**
 * Runs Electron's own install script once. It downloads into the temporary folder before anything else, so a folder of its own
 * shows when the first byte has come and how far it is. Answers with the trouble, or null when all went well.
 */
export async function downloadElectron({ electronFolder, env, firstByteMs }) {
  const folder = mkdtempSync(join(tmpdir(), 'loket-electron-'))
  const child = spawn(process.execPath, [join(electronFolder, 'install.js')], {
    env: { ...env, TMPDIR: folder, TEMP: folder, TMP: folder, ELECTRON_GET_NO_PROGRESS: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-4_000)
  })
  let trouble = null
  let toldBytes = 0
  const startedAtMs = performance.now()
  const watch = setInterval(() => {
    const bytes = bytesIn(folder)
    if (bytes === 0 && performance.now() - startedAtMs > firstByteMs) {
      trouble ??= `no byte within ${firstByteMs / 1000} s`
      child.kill('SIGKILL')
    }
    if (bytes - toldBytes < progressEveryBytes) return
    toldBytes = bytes
    console.log(`  ${Math.round(bytes / 1024 / 1024)} MB`)
  }, lookEveryMs)
  const exitCode = await new Promise((resolve) => child.once('exit', resolve))
  clearInterval(watch)
  rmSync(folder, { recursive: true, force: true })
  return trouble ?? (exitCode === 0 ? null : lastReason(said))
}

/** What the install script's error says, without its kind and its stack. */
function lastReason(said) {
  const line = said.split('\n').find((text) => /error:/i.test(text))
  return line?.replace(/^.*?error:\s*/i, '').trim() ?? 'its install script failed'
}

function bytesIn(folder) {
  try {
    const files = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)))
    return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)
  } catch {
    // A file went while we looked.
    return 0
  }
}
