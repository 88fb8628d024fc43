import type { HelloAnswer, HelloRequest } from '../../shared/central-api/ownership.ts'
import type { Database } from '../storage/open.ts'
import type { Facts } from './facts.ts'

export type Lives = ReturnType<typeof createLives>

type Life = { incarnation: number; last: string | null; next: string; verdict: 'continues' | 'taken'; epoch: string }
type Verdict = Pick<HelloAnswer, 'verdict' | 'incarnation'>

/** Which life of a terminal's ledger speaks. Each hello hands on a word; a ledger that comes with a word already used is a copy. */
export function createLives(settings: { database: Database; facts: Facts }) {
  const { database, facts } = settings
  const read = database.prepare<[string], Life>(
    'SELECT incarnation, last_token AS last, next_token AS next, verdict, epoch FROM terminal_lives WHERE terminal_id = ?',
  )
  const write = database.prepare(`INSERT INTO terminal_lives (terminal_id, incarnation, last_token, next_token, verdict, epoch)
    VALUES (@terminalId, @incarnation, @last, @next, @verdict, @epoch)
    ON CONFLICT (terminal_id) DO UPDATE SET incarnation = excluded.incarnation, last_token = excluded.last_token,
      next_token = excluded.next_token, verdict = excluded.verdict, epoch = excluded.epoch`)
  const addToken = database.prepare('INSERT OR IGNORE INTO hello_tokens (terminal_id, token) VALUES (?, ?)')
  const hasToken = database.prepare<[string, string], { token: string }>(
    'SELECT token FROM hello_tokens WHERE terminal_id = ? AND token = ?',
  )

  /** After a restore of the central a terminal's newest word may be one the central has forgotten: only a word known as old is proof. */
  function goesOn(terminalId: string, life: Life, request: HelloRequest, epoch: string): boolean {
    if (request.incarnation < life.incarnation) return false
    if (request.last === life.next) return request.incarnation === life.incarnation || life.epoch !== epoch
    const isForgotten = request.last !== null && hasToken.get(terminalId, request.last) === undefined
    return life.epoch !== epoch && isForgotten
  }

  return {
    /** The newest incarnation that spoke; older ones create nothing. */
    newest: (terminalId: string): number => read.get(terminalId)?.incarnation ?? 1,

    hello(terminalId: string, request: HelloRequest): Verdict {
      return database
        .transaction((): Verdict => {
          const epoch = facts.read('ledgerEpoch') ?? ''
          const life = read.get(terminalId) ?? null
          if (life !== null && life.last === request.last && life.next === request.next)
            return { verdict: life.verdict, incarnation: life.incarnation }
          const newest = Math.max(life?.incarnation ?? 1, request.incarnation)
          const isUsed = hasToken.get(terminalId, request.next) !== undefined
          if (isUsed || !(request.takeNew || life === null || goesOn(terminalId, life, request, epoch)))
            return { verdict: 'forked', incarnation: life?.incarnation ?? newest }
          const verdict = request.takeNew ? 'taken' : 'continues'
          const incarnation = request.takeNew ? newest + 1 : newest
          write.run({ terminalId, incarnation, last: request.last, next: request.next, verdict, epoch })
          addToken.run(terminalId, request.next)
          return { verdict, incarnation }
        })
        .immediate()
    },
  }
}
