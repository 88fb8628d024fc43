import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, Menu, protocol, session, type WebContents } from 'electron'
import type { Host } from '../api/host.ts'
import { makeOpenCode } from '../api/sessions.ts'
import { createApp } from '../app.ts'
import { systemClock } from '../platform/clock.ts'
import { systemIds } from '../platform/ids.ts'
import { placeOf } from '../platform/place.ts'
import { isOwnPage, isOwnRequest, pageUrl } from './desktop-door.ts'
import { readOptions } from './options.ts'
import { findPageFolder } from './page-folder.ts'
import { showHolder, watchShowRequests } from './show.ts'
import { prepare } from './start.ts'

const { env, platform } = process
const [clock, ids] = [systemClock, systemIds]
process.umask(0o077)

// Once, before the app is ready. Service workers, CSP bypass and extensions stay off.
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
])
app.enableSandbox()
// A Mac takes copy and paste from the menu; elsewhere there is none.
Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null)
app.on('web-contents-created', (_, contents) => lockNavigation(contents))

const ground = prepare(readOptions(process.argv.slice(app.isPackaged ? 1 : 2), env, 'ignore'), env, platform, clock)
// Never awaited at the top level: Electron becomes ready only after this module has been evaluated.
void begin().catch((error: unknown) => {
  console.error(error)
  app.exit(1)
})

async function begin(): Promise<void> {
  if (ground.kind === 'end') {
    process.stderr.write(`${ground.text}\n`)
    return app.exit(ground.exitCode)
  }
  // One window per data folder: Electron's own lock lies in it too.
  app.setPath('userData', join(ground.dataFolder, 'electron'))
  const isFirst = app.requestSingleInstanceLock()
  if (ground.kind === 'ready' && isFirst) return app.whenReady().then(() => serve(ground))
  if (ground.kind === 'held') await showHolder({ ...ground, clock, ids, platform, env, print: (line) => console.log(line) })
  tellStarter('elsewhere')
  app.quit()
}

async function serve({ options, dataFolder, lock, log, warning }: Extract<typeof ground, { kind: 'ready' }>): Promise<void> {
  if (warning !== null) console.log(warning)
  const ending = new AbortController()
  let window: BrowserWindow | null = null
  let mayEnd = false
  let askedAtMs: number | null = null
  const host: Host = {
    kind: 'desktop',
    quit: () => {
      mayEnd = true
      app.quit()
    },
    setKiosk: (on) => window?.setKiosk(on),
    // No wrapSecret: a key bound to Electron's safeStorage would lock out the browser host, the next rung of the same ladder.
  }
  const placeOfFile = (path: string) => placeOf(path, platform)
  const terminal = await createApp({ dataFolder, options, clock, ids, log, host, pageFolder: findPageFolder(), placeOf: placeOfFile })
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  session.defaultSession.setDevicePermissionHandler(() => false)
  protocol.handle('app', (request) => (isOwnRequest(request) ? terminal.fetch(request) : new Response(null, { status: 403 })))

  window = new BrowserWindow({
    width: 1280,
    height: 720,
    minWidth: 1024,
    minHeight: 600,
    show: false,
    title: 'Loket',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  })
  window.once('ready-to-show', () => {
    window?.show()
    tellStarter('window')
  })
  await window.loadURL(`${pageUrl}#open=${makeOpenCode({ dataFolder, clock, ids })}`)
  lock.announce({ pid: process.pid, kind: 'desktop', url: pageUrl, startedAtMs: clock.nowMs() })
  log.info({ dataFolder }, 'desktop host started')

  const show = () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  }
  app.on('second-instance', show)
  void watchShowRequests({ dataFolder, clock, signal: ending.signal, show })
  window.on('close', (event) => {
    if (!mayGo()) event.preventDefault()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => host.quit?.())
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (ending.signal.aborted || !mayGo()) return
    ending.abort()
    void terminal.close().then(() => {
      log.close()
      lock.release()
      app.exit(0)
    })
  })

  /** Closing the window with unsynced money is a question, which the page asks. Closed once more after that, or without a page, it ends. */
  function mayGo(): boolean {
    const wasAsked = askedAtMs !== null && clock.monotonicMs() - askedAtMs > readMs
    mayEnd ||= wasAsked || terminal.unsynced() === null || !terminal.askToQuit()
    askedAtMs ??= clock.monotonicMs()
    return mayEnd
  }
}

/** Long enough to have read a sentence, so that a double click on the window's cross is no answer to it. */
const readMs = 2_000

/** Our one page and nothing else, in every window and frame there will ever be. */
function lockNavigation(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
}

/** `npm start` waits for this word before it gives up on the window. */
function tellStarter(word: 'window' | 'elsewhere'): void {
  if (env.LOKET_READY_FILE !== undefined) writeFileSync(env.LOKET_READY_FILE, word)
}
