import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeOpenCode } from '../api/sessions.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { readHolder } from '../platform/lock.ts'
import type { Options } from './options.ts'
import { hasDisplay, openSystemBrowser } from './system-browser.ts'

const browserPatienceMs = 10_000
const lookEveryMs = 500

type ShowArguments = {
  dataFolder: string
  options: Options
  clock: Clock
  ids: Ids
  platform: NodeJS.Platform
  env: Record<string, string | undefined>
  print(line: string): void
}

/** A second start: says who has the data folder and brings that one to the front, with a new way in if it is a page. */
export async function showHolder(given: ShowArguments): Promise<void> {
  const holder = readHolder(given.dataFolder)
  if (holder === null) {
    given.print(
      `Loket is being started with the data folder ${given.dataFolder} and does not get on; look for its window or page, or end that process.`,
    )
    return
  }
  const where = holder.kind === 'desktop' ? 'in its own window' : `in the browser at ${holder.url}`
  given.print(`Loket is already open ${where} (process ${holder.pid}, data folder ${given.dataFolder}).`)
  if (holder.kind === 'desktop') return askToShow(given.dataFolder)
  const page = await showPage(given, holder.url)
  if (page === null) return
  // This process ends soon; its file with the code must not outlive it.
  await given.clock.sleep(browserPatienceMs)
  page.forget()
}

/** Prints the address with a new one-time code and opens it where there is a screen. */
export async function showPage(given: ShowArguments, url: string): Promise<{ forget(): void } | null> {
  const opened = `${url}#open=${makeOpenCode(given)}`
  given.print(`Open Loket at ${opened}`)
  if (!given.options.openBrowser || !hasDisplay(given.platform, given.env)) return null
  const page = await openSystemBrowser({ url: opened, dataFolder: given.dataFolder, platform: given.platform })
  if (page.isOpened) return page
  page.forget()
  given.print('No browser could be started; open the address above in one.')
  return null
}

/** Asks the desktop host that holds the folder to come to the front; it looks for this file. */
function askToShow(dataFolder: string): void {
  writeFileSync(join(dataFolder, 'show-request'), '', { mode: 0o600 })
}

/** Calls `show` whenever another start has asked, until `signal` aborts. */
export async function watchShowRequests(given: { dataFolder: string; clock: Clock; signal: AbortSignal; show(): void }): Promise<void> {
  const path = join(given.dataFolder, 'show-request')
  rmSync(path, { force: true })
  while (!given.signal.aborted) {
    await given.clock.sleep(lookEveryMs, given.signal)
    if (!existsSync(path)) continue
    rmSync(path, { force: true })
    given.show()
  }
}
