import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { writeFileDurably } from './files.ts'

/** Who holds a data folder, as told to a second start. The address never carries a code. */
export type Holder = { pid: number; kind: 'browser' | 'desktop'; url: string; startedAtMs: number }

export type FolderLock = {
  /** Tells later starts where this one answers. */
  announce(holder: Holder): void
  release(): void
}

/** Collected as garbage, a connection closes and its lock is gone; a caller that drops the answer must not lose the folder. */
const held = new Set<Sqlite.Database>()

/**
 * The data folder belongs to one process for as long as that lives. The lock is SQLite's own file lock on an empty database,
 * because the operating system frees it at any death, kill -9 and power cut included, and never earlier; a pid file
 * can't promise either. Answers null when another process holds it, after waiting for up to `waitMs`.
 */
export function lockFolder(dataFolder: string, waitMs = 0): FolderLock | null {
  const database = new Sqlite(join(dataFolder, 'lock.db'), { timeout: waitMs })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return null
    throw error
  }
  held.add(database)
  const hostFile = join(dataFolder, 'host.json')
  // What a killed holder announced is not true any more.
  rmSync(hostFile, { force: true })
  return {
    announce: (holder) => writeFileDurably(hostFile, JSON.stringify(holder)),
    release() {
      rmSync(hostFile, { force: true })
      held.delete(database)
      database.close()
    },
  }
}

/** What the holder announced, or null while it is still starting. Only meaningful when `lockFolder` answered null. */
export function readHolder(dataFolder: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(join(dataFolder, 'host.json'), 'utf8'))
    const isHolder = typeof holder.pid === 'number' && typeof holder.url === 'string' && typeof holder.startedAtMs === 'number'
    return isHolder && (holder.kind === 'browser' || holder.kind === 'desktop') ? holder : null
  } catch {
    return null
  }
}
