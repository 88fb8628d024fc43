import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const systemPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A real browser on any machine: the system's Chromium, else the one npm brings. */
export async function launchChromium(): Promise<Browser> {
  const installed = systemPlaces.find((path) => existsSync(path))
  if (installed !== undefined) return chromium.launch({ executablePath: installed, chromiumSandbox: false })
  // Its own default arguments switch web security off, which would hide what our content policy forbids.
  const { default: bundled } = await import('@sparticuz/chromium')
  return chromium.launch({ executablePath: await bundled.executablePath(), args: ['--no-sandbox'], chromiumSandbox: false })
}
