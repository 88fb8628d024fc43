import { onTestFinished } from 'vitest'
import { auditBooks } from '../../main/ledger/audit-books.ts'
import { type Log, silentLog } from '../../main/platform/log.ts'
import { createLink } from '../../main/sync/link.ts'
import { defaultTiming, type Sync, type SyncTiming, startSync } from '../../main/sync/sync.ts'
import { openQueue, type Queue } from './queue.ts'
import { type ToldCentral, toldCentral } from './told-central.ts'

export type Loop = Queue & {
  told: ToldCentral
  link: ReturnType<typeof createLink>
  sync: Sync
  /** Lets time pass until this holds; gives up after so much of it. */
  until(holds: () => boolean, longestMs?: number): Promise<void>
  start(timing?: Partial<SyncTiming>): void
  /** Ends the process; whoever still waits for a reply gets it first. */
  stop(): Promise<void>
  restart(): Promise<void>
  serverTimes: number[]
  /** What the log was warned of or told as an error. */
  logged: string[]
}

/** The loop over a real queue, with a central that is told what to say and a clock that only the test moves. */
export function openLoop(wishes: { timing?: Partial<SyncTiming>; started?: boolean } = {}): Loop {
  const queue = openQueue()
  const { clock, database, ids } = queue
  const told = toldCentral(clock)
  const loop = { ...queue, told, serverTimes: [] as number[], logged: [] as string[] } as Loop
  const keep = (facts: object, message: string) => void loop.logged.push(`${message} ${JSON.stringify(facts)}`)
  const log: Log = { ...silentLog, warn: keep, error: keep }
  loop.start = (timing = wishes.timing) => {
    const link = createLink(clock, () => loop.sync?.wake())
    loop.link = link
    loop.sync = startSync({
      database,
      central: told.central,
      clock,
      ids,
      link,
      log,
      timing: { ...defaultTiming, returnSpreadMs: 0, ...timing },
      onChange: () => {},
      hearServerTime: (serverTimeMs) => loop.serverTimes.push(serverTimeMs),
    })
  }
  loop.stop = async () => {
    const stopped = loop.sync?.stop()
    await clock.advance(120_000)
    await stopped
  }
  loop.restart = async () => {
    await loop.stop()
    loop.start()
  }
  loop.until = async (holds, longestMs = 600_000) => {
    for (let waitedMs = 0; !holds(); waitedMs += 100) {
      if (waitedMs >= longestMs) throw new Error(`still not so: ${JSON.stringify(queue.reasons())}`)
      await clock.advance(100)
    }
  }
  onTestFinished(async () => {
    await loop.stop()
    const complaints = auditBooks(database)
    if (complaints.length > 0) throw new Error(complaints.join('; '))
  })
  if (wishes.started !== false) loop.start()
  return loop
}
