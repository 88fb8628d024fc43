import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

type OpenArguments = {
  /** Carries the open code in its fragment. */
  url: string
  dataFolder: string
  platform: NodeJS.Platform
}

export type Opened = {
  /** False where no opener could be started. */
  isOpened: boolean
  /** Removes the file, once the browser has had time to read it. */
  forget(): void
}

/**
 * Opens the page in the person's browser. Everybody on a machine can read the arguments of a process, so the browser is given a
 * file only we and it can read, which leads on to the address with the code.
 */
export async function openSystemBrowser({ url, dataFolder, platform }: OpenArguments): Promise<Opened> {
  const path = join(dataFolder, 'open.html')
  rmSync(path, { force: true })
  writeFileSync(path, `<!doctype html><meta charset="utf-8"><title>Loket</title><meta http-equiv="refresh" content="0;url=${url}">\n`, {
    mode: 0o600,
    flag: 'wx',
  })
  const [command, ...args] = openerOf(platform)
  const isOpened = await starts(command, [...args, platform === 'win32' ? pathToFileURL(path).href : path])
  return { isOpened, forget: () => rmSync(path, { force: true }) }
}

/** Whether a person could see a window at all. */
export function hasDisplay(platform: NodeJS.Platform, env: Record<string, string | undefined>): boolean {
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY)
}

function openerOf(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return platform === 'darwin' ? ['open'] : ['xdg-open']
}

function starts(command: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
