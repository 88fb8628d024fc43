import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { BillerPayment } from '../../main/practice/biller.ts'
import { launchChromium } from './chromium.ts'
import { decodeEscpos } from './escpos-decoder.ts'
import { testFolder } from './folder.ts'
import { openSerialPair, type SerialPair } from './serial-pair.ts'

const root = join(import.meta.dirname, '..', '..')
/** Under node_modules, where native modules are found. */
const built = join(root, 'node_modules', '.cache', `counter-desk-${process.pid}`)
const patienceMs = 20_000

/** The practice central in a process of its own, its link and its books in the test's hands. */
export type CentralProcess = {
  url: string
  setFault(fault: 'none' | 'offline' | 'slow' | 'resetAfterCommit'): Promise<void>
  /** One thing its operator does (main/practice/control.ts). */
  order(order: { do: string } & Record<string, unknown>): Promise<void>
  book(): Promise<{ biller: BillerPayment[]; billsPaidTwice: string[]; alarms: unknown[]; float: { balanceRupiah: number } }>
}

export async function startCentral(): Promise<CentralProcess> {
  const central = run([join(root, 'main', 'practice', 'serve.ts'), '--port', '0', '--data-dir', testFolder()])
  const [, url = '', controlUrl = ''] = await central.said(/Practice central: (\S+) .* switches and books: (\S+)/)
  const control = async (method: string, path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(controlUrl + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (!reply.ok) throw new Error(`${path} was answered ${reply.status}`)
    return reply.json()
  }
  return {
    url,
    setFault: (fault) => control('PUT', '/faults', { fault }) as Promise<void>,
    order: async (order) => expect(await control('POST', '/operator', order)).toEqual({ done: true }),
    book: () => control('GET', '/book') as ReturnType<CentralProcess['book']>,
  }
}

/** The built program at its own address, which stays the same through every restart. */
export type Terminal = {
  /** Starts it and answers the address that lets a page in. */
  start(): Promise<string>
  /** Pulls the plug. */
  kill(): Promise<void>
  dataFolder: string
  ledgerPath: string
}

export function terminal(flags: string[] = [], dataFolder = testFolder()): Terminal {
  let port = '0'
  let host: ReturnType<typeof run> | null = null
  return {
    dataFolder,
    ledgerPath: join(dataFolder, 'practice', 'ledger.sqlite'),
    async start() {
      host = run([join(built, 'main', 'browser.js'), '--no-open', '--data-dir', dataFolder, '--port', port, ...flags])
      const [opened = '', itsPort = ''] = await host.said(/http:\/\/127\.0\.0\.1:(\d+)\/#open=\S+/)
      port = itsPort
      return opened
    },
    async kill() {
      host?.child.kill('SIGKILL')
      await host?.ended
    },
  }
}

/**
 * `npm test` has built it; a test run on its own builds what is stale. The stories run a copy, so that a build made meanwhile
 * doesn't pull the page from under them.
 */
export function buildOnce(): () => void {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-stale'], { cwd: root, stdio: 'pipe' })
  cpSync(join(root, 'dist'), built, { recursive: true })
  return () => rmSync(built, { recursive: true, force: true })
}

/** One tab as wide as the counter's screen, and everything the browser complained about. */
export async function openTab(size = { width: 1280, height: 620 }): Promise<{ page: Page; complaints: string[] }> {
  const browser = await launchChromium()
  const context = await browser.newContext({ viewport: size })
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail')
      process.stderr.write(`The page said at the end:\n${(await page.locator('body').allInnerTexts()).join()}\n`)
    await browser.close()
  })
  return { page, complaints: complaintsOf(page) }
}

/** Errors of the console and the page, but for the calls that a story refuses or cuts on purpose: Chromium reports those too. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const expected = /^Failed to load resource: (?:the server responded with a status of 4\d\d|net::ERR_)/
    if (['error', 'warning'].includes(message.type()) && !expected.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

/** The paper behind a real tty, slip by slip, its blank lines left out. */
export type Paper = { printerAddress: string; nextSlip(): Promise<string[]>; unread(): number }

export async function openPaper(): Promise<Paper> {
  const pair = await openSerialPair()
  onTestFinished(() => pair.unplug())
  let read = 0
  return {
    printerAddress: `serial:${pair.path}?baudRate=115200`,
    async nextSlip() {
      const lines = await decoded(pair, read)
      read = pair.received().length
      return lines
    },
    unread: () => pair.received().length - read,
  }
}

/** The slip that came out since, once the line is quiet and the bytes are whole. */
async function decoded(pair: SerialPair, from: number): Promise<string[]> {
  const giveUpAtMs = performance.now() + patienceMs
  for (let seen = from; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 250))
    const length = pair.received().length
    if (length > from && length === seen) return decodeEscpos(pair.received().subarray(from)).slips.flatMap(textsOf)
    if (performance.now() > giveUpAtMs) throw new Error('nothing was printed')
    seen = length
  }
}

function textsOf(slip: readonly { text: string }[]): string[] {
  return slip.map(({ text }) => text.trimEnd()).filter((text) => text !== '')
}

function run(argv: string[]) {
  const child: ChildProcess = spawn(process.execPath, argv, { env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    child,
    ended,
    async said(pattern: RegExp): Promise<RegExpExecArray> {
      for (const giveUpAtMs = performance.now() + patienceMs; performance.now() < giveUpAtMs; ) {
        const found = pattern.exec(output)
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
      throw new Error(`waited in vain for ${pattern} in: ${output}`)
    },
  }
}
