import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Notice } from '../../shared/terminal-api/shapes.ts'
import { slipTime } from '../../shared/zones.ts'
import { readConfig } from '../central/documents.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import { writeFileDurablyLater } from '../platform/files.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { type KeptFacts, openQueue } from './carry.ts'
import { writeCopy } from './copy-file.ts'
import { handOverOf } from './export-queue.ts'
import { type FileSigner, writeHandOver } from './file.ts'

/** How the copy stands: on the same disk it helps against a deleted folder, not against a dead disk. */
export type SecondCopyView = {
  path: string
  sameDisk: boolean | null
  writtenAtMs: number | null
  trouble: string | null
  troubleSinceMs: number | null
}

export type SecondCopy = {
  wake(): void
  view(): SecondCopyView
  stop(): Promise<void>
}

const lookEveryMs = 1_000
const tryAgainMs = 10_000
/** However busy the counter is, writing the copy takes at most this part of the main thread. */
const restFactor = 25
const restMinMs = 100
const endPatienceMs = 3_000

export type SecondCopySettings = {
  database: Database
  /** Where copies go: best another disk. Made if only its last part is missing, so that a pulled-out disk is not taken for a folder. */
  folder: string
  dataFolder: string
  practice: boolean
  signer: FileSigner
  clock: Clock
  ids: Ids
  log: Log
  onChange(): void
}

/**
 * A dead terminal can't export, so the open queue is always kept on a second place too, as the same file, but encrypted to the outlet. One
 * loop looks for changes and writes the newest state whole; what comes while it writes is written next. Trouble is told and tried again; it never
 * stops a sale.
 */
export function startSecondCopy(settings: SecondCopySettings): SecondCopy {
  const { database, folder, clock, log } = settings
  const terminalId = readSetting(database, 'terminal')?.terminalId ?? ''
  const path = join(folder, `loket-salinan-${terminalId}.txt`)
  // Counts every row this connection wrote: a look that costs nothing while nothing happens.
  const writesSoFar = database.prepare('SELECT total_changes()').pluck()
  let view: SecondCopyView = { path, sameDisk: null, writtenAtMs: null, trouble: null, troubleSinceMs: null }
  const keptFacts: KeptFacts = new Map()
  let seenWrites = -1
  let writtenHash = ''
  const ended = new AbortController()
  let stopped = false
  let nap = new AbortController()
  const running = run()

  return {
    wake: () => nap.abort(),
    view: () => view,
    async stop() {
      stopped = true
      ended.abort()
      nap.abort()
      // A stick that hangs must not keep the program from ending.
      await Promise.race([running, clock.sleep(endPatienceMs)])
    },
  }

  async function run(): Promise<void> {
    for (;;) {
      const isLast = stopped
      nap = new AbortController()
      const { signal } = nap
      const pauseMs = await lookAndWrite()
      if (isLast) return
      // Not woken: a burst of sales is one write.
      await clock.sleep(pauseMs, ended.signal)
      if (!stopped) await clock.sleep(view.trouble === null ? lookEveryMs : tryAgainMs, signal)
    }
  }

  /** Returns how long the main thread rests from it. */
  async function lookAndWrite(): Promise<number> {
    const startedMs = clock.monotonicMs()
    try {
      const writes = writesSoFar.get() as number
      if (writes === seenWrites && view.trouble === null) return 0
      const copy = makeCopy()
      const busyMs = clock.monotonicMs() - startedMs
      if (copy !== null) await write(copy.text)
      seenWrites = writes
      writtenHash = copy?.hash ?? writtenHash
      return Math.max(restMinMs, busyMs * restFactor)
    } catch (error) {
      trouble(error)
      return restMinMs
    }
  }

  /** Null when it would say what is written already. */
  function makeCopy(): { text: string; hash: string } | null {
    const { carried } = openQueue(database, terminalId, keptFacts)
    const hash = sha256Hex(JSON.stringify(carried))
    if (hash === writtenHash && view.trouble === null) return null
    const { outlet } = readConfig(database)
    const atMs = clock.nowMs()
    const by = { ...settings, kind: 'copy' as const, terminalId, staff: { id: 'terminal', name: 'Loket' }, atMs }
    const text = writeHandOver(handOverOf(database, by, carried), settings.signer)
    const written = `${slipTime(atMs, outlet.zone)} ${outlet.zone}`
    const secret = (length: number) => Buffer.from(sha256Hex(settings.ids.secret()), 'hex').subarray(0, length)
    const label = { outletName: outlet.name, terminalId, written, count: carried.length }
    return {
      hash,
      text: writeCopy(text, { recoveryPublicKey: outlet.recoveryPublicKey, contentKey: secret(32), nonce: secret(12), label }),
    }
  }

  async function write(text: string): Promise<void> {
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await writeFileDurablyLater(path, text)
    const [there, here] = [await stat(folder), await stat(settings.dataFolder)]
    const wasTrouble = view.trouble !== null
    view = { path, sameDisk: there.dev === here.dev, writtenAtMs: clock.nowMs(), trouble: null, troubleSinceMs: null }
    if (wasTrouble) settings.onChange()
  }

  function trouble(error: unknown): void {
    const word = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed'
    if (view.trouble === null) {
      log.warn({ path, error }, 'the second copy of the queue could not be written')
      view = { ...view, trouble: word, troubleSinceMs: clock.nowMs() }
      settings.onChange()
    } else view = { ...view, trouble: word }
  }
}

/** A second place that can't be written is a person's to look after. */
export function copyNotices(copy: SecondCopy | null): Notice[] {
  const view = copy?.view()
  if (view === undefined || view.trouble === null) return []
  const detail = { trouble: view.trouble, path: view.path }
  return [{ id: 'secondCopyFailed', kind: 'secondCopyFailed', paymentId: null, atMs: view.troubleSinceMs ?? 0, detail }]
}
