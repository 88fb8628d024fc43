import { type BatchItem, batchAnswerSchema } from '../../shared/central-api/batches.ts'
import { type PaymentStatement, paymentStatementSchema } from '../../shared/central-api/payments.ts'
import { centralProblemSchema } from '../../shared/central-api/problem.ts'
import type { Call } from './call.ts'
import type { BatchOutcome, PaymentOutcome } from './outcome.ts'

const asideCharactersMax = 4_000

/** Reads a batch's reply item by item: nothing in one item can say anything about another. */
export function batchOutcome(call: Call, items: readonly BatchItem[]): BatchOutcome {
  const all = (outcome: PaymentOutcome, retryAfterMs: number | null, tooLarge: boolean): BatchOutcome => ({
    outcomes: new Map(items.map(({ paymentId }) => [paymentId, outcome])),
    extras: [],
    retryAfterMs,
    tooLarge,
  })
  if (call.kind === 'notReached') return all(call, null, false)
  if (call.kind === 'noAnswer') return all(call, call.retryAfterMs ?? null, call.tooLarge ?? false)
  const answer = batchAnswerSchema.safeParse(call.json)
  const silent = (why: string, setAside: unknown): PaymentOutcome => ({
    kind: 'noAnswer',
    cause: 'central',
    why,
    setAside: setAside === null ? null : JSON.stringify(setAside).slice(0, asideCharactersMax),
  })
  if (!answer.success) {
    // A signed refusal of the whole batch names no payment, so it says nothing about any: only how fast and how much.
    const problem = centralProblemSchema.safeParse(call.json).data
    const why = problem === undefined ? 'signed, but not an answer to a batch' : `the batch was refused: ${problem.code}`
    return all(silent(why, call.json), problem?.retryAfterMs ?? null, problem?.code === 'requestTooLarge')
  }

  const { items: said, ...signed } = answer.data
  const asked = new Map(items.map((item) => [item.paymentId, item.intentHash]))
  const heard = new Map<string, PaymentStatement[]>()
  const outcomes = new Map<string, PaymentOutcome>()
  const extras: BatchOutcome['extras'] = []
  for (const each of said) {
    const statement = paymentStatementSchema.safeParse(each)
    const content = JSON.stringify(each).slice(0, asideCharactersMax)
    if (!statement.success) extras.push({ why: 'an item of a batch that can not be read', content })
    else if (!asked.has(statement.data.paymentId)) extras.push({ why: 'an item of a batch that nobody asked for', content })
    else heard.set(statement.data.paymentId, [...(heard.get(statement.data.paymentId) ?? []), statement.data])
  }
  for (const [paymentId, intentHash] of asked) {
    const [statement, ...again] = heard.get(paymentId) ?? []
    if (statement === undefined) outcomes.set(paymentId, silent('the reply to a batch left it out', null))
    else if (statement.intentHash !== intentHash) outcomes.set(paymentId, silent('signed, but about another intent', statement))
    else if (again.some((other) => JSON.stringify(other) !== JSON.stringify(statement)))
      outcomes.set(paymentId, silent('the reply to a batch said two things about it', [statement, ...again]))
    else outcomes.set(paymentId, { kind: 'answer', answer: { ...signed, ...statement }, reply: call.reply, roundTripMs: call.roundTripMs })
  }
  return { outcomes, extras, retryAfterMs: null, tooLarge: false }
}
