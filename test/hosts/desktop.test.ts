import { EventEmitter } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { lockFolder, readHolder } from '../../main/platform/lock.ts'
import { counterAt, until } from '../support/counter.ts'
import { testFolder } from '../support/folder.ts'
import { pulsa } from '../support/wishes.ts'

/** What the desktop host asked of Electron, in order. */
type Told = {
  schemes: unknown[]
  calls: string[]
  window: Record<string, unknown>
  loaded: string[]
  handlers: Record<string, (request: Request) => Promise<Response>>
  permissions: boolean[]
  contents: EventEmitter & { windowOpen?: () => unknown }
  app: EventEmitter
  browserWindow: EventEmitter | null
}

/** An Electron that opens nothing and notes everything. */
function standIn(settings: { userIsFirst?: boolean } = {}): { told: Told; module: object } {
  const app = new EventEmitter()
  const contents: Told['contents'] = new EventEmitter()
  const told: Told = { schemes: [], calls: [], window: {}, loaded: [], handlers: {}, permissions: [], contents, app, browserWindow: null }
  const note = (name: string) => () => void told.calls.push(name)
  class BrowserWindow extends EventEmitter {
    constructor(options: Record<string, unknown>) {
      super()
      told.window = options
      told.browserWindow = this
      app.emit(
        'web-contents-created',
        {},
        Object.assign(contents, { setWindowOpenHandler: (open: () => unknown) => (contents.windowOpen = open) }),
      )
    }
    show = note('show')
    focus = note('focus')
    restore = note('restore')
    isMinimized = () => true
    setKiosk = (on: boolean) => void told.calls.push(`kiosk ${on}`)
    async loadURL(url: string) {
      told.loaded.push(url)
      this.emit('ready-to-show')
    }
  }
  const module = {
    app: Object.assign(app, {
      isPackaged: false,
      enableSandbox: note('enableSandbox'),
      setPath: (name: string, path: string) => void told.calls.push(`${name} ${path}`),
      requestSingleInstanceLock: () => settings.userIsFirst ?? true,
      whenReady: async () => {},
      quit: note('quit'),
      exit: (code: number) => void told.calls.push(`exit ${code}`),
    }),
    BrowserWindow,
    Menu: { setApplicationMenu: (menu: unknown) => void told.calls.push(`menu ${menu}`), buildFromTemplate: () => 'edit' },
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown[]) => told.schemes.push(...schemes),
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) => (told.handlers[scheme] = handler),
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (ask: (contents: null, permission: string, answer: (yes: boolean) => void) => void) =>
          ask(null, 'media', (yes) => told.permissions.push(yes)),
        setPermissionCheckHandler: (check: () => boolean) => told.permissions.push(check()),
        setDevicePermissionHandler: (check: () => boolean) => told.permissions.push(check()),
      },
    },
  }
  return { told, module }
}

async function startDesktop(dataFolder: string, settings?: Parameters<typeof standIn>[0]): Promise<Told & { readyFile: string }> {
  const { told, module } = standIn(settings)
  const readyFile = join(testFolder(), 'ready')
  vi.resetModules()
  vi.doMock('electron', () => module)
  vi.stubEnv('LOKET_READY_FILE', readyFile)
  vi.stubEnv('LOKET_DATA_DIR', dataFolder)
  vi.stubEnv('XDG_DATA_HOME', testFolder())
  await import('../../main/hosts/desktop.ts')
  await vi.waitFor(() => expect(existsSync(readyFile) || told.calls.some((call) => call.startsWith('exit'))).toBe(true), 10_000)
  onTestFinished(async () => {
    told.app.emit('before-quit', { preventDefault() {} })
    if (told.loaded.length > 0) await vi.waitFor(() => expect(told.calls).toContain('exit 0'))
  })
  return Object.assign(told, { readyFile })
}

function answer({ handlers }: Told, request: Request): Promise<Response> {
  if (handlers.app === undefined) throw new Error('the scheme is not handled')
  return handlers.app(request)
}

afterEach(() => {
  vi.doUnmock('electron')
  vi.unstubAllEnvs()
})

test('the window is sandboxed, without Node, preload or menu, on a scheme with no more rights than it needs', async () => {
  const told = await startDesktop(testFolder())
  expect(told.schemes).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ])
  expect(told.window.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false })
  expect(told.window.webPreferences).not.toHaveProperty('preload')
  expect(told.calls).toContain('enableSandbox')
  expect(told.calls).toContain(process.platform === 'darwin' ? 'menu edit' : 'menu null')
  expect(readFileSync(told.readyFile, 'utf8')).toBe('window')
})

test('every permission a page could ask for is denied', async () => {
  expect((await startDesktop(testFolder())).permissions).toEqual([false, false, false])
})

test('the window opens no other window and goes nowhere else', async () => {
  const { contents } = await startDesktop(testFolder())
  expect(contents.windowOpen?.()).toEqual({ action: 'deny' })
  for (const [name, url, stopped] of [
    ['will-frame-navigate', 'https://evil.example/', true],
    ['will-redirect', 'file:///etc/passwd', true],
    ['will-attach-webview', '', true],
    ['will-frame-navigate', 'app://loket/', false],
  ] as const) {
    let isStopped = false
    contents.emit(name, { url, preventDefault: () => (isStopped = true) })
    expect([name, url, isStopped]).toEqual([name, url, stopped])
  }
})

test('the page gets in by the code of its address and is told what this host can do', async () => {
  const told = await startDesktop(testFolder())
  const openCode = told.loaded[0]?.split('#open=')[1]
  const headers = { 'content-type': 'application/json', origin: 'app://loket' }
  const call = (path: string, init: RequestInit) => answer(told, new Request(`app://loket${path}`, init))
  const reply = await call('/api/session', { method: 'POST', headers, body: JSON.stringify({ openCode }) })
  const { session } = (await reply.json()) as { session: string }
  const host = await call('/api/host', { headers: { 'x-loket-session': session } })
  expect(await host.json()).toEqual({ kind: 'desktop', supports: ['quit', 'setKiosk'] })
  await call('/api/host/kiosk', { method: 'POST', headers: { ...headers, 'x-loket-session': session }, body: '{"on":true}' })
  expect(told.calls).toContain('kiosk true')
  const foreign = Object.assign(new Request('app://loket/'), { initiatorOrigin: 'https://evil.example' })
  expect((await answer(told, foreign)).status).toBe(403)
})

test('the folder is held while the window lives and free after it', async () => {
  const dataFolder = testFolder()
  const told = await startDesktop(dataFolder)
  await vi.waitFor(() => expect(readHolder(dataFolder)).toMatchObject({ kind: 'desktop', url: 'app://loket/' }))
  expect(lockFolder(dataFolder)).toBeNull()
  let prevented = false
  told.app.emit('before-quit', { preventDefault: () => (prevented = true) })
  await vi.waitFor(() => expect(told.calls).toContain('exit 0'))
  expect(prevented).toBe(true)
  const free = lockFolder(dataFolder)
  expect(free).not.toBeNull()
  free?.release()
})

test('a second start, of this host or the other, brings the window to the front', async () => {
  const dataFolder = testFolder()
  const told = await startDesktop(dataFolder)
  told.app.emit('second-instance')
  expect(told.calls.filter((call) => call === 'focus')).toHaveLength(1)
  writeFileSync(join(dataFolder, 'show-request'), '')
  await vi.waitFor(() => expect(told.calls.filter((call) => call === 'focus')).toHaveLength(2), 3_000)
  expect(readdirSync(dataFolder)).not.toContain('show-request')
})

test('a folder that another host holds opens no second terminal', async () => {
  const dataFolder = testFolder()
  const lock = lockFolder(dataFolder)
  lock?.announce({ pid: 1, kind: 'browser', url: 'http://127.0.0.1:4700/', startedAtMs: 1 })
  onTestFinished(() => lock?.release())
  vi.stubEnv('DISPLAY', '')
  vi.stubEnv('WAYLAND_DISPLAY', '')
  const told = await startDesktop(dataFolder)
  expect([told.loaded, told.calls.at(-1), readFileSync(told.readyFile, 'utf8')]).toEqual([[], 'quit', 'elsewhere'])
})

test('a refused data folder ends the start with a code and no window', async () => {
  const told = await startDesktop(join(testFolder(), 'Dropbox', 'loket'))
  expect([told.loaded, told.calls.at(-1)]).toEqual([[], 'exit 2'])
})

test('closing the window with unsynced money asks the open page; closed once more after that it ends', async () => {
  vi.stubEnv('LOKET_PRACTICE', '1')
  const told = await startDesktop(testFolder())
  let session: string | null = null
  const sari = counterAt('app://loket', (request) => {
    session = request.headers.get('x-loket-session') ?? session
    return answer(told, request)
  })
  await sari.open(told.loaded[0]?.split('#open=')[1] ?? '')
  await sari.signIn('staff-sari')
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  await until(sari.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)
  const close = () => {
    let isPrevented = false
    told.browserWindow?.emit('close', { preventDefault: () => (isPrevented = true) })
    return isPrevented ? 'stays' : 'closes'
  }
  await sari.call('setPracticeFault', { fault: 'offline' })
  await sari.sell(pulsa())
  const events = await answer(told, new Request('app://loket/api/events', { headers: { 'x-loket-session': session ?? '' } }))
  onTestFinished(() => events.body?.cancel())
  expect(close()).toBe('stays')
  // The second click of a double click has read nothing.
  expect(close()).toBe('stays')
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  expect(close()).toBe('closes')
}, 20_000)

test('closing the window while all is synced just closes it', async () => {
  const told = await startDesktop(testFolder())
  let isPrevented = false
  told.browserWindow?.emit('close', { preventDefault: () => (isPrevented = true) })
  expect(isPrevented).toBe(false)
})
