import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { testFolder } from '../support/folder.ts'
import { address, startHost } from '../support/host-process.ts'

const root = join(import.meta.dirname, '..', '..')

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-stale'], { cwd: root, stdio: 'pipe' })
})

/** A tab of a real browser, with everything it complained about. */
async function tab(): Promise<{ page: Page; complaints: string[] }> {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const context = await browser.newContext()
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints }
}

async function start(dataFolder: string, port = '0') {
  const host = startHost(dataFolder, ['--no-open', '--port', port])
  const [opened = '', url = ''] = await host.said(address)
  return { host, opened, url }
}

test('the printed address lets a page in once; reload and a restarted host resume it', async () => {
  const dataFolder = testFolder()
  const first = await start(dataFolder)
  const { page, complaints } = await tab()
  await page.goto(first.opened)
  const practice = page.getByRole('button', { name: /latihan/i }).first()
  await practice.waitFor()
  expect(page.url()).toBe(first.url)
  await page.reload()
  await practice.waitFor()
  expect(complaints).toEqual([])

  first.host.child.kill('SIGKILL')
  await first.host.ended
  await start(dataFolder, new URL(first.url).port)
  await page.reload()
  await practice.waitFor()

  const stranger = await tab()
  await stranger.page.goto(first.opened)
  await stranger.page.getByText('#open=').first().waitFor()
  expect(await stranger.page.getByRole('button', { name: /latihan/i }).count()).toBe(0)
})

test('a bare address tells how to get in', async () => {
  const { url } = await start(testFolder())
  const { page, complaints } = await tab()
  await page.goto(url)
  await page.getByText('#open=').first().waitFor()
  expect(complaints).toEqual([])
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})

test('the page may not load or call anything foreign', async () => {
  const { opened } = await start(testFolder())
  const { page } = await tab()
  await page.goto(opened)
  const outcomes = await page.evaluate(async () => {
    const image = new Promise((resolve) => {
      const element = document.createElement('img')
      element.onload = () => resolve('loaded')
      element.onerror = () => resolve('blocked')
      element.src = 'http://localhost:9/x.png'
    })
    const call = fetch('http://localhost:9/').then(
      () => 'called',
      () => 'blocked',
    )
    const frame = document.createElement('script')
    frame.textContent = 'window.ran = true'
    document.head.append(frame)
    return [await image, await call, 'ran' in window ? 'ran' : 'blocked']
  })
  expect(outcomes).toEqual(['blocked', 'blocked', 'blocked'])
})
