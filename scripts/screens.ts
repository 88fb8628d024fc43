import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { cashierAt } from '../test/support/cashier.ts'
import { launchChromium } from '../test/support/chromium.ts'

/** `npm run screens`: the pictures of docs/images, taken from the real program in practice mode and never by hand. */
const root = join(import.meta.dirname, '..')
const images = join(root, 'docs', 'images')
const imageBytesMax = 200_000

execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-stale'], { cwd: root, stdio: 'inherit' })
mkdirSync(images, { recursive: true })
const dataFolder = mkdtempSync(join(tmpdir(), 'loket-screens-'))
const flags = ['--practice', '--no-open', '--port', '0', '--data-dir', dataFolder, '--printer', `file:${join(dataFolder, 'paper.bin')}`]
const loket = spawn(process.execPath, [join(root, 'dist', 'main', 'browser.js'), ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
const browser = await launchChromium()
try {
  await takePictures(await addressOf(loket.stdout))
} finally {
  await browser.close()
  loket.kill()
  await new Promise((resolve) => loket.once('close', resolve))
  rmSync(dataFolder, { recursive: true, force: true })
}

async function takePictures(address: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 620 }, reducedMotion: 'reduce' })
  const { press, signIn, openShift, check, intoBasket, bar, main, basket } = cashierAt(page)
  const pay = async (number: string, endState: string, denomination?: string) => {
    await press('F2')
    await check(number, denomination)
    await intoBasket(number)
    await press('F9')
    await basket.getByText(endState, { exact: true }).waitFor()
  }
  await page.goto(address)
  await signIn('Sari', '1111')
  await openShift('200000')
  await bar.getByText('Online').waitFor()

  await pay('530000000001', 'lunas')
  await pay('12345678901', 'lunas', '50')
  await press('Control+P')
  await page.locator('pre').first().waitFor()
  await picture('receipt')

  await press('F2')
  await check('081200001230', '20')
  await intoBasket('081200001230')
  await press('Alt+E')
  await check('530000000002')
  await picture('counter')
  await press('Escape')
  await press('F9')
  await basket.getByText('lunas', { exact: true }).waitFor()

  await press('F10')
  await main.getByText('Putus', { exact: true }).click()
  await pay('081211112222', 'antre', '50')
  await bar.getByText('Offline').waitFor()
  await pay('12345671230', 'antre', '100')
  await pay('530000000002', 'antre')
  await press('F3')
  await main.getByText('BUDI SANTOSO').waitFor()
  await bar.getByText('Printer siap').waitFor()
  await picture('offline')

  async function picture(name: string): Promise<void> {
    await page.evaluate(() => document.fonts.ready)
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))))
    const path = join(images, `${name}.png`)
    await page.screenshot({ path, caret: 'hide' })
    const { size } = statSync(path)
    if (size > imageBytesMax) throw new Error(`${name}.png has ${size} bytes; a README's picture has at most ${imageBytesMax}`)
    process.stdout.write(`docs/images/${name}.png  ${Math.round(size / 1_000)} kB\n`)
  }
}

/** Leaves the output open: a program that says goodbye into a closed one ends by an error. */
async function addressOf(output: Readable): Promise<string> {
  let said = ''
  for await (const piece of output.iterator({ destroyOnReturn: false })) {
    said += piece
    const found = /http:\/\/127\.0\.0\.1:\d+\/#open=\S+/.exec(said)
    if (found === null) continue
    output.resume()
    return found[0]
  }
  throw new Error(`Loket did not start: ${said}`)
}
