import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { standInElectron } from '../support/electron-stand-in.ts'
import { testFolder } from '../support/folder.ts'

const ladder = join(import.meta.dirname, '..', '..', 'scripts', 'start-ladder.mjs')

type Wishes = Partial<Parameters<typeof standInElectron>[0]> & { flags?: string[]; display?: string }

/** Climbs the ladder with a stand-in Electron and a stand-in browser host that only says it is there. */
function climb({ program = 'fine', install = 'none', isInstalled = true, flags = [], display = ':77' }: Wishes) {
  const electronFolder = standInElectron({ program, install, isInstalled })
  const hosts = testFolder()
  const browserHost = join(hosts, 'browser.mjs')
  writeFileSync(browserHost, 'console.log("browser host", process.argv.slice(2).join(" ")); process.exitCode = 3')
  const ground = { electronFolder, browserHost, desktopHost: join(hosts, 'desktop.mjs'), firstByteMs: 1_000, windowMs: 1_000 }
  const code = `const { start } = await import(${JSON.stringify(ladder)}); process.exitCode = await start(${JSON.stringify(flags)}, process.env, { ...${JSON.stringify(ground)}, build() {} })`
  const env = { ...process.env, DISPLAY: display, WAYLAND_DISPLAY: '' }
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    env,
    encoding: 'utf8',
    timeout: 30_000,
  })
  const argumentsFile = join(electronFolder, 'arguments')
  return {
    lines: stdout.trim().split('\n'),
    stderr,
    status,
    electronArguments: existsSync(argumentsFile) ? readFileSync(argumentsFile, 'utf8').trim() : null,
    downloadTried: existsSync(join(electronFolder, 'install-ran')),
    desktopHost: ground.desktopHost,
  }
}

test('a fine Electron opens the window and its end is the end', () => {
  const run = climb({ flags: ['--port', '4711'] })
  expect(run.lines).toEqual(['Opening the desktop window.', 'window closed'])
  expect([run.status, run.electronArguments]).toEqual([0, `${run.desktopHost} --port 4711`])
})

test('without a display nothing is downloaded or tried', () => {
  const run = climb({ display: '', isInstalled: false, install: 'arrives', flags: ['--no-open'] })
  expect(run.lines).toEqual(['No display: using the browser host.', 'browser host --no-open'])
  expect([run.status, run.downloadTried, run.electronArguments]).toEqual([3, false, null])
})

test('npm run start:browser asks nobody', () => {
  const run = climb({ flags: ['--browser', '--practice'] })
  expect([run.lines, run.electronArguments]).toEqual([['browser host --practice'], null])
})

test('a missing Electron is downloaded once, with progress, and then opened', () => {
  const run = climb({ isInstalled: false, install: 'arrives' })
  expect(run.lines).toEqual([
    'Electron is not here yet: one download attempt, at most 1 s to the first byte.',
    '  24 MB',
    'Electron is here: opening the desktop window.',
    'window closed',
  ])
})

test.each([
  ['refused', 'fetch failed'],
  ['silent', 'no byte within 1 s'],
] as const)('a download that is %s leads to the browser host with the reason', (install, why) => {
  const run = climb({ isInstalled: false, install })
  expect(run.lines.slice(1)).toEqual([`Electron could not be downloaded (${why}): using the browser host.`, 'browser host'])
  expect(run.status).toBe(3)
})

test.each([
  ['runningAsRoot', 'Running as root without --no-sandbox is not supported. See https://crbug.com/638180.'],
  ['missingLibrary', 'electron: error while loading shared libraries: libnss3.so: cannot open shared object file'],
  ['silentEnd', 'Electron ended with code 0'],
  ['killed', 'Electron was ended by SIGKILL'],
  ['hanging', 'no window within 1 s'],
] as const)('an Electron that ends before its window (%s) leads to the browser host with the reason', (program, why) => {
  const run = climb({ program })
  expect(run.lines).toEqual([
    'Opening the desktop window.',
    `The desktop window did not open (${why}): using the browser host.`,
    'browser host',
  ])
  expect(run.electronArguments).not.toContain('no-sandbox')
})

test('an Electron that showed another window is not replaced by a second terminal', () => {
  expect(climb({ program: 'elsewhere' })).toMatchObject({ lines: ['Opening the desktop window.'], status: 0 })
})

test('a window that crashes later ends the start with its code, without a second terminal', () => {
  expect(climb({ program: 'crashesLater' })).toMatchObject({ lines: ['Opening the desktop window.'], status: 7 })
})

test('a wrong flag is a sentence before anything is built or opened', () => {
  const run = climb({ flags: ['--colour'] })
  expect([run.stderr, run.status, run.electronArguments]).toEqual(["Unknown option '--colour'. See --help.\n", 2, null])
})

test('an older Node is told what to install before anything else is loaded', () => {
  const start = join(import.meta.dirname, '..', '..', 'scripts', 'start.mjs')
  const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } }); Object.defineProperty(process, 'version', { value: 'v20.19.0' }); await import(${JSON.stringify(start)})`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  expect(run.stderr).toBe('Loket needs Node 22.18 or newer and this is v20.19.0: install it from https://nodejs.org and start again.\n')
  expect(run.status).toBe(1)
})
