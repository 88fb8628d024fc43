import type { ClaimAnswer } from '../../shared/central-api/ownership.ts'
import { sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { openShift } from '../cash/shifts.ts'
import type { Central } from '../central/central.ts'
import { readConfig } from '../central/documents.ts'
import type { SignedReply } from '../central/outcome.ts'
import { applyAnswer } from '../payments/answers.ts'
import { findPayment } from '../payments/payment.ts'
import { raiseAlarm } from '../payments/set-aside.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { readCopy } from './copy-file.ts'
import { readHandOver } from './file.ts'
import { handOverFile, payloadOf } from './hand-overs.ts'
import { totalOf } from './human-part.ts'
import type { CarriedPayment, HandOver } from './payload.ts'
import { takeBack, takeOver, whyNotWhole } from './take-over.ts'

const claimedAtOnceMax = 100

export type Importer = {
  database: Database
  central: Central
  clock: Clock
  ids: Ids
  practice: boolean
  staff: { id: string; name: string }
}

/**
 * Takes over what another terminal of the outlet exported, or the second copy of one that died. The file is checked whole and stored before the
 * central is asked for anything; every payment that the central gives to this terminal becomes one of its own, and no other one does.
 * Repeatable: after a lost reply, a kill or a cut line the same import goes on where it stopped. Answers the hand-over's id.
 */
export async function importQueue(importer: Importer, text: string): Promise<string> {
  requireShift(importer.database)
  const opened = (await readCopy(text, importer.central)) ?? text
  const handOver = readHandOver(opened)
  refuseWrongPlace(importer, handOver)
  storeWaiting(importer, handOver, opened)
  await claimWaiting(importer, handOver.handOverId)
  return handOver.handOverId
}

/** Asks the central again for what an import still waits for. */
export async function claimWaiting(importer: Importer, handOverId: string): Promise<void> {
  const { database } = importer
  requireShift(database)
  const handOver = payloadOf(handOverFile(database, handOverId).text)
  for (;;) {
    const some = waitingOf(database, handOver).slice(0, claimedAtOnceMax)
    if (some.length === 0) return
    const outcome = await importer.central.claim({
      exportId: handOverId,
      fromTerminalId: handOver.terminalId,
      fromPublicKey: handOver.publicKey,
      incarnation: readSetting(database, 'incarnation') ?? 1,
      payments: some.map(({ paymentId, intentHash }) => ({ paymentId, intentHash })),
    })
    if (outcome.kind === 'silent') throw new Refusal('centralUnreachable', { why: outcome.why })
    if (outcome.kind === 'refused') {
      if (outcome.code === 'claimNotAllowed') refuseAll(database, handOverId, outcome.code)
      throw new Refusal('handOverNotAllowed', { central: outcome.code })
    }
    const settled = settleClaims(importer, handOver, some, outcome.answer, outcome.reply)
    // An answer that leaves out what was asked would be asked for ever.
    if (settled === 0) throw new Refusal('centralUnreachable', { why: 'the central answered about none of them' })
  }
}

/** The file is not that terminal's: the central will say the same for ever. */
function refuseAll(database: Database, handOverId: string, why: string): void {
  database
    .prepare("UPDATE hand_over_payments SET state = 'refused', why = ? WHERE hand_over_id = ? AND state = 'waiting'")
    .run(why, handOverId)
}

function requireShift(database: Database): string {
  const shift = openShift(database)
  if (shift === null) throw new Refusal('shiftRequired')
  return shift.id
}

function refuseWrongPlace({ database, practice }: Importer, handOver: HandOver): void {
  const own = readSetting(database, 'terminal')?.terminalId
  const { outlet } = readConfig(database)
  if (handOver.outletId !== outlet.id || handOver.practice !== practice)
    throw new Refusal('handOverOtherOutlet', { outletName: handOver.outletName, terminalId: handOver.terminalId })
  if (handOver.terminalId === own) throw new Refusal('handOverOwn', { terminalId: handOver.terminalId })
  const stored = database.prepare('SELECT at_ms AS atMs FROM hand_overs WHERE id = ?').get(handOver.handOverId) as
    | { atMs: number }
    | undefined
  if (stored !== undefined && waitingOf(database, handOver).length === 0)
    throw new Refusal('handOverAlreadyImported', { terminalId: handOver.terminalId, count: handOver.payments.length })
}

function storeWaiting({ database, staff, clock }: Importer, handOver: HandOver, text: string): void {
  database
    .transaction(() => {
      const { handOverId, payments, terminalId } = handOver
      const totalRupiah = sumRupiah(payments.map(totalOf))
      const stored = database
        .prepare(
          `INSERT OR IGNORE INTO hand_overs (id, direction, peer_terminal_id, payment_count, total_rupiah, file, staff_id, at_ms) VALUES (?, 'in', ?, ?, ?, ?, ?, ?)`,
        )
        .run(handOverId, terminalId, payments.length, totalRupiah, text, staff.id, clock.nowMs())
      if (stored.changes === 0) return
      const list = database.prepare('INSERT INTO hand_over_payments (hand_over_id, payment_id, state, why) VALUES (?, ?, ?, ?)')
      for (const payment of payments) {
        const why = whyNotWhole(payment) ?? whyNotBack(database, payment)
        list.run(handOverId, payment.paymentId, why === null ? 'waiting' : 'refused', why)
      }
      const detail = { handOverId, fromTerminalId: terminalId, kind: handOver.kind, count: payments.length, totalRupiah }
      audit(database, { actor: staff.id, action: 'importQueue', atMs: clock.nowMs(), detail })
    })
    .immediate()
}

/** Handed over from here, and its customer then got the money at the other terminal: no file can settle that between two drawers. */
function whyNotBack(database: Database, { paymentId, advanced }: CarriedPayment): string | null {
  const known = findPayment(database, paymentId)
  return known?.state === 'handedOver' && known.advanced !== advanced ? 'advancedElsewhere' : null
}

function waitingOf(database: Database, { handOverId, payments }: HandOver): CarriedPayment[] {
  const waiting = new Set(
    database.prepare("SELECT payment_id FROM hand_over_payments WHERE hand_over_id = ? AND state = 'waiting'").pluck().all(handOverId),
  )
  return payments.filter(({ paymentId }) => waiting.has(paymentId))
}

/** One transaction a payment: nothing in one of them can hold up the others. Returns how many were settled, either way. */
function settleClaims(
  importer: Importer,
  handOver: HandOver,
  asked: readonly CarriedPayment[],
  answer: ClaimAnswer,
  reply: SignedReply,
): number {
  const { database } = importer
  const said = new Map(answer.payments.map((each) => [each.paymentId, each]))
  const mark = database.prepare(
    "UPDATE hand_over_payments SET state = ?, why = ?, claimed_epoch = ? WHERE hand_over_id = ? AND payment_id = ? AND state = 'waiting'",
  )
  let settled = 0
  for (const carried of asked) {
    const claim = said.get(carried.paymentId)
    if (claim === undefined) continue
    try {
      database
        .transaction(() => {
          if (claim.claimed) becomeOurs(importer, handOver, carried, { ...answer, ...claim }, reply)
          const [state, why, epoch] = claim.claimed ? ['claimed', null, answer.ledgerEpoch] : ['refused', claim.code, null]
          mark.run(state, why, epoch, handOver.handOverId, carried.paymentId)
        })
        .immediate()
      settled += 1
    } catch (error) {
      // It belongs to this terminal at the central already: it stays waiting, and a person is told.
      const why = error instanceof Error ? error.message : String(error)
      raiseAlarm(database, carried.paymentId, `take-over: ${why}`, { error: why }, { ids: importer.ids, atMs: importer.clock.nowMs() })
    }
  }
  return settled
}

type Claimed = Extract<ClaimAnswer['payments'][number], { claimed: true }>

function becomeOurs(
  importer: Importer,
  handOver: HandOver,
  carried: CarriedPayment,
  claim: Omit<ClaimAnswer, 'payments'> & Claimed,
  reply: SignedReply,
): void {
  const { database, ids, clock, staff } = importer
  const { statement, serverTime, ledgerEpoch, idsKeptForDays } = claim
  if (statement.intentHash !== carried.intentHash) throw new Error('the central means another intent')
  const atMs = clock.nowMs()
  const unseen = statement.status === 'unknown' && !carried.everSent
  const by = { handOver, unseen, ledgerEpoch, shiftId: requireShift(database), staffId: staff.id, ids, atMs }
  const known = findPayment(database, carried.paymentId)
  if (known === null) takeOver(database, carried, by)
  else if (known.state === 'handedOver') takeBack(database, known, carried, by)
  // Here already: an earlier copy or export of the same terminal brought it. A new one in the queue has nothing to hear.
  if (unseen && known?.state !== 'handedOver') return
  applyAnswer(database, carried.paymentId, { ...statement, serverTime, ledgerEpoch, idsKeptForDays }, reply, {
    ids,
    atMs,
    retryAtMs: atMs,
  })
}
