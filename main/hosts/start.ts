import { homedir } from 'node:os'
import { join } from 'node:path'
import type { AppArguments } from '../app.ts'
import type { Clock } from '../platform/clock.ts'
import { DataFolderRefused, openDataFolder, usualFolder } from '../platform/data-folder.ts'
import { type FolderLock, lockFolder, readHolder } from '../platform/lock.ts'
import { openLog } from '../platform/log.ts'
import { readMounts } from '../platform/mounts.ts'
import { leaveLastFolder, rememberFolder } from './last-folder.ts'
import type { Options, OptionsAnswer } from './options.ts'

/** What both hosts do before they differ: look at the flags, open the data folder and take it for this process alone. */
export type Ground =
  | {
      kind: 'ready'
      options: Options
      dataFolder: string
      lock: FolderLock
      log: AppArguments['log'] & { close(): void }
      /** To be told to the person who starts it. */
      warning: string | null
    }
  /** Another process has the folder: show that one. */
  | { kind: 'held'; options: Options; dataFolder: string }
  | { kind: 'end'; exitCode: number; text: string }

/** Whoever holds the folder longer than this without announcing itself is stuck. */
const silentHoldMaxMs = 10_000
const lookAgainMs = 250

export function prepare(
  answer: OptionsAnswer,
  env: Record<string, string | undefined>,
  platform: NodeJS.Platform,
  clock: Pick<Clock, 'nowMs' | 'monotonicMs'>,
): Ground {
  if (answer.kind === 'help') return { kind: 'end', exitCode: 0, text: answer.text }
  if (answer.kind === 'bad') return { kind: 'end', exitCode: 2, text: answer.sentence }
  const { options } = answer
  try {
    const machine = { platform, env, homeFolder: homedir(), mounts: readMounts(platform) }
    const dataFolder = openDataFolder(options.dataDir, machine)
    const memoryPath = join(usualFolder(machine), 'last-data-folder')
    const leaving = leaveLastFolder({ dataFolder, memoryPath, leaveUnsynced: options.leaveUnsynced === true, nowMs: clock.nowMs() })
    if (leaving.kind === 'refused') return { kind: 'end', exitCode: 2, text: leaving.sentence }
    const lock = takeFolder(dataFolder, clock)
    if (lock === null) return { kind: 'held', options, dataFolder }
    rememberFolder(memoryPath, dataFolder)
    const warning = leaving.kind === 'warned' ? leaving.sentence : null
    return { kind: 'ready', options, dataFolder, lock, log: openLog({ dataFolder }), warning }
  } catch (error) {
    if (error instanceof DataFolderRefused) return { kind: 'end', exitCode: 2, text: error.message }
    throw error
  }
}

/**
 * Somebody who holds the folder and has announced nothing may only be looking into it, may be starting, or may be a killed process whose
 * files the system still closes. Tried until it is ours or a living holder can be shown instead.
 */
function takeFolder(dataFolder: string, clock: Pick<Clock, 'monotonicMs'>): FolderLock | null {
  const giveUpAtMs = clock.monotonicMs() + silentHoldMaxMs
  let lock = lockFolder(dataFolder)
  while (lock === null && !hasLivingHolder(dataFolder) && clock.monotonicMs() < giveUpAtMs) lock = lockFolder(dataFolder, lookAgainMs)
  return lock
}

/** A killed holder leaves its announcement behind: only one whose process is there can be shown. */
function hasLivingHolder(dataFolder: string): boolean {
  const holder = readHolder(dataFolder)
  if (holder === null) return false
  try {
    process.kill(holder.pid, 0)
    return true
  } catch (error) {
    return (error as { code?: unknown }).code !== 'ESRCH'
  }
}

/** Ends the process once, after the handler and everything behind it are closed; a second signal does not wait. */
export function endOnSignal(end: () => Promise<void>): void {
  let ending = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(130)
      ending = true
      void end().then(() => process.exit(0))
    })
  }
}
