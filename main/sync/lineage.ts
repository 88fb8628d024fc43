import type { HelloAnswer } from '../../shared/central-api/ownership.ts'
import type { Central } from '../central/central.ts'
import type { QuestionOutcome } from '../central/outcome.ts'
import { raiseAlarm } from '../payments/set-aside.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../storage/open.ts'
import { readSetting, writeSetting } from '../storage/settings.ts'
import { type Because, becomeNewIncarnation, hearHello, helloRequest } from './incarnation.ts'
import type { Allowed } from './work.ts'

/** A terminal that was locked out is heard again after so long, should somebody have let it in. */
const revokedRestMs = 10 * 60_000

export type Lineage = ReturnType<typeof createLineage>

/**
 * Whether this ledger speaks for the terminal. Nothing is paid or voided before the central has said so in this process's life; a
 * ledger that turns out to be a copy takes a new incarnation by itself once. If it is forked again another copy is alive
 * and at work, and taking turns with it would help nobody: then it creates nothing until a person has looked and started it anew.
 */
export function createLineage({
  database,
  central,
  clock,
  ids,
  log,
}: {
  database: Database
  central: Central
  clock: Clock
  ids: Ids
  log: Log
}) {
  let speaks = false
  let lost = false
  let revokedUntilMs = Number.NEGATIVE_INFINITY
  /** Under which life of the central's ledger this process took an incarnation: a restored central may be wrong about forks. */
  let takenUnder: string | null = null
  if (readSetting(database, 'placeChanged') === true) become('placeChanged')

  function become(because: Because): void {
    const held = becomeNewIncarnation(database, because, { ids, atMs: clock.nowMs() })
    log.warn({ because, held }, 'this ledger may have gone on elsewhere: a new incarnation is taken, and open payments are held')
    speaks = false
  }

  /** False when this process has done it already under the same life of the central's ledger. */
  function fork(because: Because): boolean {
    speaks = false
    if (takenUnder === null || takenUnder !== readSetting(database, 'ledgerEpoch')) {
      become(because)
      takenUnder = readSetting(database, 'ledgerEpoch') ?? ''
      return true
    }
    lost = true
    log.error({ because }, 'another copy of this ledger speaks for the terminal')
    raiseAlarm(database, null, 'anotherLedgerSpeaks', { error: because }, { ids, atMs: clock.nowMs() })
    return false
  }

  async function hello(): Promise<QuestionOutcome<HelloAnswer>> {
    const said = helloRequest(database, ids)
    const outcome = await central.hello(said)
    if (outcome.kind === 'refused' && outcome.code === 'terminalRevoked') revoked()
    if (outcome.kind !== 'answer' || lost) return outcome
    speaks = hearHello(database, said, outcome.answer, { ids, atMs: clock.nowMs() })
    if (speaks) return outcome
    // Asked for a new one and told "forked": the word was used before, so another one is needed.
    if (said.takeNew) writeSetting(database, 'continuity', { last: said.last, next: ids.secret() })
    else if (fork('forked')) return hello()
    return outcome
  }

  function revoked(): void {
    revokedUntilMs = clock.monotonicMs() + revokedRestMs
  }

  return {
    hello,
    revoked,
    /** An answer to what was sent under `incarnation` said that a newer one speaks for the terminal. */
    overtaken(incarnation: number): void {
      const isOurs = speaks && incarnation === (readSetting(database, 'incarnation') ?? 1)
      if (isOurs) fork('incarnationOld')
    },
    allowed: (): Allowed => ({
      pay: speaks && clock.monotonicMs() >= revokedUntilMs,
      void: speaks || clock.monotonicMs() < revokedUntilMs,
    }),
  }
}
