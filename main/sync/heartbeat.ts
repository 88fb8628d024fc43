import type { HeartbeatRequest } from '../../shared/central-api/heartbeats.ts'
import type { OutletOffice } from '../central/outlet-office.ts'
import { queueFacts } from '../payments/queue.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { auditHead } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import type { Link } from './link.ts'

/** Until the central says otherwise. */
const usualEveryMs = 60_000
/** A central that asks for more than this has miscounted; one that asks for less would be a burden on a slow link. */
const everyMinMs = 10_000
const everyMaxMs = 3_600_000

export type HeartbeatFacts = {
  database: Database
  clock: Clock
  link: Link
  version: string
  device: HeartbeatRequest['device']
  printer: () => HeartbeatRequest['printer']
}

/** How this terminal is right now. */
export function heartbeatOf({ database, clock, link, version, device, printer }: HeartbeatFacts): HeartbeatRequest {
  const nowMs = clock.nowMs()
  const { count, totalRupiah, oldestAgeMs } = queueFacts(database, nowMs)
  const { state, roundTripMs } = link.view()
  return {
    version,
    device,
    queue: { count, totalRupiah, oldestAt: oldestAgeMs === null ? null : new Date(nowMs - oldestAgeMs).toISOString() },
    printer: printer(),
    link: { state, roundTripMs },
    audit: auditHead(database),
  }
}

/**
 * Says so to the central now and then, while the link is up. Nothing waits for it, nothing is tried again, and whatever comes back moves
 * nothing: whoever looks after many counters sees the silence.
 */
export function startHeartbeats(settings: HeartbeatFacts & { office: Pick<OutletOffice, 'heartbeat'>; log: Log }) {
  const { clock, link, office, log } = settings
  const stopping = new AbortController()
  void run()

  async function run(): Promise<void> {
    let everyMs = usualEveryMs
    while (!stopping.signal.aborted) {
      await clock.sleep(everyMs, stopping.signal)
      if (stopping.signal.aborted || link.view().state !== 'online') continue
      try {
        const outcome = await office.heartbeat(heartbeatOf(settings))
        if (outcome.kind === 'answer') everyMs = Math.min(everyMaxMs, Math.max(everyMinMs, outcome.answer.nextAfterMs))
      } catch (error) {
        log.error({ error }, 'a heartbeat could not be said')
      }
    }
  }

  return {
    /** One that is on its way is not waited for: it touches nothing of ours when it comes back. */
    async stop(): Promise<void> {
      stopping.abort()
    },
  }
}
