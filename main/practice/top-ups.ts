import type { TopUp, TopUpRequest, TopUpState } from '../../shared/central-api/float.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../storage/open.ts'
import type { Feed } from './feed.ts'
import type { Float } from './float.ts'

type TopUpRow = Omit<TopUp, 'requestedAt' | 'decidedAt'> & { requestedAtMs: number; decidedAtMs: number | null }

export type TopUps = ReturnType<typeof createTopUps>

const listedMax = 50

/** Requests for more float: a terminal asks, a person at the central decides, once. */
export function createTopUps({ database, float, feed, clock }: { database: Database; float: Float; feed: Feed; clock: Clock }) {
  const select = `SELECT top_up_id AS topUpId, terminal_id AS terminalId, amount_rupiah AS amountRupiah, state,
    requested_at_ms AS requestedAtMs, decided_at_ms AS decidedAtMs, note FROM top_ups`
  const byId = database.prepare<[string], TopUpRow>(`${select} WHERE top_up_id = ?`)
  const newest = database.prepare<[number], TopUpRow>(`${select} ORDER BY requested_at_ms DESC, top_up_id DESC LIMIT ?`)
  const insert = database.prepare(`INSERT INTO top_ups (top_up_id, terminal_id, amount_rupiah, state, requested_at_ms, note)
    VALUES (?, ?, ?, 'requested', ?, ?)`)
  const write = database.prepare('UPDATE top_ups SET state = ?, decided_at_ms = ?, note = coalesce(?, note) WHERE top_up_id = ?')

  function find(topUpId: string): TopUp | null {
    const row = byId.get(topUpId)
    return row === undefined ? null : topUpOf(row)
  }

  return {
    find,
    list: (): TopUp[] => newest.all(listedMax).map(topUpOf),

    /** Null when the id stands for another amount or another terminal's request. */
    request(request: TopUpRequest, terminalId: string): TopUp | null {
      return database
        .transaction((): TopUp | null => {
          const known = find(request.topUpId)
          if (known === null) insert.run(request.topUpId, terminalId, request.amountRupiah, clock.nowMs(), request.note)
          const topUp = find(request.topUpId)
          return topUp?.amountRupiah === request.amountRupiah && topUp.terminalId === terminalId ? topUp : null
        })
        .immediate()
    },

    /** State, credit and feed in one transaction. False when nobody waits for a decision. */
    decide(topUpId: string, state: Exclude<TopUpState, 'requested'>, note: string | null): boolean {
      return database
        .transaction((): boolean => {
          const known = find(topUpId)
          if (known?.state !== 'requested') return false
          const nowMs = clock.nowMs()
          write.run(state, nowMs, note, topUpId)
          if (state === 'approved') float.move('credit', null, known.amountRupiah, nowMs, `top-up ${topUpId}`)
          feed.tell(known.terminalId, { kind: 'topUp', topUpId, state, amountRupiah: known.amountRupiah })
          return true
        })
        .immediate()
    },
  }
}

function topUpOf({ requestedAtMs, decidedAtMs, ...topUp }: TopUpRow): TopUp {
  const decidedAt = decidedAtMs === null ? null : new Date(decidedAtMs).toISOString()
  return { ...topUp, requestedAt: new Date(requestedAtMs).toISOString(), decidedAt }
}
