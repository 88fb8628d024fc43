import type { HeartbeatRequest } from '../../shared/central-api/heartbeats.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../storage/open.ts'
import type { ConfigOffice } from './config.ts'

/** How often a terminal says how it is. */
export const heartbeatEveryMs = 60_000
/** So many missed in a row, and somebody should look. */
const missedMax = 3

export type FleetMember = {
  terminalId: string
  name: string
  enrolledAtMs: number
  revoked: boolean
  /** Its share of the float, null for none. */
  allotmentRupiah: number | null
  /** `never`: not a word yet; `quiet`: none for some time. */
  presence: 'never' | 'here' | 'quiet'
  heardAtMs: number | null
  heartbeat: HeartbeatRequest | null
}

type Row = { terminalId: string; name: string; enrolledAtMs: number; revoked: 0 | 1; body: string | null; heardAtMs: number | null }

export type Fleet = ReturnType<typeof createFleet>

/** The outlet's terminals as they last said they are. Nothing is decided by it. */
export function createFleet({ database, configOffice, clock }: { database: Database; configOffice: ConfigOffice; clock: Clock }) {
  const write = database.prepare(`INSERT INTO heartbeats (terminal_id, body, at_ms) VALUES (?, ?, ?)
    ON CONFLICT (terminal_id) DO UPDATE SET body = excluded.body, at_ms = excluded.at_ms`)
  const all = database.prepare<[], Row>(`SELECT terminals.terminal_id AS terminalId, name, enrolled_at_ms AS enrolledAtMs, revoked,
    body, at_ms AS heardAtMs FROM terminals LEFT JOIN heartbeats USING (terminal_id) ORDER BY terminals.terminal_id`)

  return {
    hear(terminalId: string, heartbeat: HeartbeatRequest): void {
      write.run(terminalId, JSON.stringify(heartbeat), clock.nowMs())
    },

    list(): FleetMember[] {
      const nowMs = clock.nowMs()
      return all.all().map(({ body, revoked, ...row }) => ({
        ...row,
        revoked: revoked === 1,
        allotmentRupiah: configOffice.shareOf(row.terminalId),
        presence: row.heardAtMs === null ? 'never' : nowMs - row.heardAtMs > missedMax * heartbeatEveryMs ? 'quiet' : 'here',
        heartbeat: body === null ? null : (JSON.parse(body) as HeartbeatRequest),
      }))
    },
  }
}
