import type { BatchItem } from '../../shared/central-api/batches.ts'
import type { SignedMembers } from '../../shared/central-api/payments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import type { Central } from '../central/central.ts'
import type { BatchOutcome, PaymentOutcome, SignedReply } from '../central/outcome.ts'
import type { AnswerEffect } from '../payments/answers.ts'
import { type Attempt, beginAttempts, paymentRequest, recordFailure } from '../payments/attempts.ts'
import { raiseAlarm, setAsideReply } from '../payments/set-aside.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import type { Backoff } from './backoff.ts'
import { type Hearing, hearAnswer, hearSilence, keepReply } from './hear.ts'
import type { Link } from './link.ts'
import type { Pace } from './pace.ts'

export type SayTiming = {
  payBackoff: Backoff
  /** Between status questions about one payment. */
  askBackoff: Backoff
  /** After a failure of our own over one payment, until it is tried again. */
  failureRestMs: number
}

export type Saying = {
  database: Database
  central: Central
  clock: Clock
  ids: Ids
  link: Link
  log: Log
  timing: SayTiming
  pace: Pace
  onChange(): void
  /** What every signed reply carries. */
  hear(signed: SignedMembers): void
  /** The disk, not a payment. */
  rest(error: unknown): void
}

/** What an exchange taught beyond its payments. */
export type Lesson = {
  asked: number
  answered: number
  /** Under which incarnation it was said. */
  incarnation: number
  codes: Set<CentralRefusalCode>
  /** The central said something that this ledger has overtaken, or not reached: its feed knows more. */
  hintsAtChange: boolean
  tooLarge: boolean
}

/** Answers applied without looking up: a sale at the counter waits for no more than these. */
const answersInARow = 16

/**
 * One exchange about some payments: all of it durable before the first byte, each answer applied for itself. Never throws for one
 * payment's sake. `kind`: asks, whatever the payment needs otherwise, and moves nothing before there is an answer.
 */
export async function say(saying: Saying, paymentIds: readonly string[], kind?: 'ask'): Promise<Lesson> {
  const { database, clock, ids, link, pace, timing, onChange } = saying
  const incarnation = readSetting(database, 'incarnation') ?? 1
  const lesson: Lesson = { asked: 0, answered: 0, incarnation, codes: new Set(), hintsAtChange: false, tooLarge: false }
  const begun = beginAttempts(database, paymentIds, { ids, atMs: clock.nowMs(), ...(kind === undefined ? {} : { kind }) })
  for (const { paymentId, error } of begun.failed) standAside(saying, paymentId, error)
  const { attempts, items } = itemsOf(saying, begun.attempts)
  lesson.asked = attempts.length
  if (attempts.length === 0) return lesson
  onChange()

  const outcome = await speak(saying, items)
  const by: Hearing = { ids, atMs: clock.nowMs(), draw: ids.random(), payBackoff: timing.payBackoff, askBackoff: timing.askBackoff }
  lesson.tooLarge = outcome.tooLarge
  // Too much of the drain: a customer at the counter, one payment alone, may still find a place.
  if (outcome.retryAfterMs !== null && items.length > 1) pace.easeDrain(outcome.retryAfterMs)
  else if (outcome.retryAfterMs !== null) pace.pause(outcome.retryAfterMs)
  for (const { why, content } of outcome.extras) setAsideReply(database, null, why, content, by)
  writeSilences(saying, attempts, outcome, by)

  const answers = attempts.flatMap((attempt) => {
    const answer = outcome.outcomes.get(attempt.payment.id)
    return answer?.kind === 'answer' ? [{ attempt, answer }] : []
  })
  const first = answers[0]?.answer
  if (first === undefined) return lesson
  lesson.answered = answers.length
  if (items.length === 1 || link.view().state !== 'online') link.observe(first)
  let reply: SignedReply = first.reply
  if (answers.length > 1) reply = keepReply(database, first.reply, by)
  for (let index = 0; index < answers.length; index += answersInARow) {
    // Lets the counter in between.
    if (index > 0) await clock.sleep(0)
    writeAnswers(saying, lesson, answers.slice(index, index + answersInARow), { ...by, reply })
    onChange()
  }
  saying.hear(first.answer)
  return lesson
}

type Answer = { attempt: Attempt; answer: Extract<PaymentOutcome, { kind: 'answer' }> }

/**
 * Each answer is applied for itself, in a savepoint; some of them reach the disk together, because waiting for it is most of the work. What
 * is lost before that is asked for again, and nobody has been told anything yet.
 */
function writeAnswers(saying: Saying, lesson: Lesson, answers: readonly Answer[], by: Hearing & { reply: SignedReply }): void {
  const { database } = saying
  const heard: { each: Answer; effect: AnswerEffect }[] = []
  const failed: { each: Answer; error: unknown }[] = []
  const write = (each: Answer): void => {
    try {
      heard.push({ each, effect: hearAnswer(database, each.attempt, each.answer, by) })
    } catch (error) {
      failed.push({ each, error })
    }
  }
  try {
    database
      .transaction(() => {
        for (const each of answers) {
          write(each)
          // Some failures of the disk end the whole transaction.
          if (!database.inTransaction) throw failed.at(-1)?.error
        }
      })
      .immediate()
  } catch {
    heard.splice(0)
    failed.splice(0)
    for (const each of answers) write(each)
  }
  for (const { each, effect } of heard) learn(saying, lesson, each, effect)
  for (const { each, error } of failed) standAside(saying, each.attempt.payment.id, error)
}

function learn(
  { database, log, pace, ids, clock }: Saying,
  lesson: Lesson,
  { attempt, answer: { answer, reply } }: Answer,
  effect: AnswerEffect,
): void {
  const { id, state } = attempt.payment
  if (answer.status === 'refused') {
    lesson.codes.add(answer.code)
    if (answer.code === 'rateLimited') pace.easeDrain(answer.retryAfterMs ?? 0)
    if (answer.code === 'notOwner') lesson.hintsAtChange = true
  }
  // Its own signed proof is here, and the central has no such payment any more: for people to clear up with each other.
  if (answer.status === 'unknown' && state === 'paid') raiseAlarm(database, id, 'paidUnknownToCentral', reply, { ids, atMs: clock.nowMs() })
  if (effect === 'older') lesson.hintsAtChange = true
  if (effect !== 'moved' && effect !== 'nothingNew') log.warn({ paymentId: id, status: answer.status, effect }, 'an answer changed nothing')
}

function itemsOf(saying: Saying, begun: readonly Attempt[]): { attempts: Attempt[]; items: BatchItem[] } {
  const [attempts, items]: [Attempt[], BatchItem[]] = [[], []]
  for (const attempt of begun) {
    const { id, intentHash } = attempt.payment
    try {
      if (attempt.kind === 'pay') items.push({ kind: 'pay', ...paymentRequest(saying.database, attempt.payment) })
      else items.push({ kind: attempt.kind, paymentId: id, intentHash })
      attempts.push(attempt)
    } catch (error) {
      standAside(saying, id, error)
    }
  }
  return { attempts, items }
}

/** One alone goes by its own route: whatever is wrong with batches, a payment by itself still finds its way. */
async function speak({ central }: Saying, items: readonly BatchItem[]): Promise<BatchOutcome> {
  const [item] = items
  if (items.length > 1 || item === undefined) return central.batch(items)
  const { kind, ...request } = item
  let outcome: PaymentOutcome
  if (item.kind === 'pay') outcome = await central.pay(request as Extract<BatchItem, { kind: 'pay' }>)
  else outcome = await (kind === 'void' ? central.void : central.ask)(item.paymentId, item.intentHash)
  const retryAfterMs = outcome.kind === 'noAnswer' ? (outcome.retryAfterMs ?? null) : null
  return { outcomes: new Map([[item.paymentId, outcome]]), extras: [], retryAfterMs, tooLarge: false }
}

function writeSilences(saying: Saying, attempts: readonly Attempt[], outcome: BatchOutcome, by: Hearing): void {
  const { database, link, log, pace } = saying
  const silences = attempts.flatMap((attempt) => {
    const silence = outcome.outcomes.get(attempt.payment.id)
    return silence === undefined || silence.kind === 'answer' ? [] : [{ attempt, outcome: silence }]
  })
  const [first] = silences
  if (first === undefined) return
  const { kind, why } = first.outcome
  log.warn({ paymentId: first.attempt.payment.id, count: silences.length, outcome: kind, why }, 'no word from the central')
  try {
    hearSilence(database, silences, by)
  } catch {
    // One of them can't be written down; the others can.
    for (const silence of silences) alone(saying, silence, by)
  }
  if (kind === 'notReached') link.observe(first.outcome)
  // What was too much or too fast at the door is no payment's fault.
  else if (outcome.tooLarge || outcome.retryAfterMs !== null) pace.doubt([])
  else pace.doubt(silences.map(({ attempt }) => attempt.payment.id))
}

function alone(saying: Saying, silence: Parameters<typeof hearSilence>[1][number], by: Hearing): void {
  try {
    hearSilence(saying.database, [silence], by)
  } catch (error) {
    standAside(saying, silence.attempt.payment.id, error)
  }
}

/** Whatever goes wrong in here over one payment, the others go on. */
function standAside({ database, clock, ids, log, timing, rest }: Saying, paymentId: string, error: unknown): void {
  log.error({ paymentId, error }, 'a payment could not be worked on and was set aside')
  const atMs = clock.nowMs()
  try {
    recordFailure(database, paymentId, error, { ids, atMs, retryAtMs: atMs + timing.failureRestMs })
  } catch (again) {
    rest(again)
  }
}
