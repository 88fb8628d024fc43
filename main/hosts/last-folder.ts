import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { formatRupiah } from '../../shared/money.ts'
import { type Unsynced, unsyncedMoney } from '../payments/queue.ts'
import { writeFileDurably } from '../platform/files.ts'
import { lockFolder } from '../platform/lock.ts'
import { openToRead } from '../storage/open.ts'

/** Where a ledger lies in a data folder; practice money is nobody's, so leaving it is told and not refused. */
const ledgers = [
  { path: 'ledger.sqlite', isReal: true },
  { path: join('practice', 'ledger.sqlite'), isReal: false },
]

export type Leaving = { kind: 'fine' } | { kind: 'warned'; sentence: string } | { kind: 'refused'; sentence: string }

type LeavingArguments = { dataFolder: string; memoryPath: string; leaveUnsynced: boolean; nowMs: number }

/**
 * Whether this start may leave the data folder of the last one. Money that has not reached the central yet would lie there unseen: the
 * start is refused with its count, total and oldest age, unless a person says that it is meant.
 */
export function leaveLastFolder({ dataFolder, memoryPath, leaveUnsynced, nowMs }: LeavingArguments): Leaving {
  const last = readMemory(memoryPath)
  if (last === null || last === dataFolder || !existsSync(last)) return { kind: 'fine' }
  // A terminal that runs there brings its money home itself.
  const lock = lockFolder(last)
  if (lock === null) return { kind: 'fine' }
  try {
    for (const { path, isReal } of ledgers) {
      const left = lookInto(join(last, path), nowMs)
      if (left === null) continue
      const what = `The last data folder ${last} ${left}`
      if (!isReal) return { kind: 'warned', sentence: `${what} It is practice money, so this start goes on.` }
      if (leaveUnsynced) return { kind: 'warned', sentence: `${what} It stays there until Loket is started with that folder.` }
      return { kind: 'refused', sentence: `${what} Start with that folder again, or add --leave-unsynced if leaving it is meant.` }
    }
    return { kind: 'fine' }
  } finally {
    lock.release()
  }
}

/** For the next start. Convenience, not money: a machine that can't remember it starts all the same. */
export function rememberFolder(memoryPath: string, dataFolder: string): void {
  if (readMemory(memoryPath) === dataFolder) return
  try {
    mkdirSync(dirname(memoryPath), { recursive: true, mode: 0o700 })
    writeFileDurably(memoryPath, `${dataFolder}\n`)
  } catch {
    // Nothing to remember it in.
  }
}

export function unsyncedWords({ count, totalRupiah, oldestAgeMs }: Unsynced): string {
  const oldest = oldestAgeMs === null ? '' : `, the oldest ${ageWords(oldestAgeMs)} old`
  return `${count} ${count === 1 ? 'payment' : 'payments'}, ${formatRupiah(totalRupiah)}${oldest}`
}

function ageWords(ageMs: number): string {
  const minutes = Math.floor(ageMs / 60_000)
  if (minutes < 60) return plural(minutes, 'minute')
  return minutes < 48 * 60 ? plural(Math.floor(minutes / 60), 'hour') : plural(Math.floor(minutes / 1_440), 'day')
}

function plural(count: number, unit: string): string {
  return `${count} ${count === 1 ? unit : `${unit}s`}`
}

/** What a ledger still owes the central, as the end of a sentence; null when nothing. */
function lookInto(path: string, nowMs: number): string | null {
  if (!existsSync(path)) return null
  try {
    const database = openToRead(path)
    try {
      const unsynced = unsyncedMoney(database, nowMs)
      return unsynced === null ? null : `holds money that has not reached the central: ${unsyncedWords(unsynced)}.`
    } finally {
      database.close()
    }
  } catch {
    return 'has a ledger that can not be read, so nobody knows what money in it is unsynced.'
  }
}

function readMemory(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null
  } catch {
    return null
  }
}
