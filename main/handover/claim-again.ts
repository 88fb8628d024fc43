import type { Central } from '../central/central.ts'
import { applyStatement } from '../payments/answers.ts'
import { raiseAlarm } from '../payments/set-aside.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { handOverFile, payloadOf } from './hand-overs.ts'

type Repeating = { database: Database; central: Central; clock: Clock; ids: Ids; isStopped(): boolean }
type Claim = { handOverId: string; paymentId: string; intentHash: string; why: string | null }

const claimedAtOnceMax = 100

/**
 * A central that was restored may have forgotten who took a payment over, and would give it back to a terminal that waits for nothing.
 * Whatever was taken over under another life of its ledger is claimed again, before anything is asked about it. Repeating changes nothing
 * where it was not forgotten. False when the central was silent: then it is repeated the next time.
 */
export async function claimAgain(repeating: Repeating): Promise<boolean> {
  const { database, central, clock, isStopped } = repeating
  const epoch = readSetting(database, 'ledgerEpoch')
  if (epoch === null) return true
  const tried = new Set<string>()
  for (;;) {
    const claims = claimsOfEarlierLives(database, epoch).filter(({ paymentId }) => !tried.has(paymentId))
    const [first] = claims
    if (first === undefined || isStopped()) return true
    const some = claims.filter(({ handOverId }) => handOverId === first.handOverId).slice(0, claimedAtOnceMax)
    for (const { paymentId } of some) tried.add(paymentId)
    const { terminalId, publicKey } = payloadOf(handOverFile(database, first.handOverId).text)
    const outcome = await central.claim({
      exportId: first.handOverId,
      fromTerminalId: terminalId,
      fromPublicKey: publicKey,
      incarnation: readSetting(database, 'incarnation') ?? 1,
      payments: some.map(({ paymentId, intentHash }) => ({ paymentId, intentHash })),
    })
    if (outcome.kind === 'silent') return false
    if (outcome.kind === 'refused') {
      // A terminal that may not speak at all just now has not lost anything by it.
      if (outcome.code === 'claimNotAllowed') for (const claim of some) forgotten(repeating, claim, outcome.code)
      continue
    }
    const { answer, reply } = outcome
    const said = new Map(answer.payments.map((each) => [each.paymentId, each]))
    const atMs = clock.nowMs()
    for (const claim of some) {
      const about = said.get(claim.paymentId)
      if (about === undefined) continue
      if (about.claimed && about.statement.intentHash === claim.intentHash) {
        database
          .transaction(() => {
            mark(database, claim, { state: 'claimed', why: null, epoch: answer.ledgerEpoch })
            applyStatement(database, about.statement, answer, reply, { ids: repeating.ids, atMs, retryAtMs: atMs })
          })
          .immediate()
      } else if (about.claimed || about.code !== 'notOwner') forgotten(repeating, claim, about.claimed ? 'intentMismatch' : about.code)
      // Somebody took it over since, under the present ledger: the next question hands it over.
      else mark(database, claim, { state: 'refused', why: about.code, epoch: null })
    }
  }
}

/** Of each payment that is here, the newest hand-over that brought it, where the central gave it under another life of its ledger. */
function claimsOfEarlierLives(database: Database, epoch: string): Claim[] {
  return database
    .prepare(
      `SELECT brought.hand_over_id AS handOverId, payments.id AS paymentId, payments.intent_hash AS intentHash, brought.why
       FROM hand_over_payments AS brought JOIN hand_overs ON hand_overs.id = brought.hand_over_id JOIN payments ON payments.id = brought.payment_id
       WHERE hand_overs.direction = 'in' AND brought.state = 'claimed' AND brought.claimed_epoch <> ? AND payments.state <> 'handedOver'
         AND NOT EXISTS (SELECT 1 FROM hand_over_payments AS later JOIN hand_overs AS their ON their.id = later.hand_over_id
           WHERE later.payment_id = brought.payment_id AND their.direction = 'in' AND later.state = 'claimed' AND their.at_ms > hand_overs.at_ms)
       ORDER BY hand_overs.at_ms, payments.sequence`,
    )
    .all(epoch) as Claim[]
}

/** It stays ours and is asked about: giving it up could leave it with nobody. A person is told once. */
function forgotten({ database, ids, clock }: Repeating, claim: Claim, why: string): void {
  if (claim.why !== null) return
  database
    .transaction(() => {
      mark(database, claim, { state: 'claimed', why, epoch: null })
      raiseAlarm(database, claim.paymentId, 'takeOverForgotten', { error: why }, { ids, atMs: clock.nowMs() })
    })
    .immediate()
}

function mark(
  database: Database,
  claim: Claim,
  { state, why, epoch }: { state: 'claimed' | 'refused'; why: string | null; epoch: string | null },
) {
  database
    .prepare(
      'UPDATE hand_over_payments SET state = ?, why = ?, claimed_epoch = coalesce(?, claimed_epoch) WHERE hand_over_id = ? AND payment_id = ?',
    )
    .run(state, why, epoch, claim.handOverId, claim.paymentId)
}
