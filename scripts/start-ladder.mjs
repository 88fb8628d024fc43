import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { readOptions } from '../main/hosts/options.ts'
import { buildIfStale } from './build.mjs'
import { downloadElectron, findElectron } from './electron-binary.mjs'
import { runDesktop } from './run-desktop.mjs'

const root = join(import.meta.dirname, '..')

/** What the ladder stands on; tests bring a stand-in Electron and shorter patience. */
export const usualGround = {
  electronFolder: join(root, 'node_modules', 'electron'),
  browserHost: join(root, 'dist', 'main', 'browser.js'),
  desktopHost: join(root, 'dist', 'main', 'desktop.js'),
  build: () => buildIfStale(root),
  firstByteMs: 20_000,
  windowMs: 30_000,
}

/** `npm start`: the desktop host where there is a screen and Electron works, else the browser host; one line a rung. */
export async function start(argv, env, ground = usualGround) {
  const wantsBrowser = argv.includes('--browser')
  const flags = argv.filter((argument) => argument !== '--browser')
  const answer = readOptions(flags, env)
  if (answer.kind !== 'options') {
    if (answer.kind === 'help') console.log(answer.text)
    else console.error(answer.sentence)
    return answer.kind === 'help' ? 0 : 2
  }
  await ground.build()
  const electron = wantsBrowser ? null : await climb(env, ground)
  if (electron === null) return runBrowser(flags, env, ground)
  const result = await runDesktop({ electron, script: ground.desktopHost, flags, env, patienceMs: ground.windowMs })
  if (result.kind === 'ended') return result.exitCode
  console.log(`The desktop window did not open (${result.why}): using the browser host.`)
  return runBrowser(flags, env, ground)
}

/** The Electron to start, or null with the reason said. */
async function climb(env, { electronFolder, firstByteMs }) {
  if (!hasDisplay(env)) {
    console.log('No display: using the browser host.')
    return null
  }
  const found = findElectron(electronFolder, env)
  if (found !== null) {
    console.log('Opening the desktop window.')
    return found
  }
  console.log(`Electron is not here yet: one download attempt, at most ${firstByteMs / 1000} s to the first byte.`)
  const trouble = await downloadElectron({ electronFolder, env, firstByteMs })
  const downloaded = trouble === null ? findElectron(electronFolder, env) : null
  if (downloaded === null) console.log(`Electron could not be downloaded (${trouble ?? 'nothing arrived'}): using the browser host.`)
  else console.log('Electron is here: opening the desktop window.')
  return downloaded
}

function hasDisplay(env) {
  return process.platform === 'win32' || process.platform === 'darwin' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY)
}

function runBrowser(flags, env, { browserHost }) {
  return new Promise((resolve) => {
    // The receipt encoder makes its buffers the old way (DEP0005), which is no news to who starts a terminal.
    const child = spawn(process.execPath, ['--disable-warning=DEP0005', browserHost, ...flags], { env, stdio: 'inherit' })
    // A terminal sends Ctrl-C to both of us; we stay until the host has closed its books.
    const wait = () => {}
    const pass = () => child.kill('SIGTERM')
    process.on('SIGINT', wait)
    process.on('SIGTERM', pass)
    child.once('exit', (code) => {
      process.off('SIGINT', wait)
      process.off('SIGTERM', pass)
      resolve(code ?? 1)
    })
  })
}
