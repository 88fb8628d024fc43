import type { z } from 'zod'
import type { BatchItem } from '../../shared/central-api/batches.ts'
import { catalogueSchema } from '../../shared/central-api/catalogue.ts'
import { configSchema } from '../../shared/central-api/config.ts'
import { feedAnswerSchema } from '../../shared/central-api/feed.ts'
import { claimAnswerSchema, helloAnswerSchema, openCopyAnswerSchema } from '../../shared/central-api/ownership.ts'
import { floatAnswerSchema, inquiryAnswerSchema, paymentAnswerSchema, timeAnswerSchema } from '../../shared/central-api/payments.ts'
import { centralProblemSchema } from '../../shared/central-api/problem.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { limits } from '../../shared/limits.ts'
import { importPublicKey } from '../platform/crypto.ts'
import { batchOutcome } from './batch-outcome.ts'
import { type Call, type CallerSettings, type CentralKey, callLimits, createCaller } from './call.ts'
import type { Central } from './central.ts'
import type { PaymentOutcome, QuestionOutcome } from './outcome.ts'

export type CentralSettings = CallerSettings & { centralKeyId: string; centralPublicKey: string }

/** The terminal's client of the central API: turns every reply and every silence into an outcome, and decides nothing. */
export function createCentral(settings: CentralSettings): Central {
  const call = createCaller(settings)
  const key: CentralKey = { keyId: settings.centralKeyId, publicKey: importPublicKey(settings.centralPublicKey) }
  const centralKey = () => key
  const inquiryTimeoutMs = settings.limits?.inquiryTimeoutMs ?? callLimits.inquiryTimeoutMs

  async function question<Schema extends z.ZodType>(
    asked: Parameters<typeof call>[0],
    schema: Schema,
  ): Promise<QuestionOutcome<z.infer<Schema>>> {
    return questionOutcome(await call({ replyTimeoutMs: inquiryTimeoutMs, ...asked }, centralKey), schema)
  }

  return {
    async pay(request) {
      const asked = { ...centralPaths.pay, body: request }
      return paymentOutcome(await call(asked, centralKey), request.paymentId, request.intentHash)
    },
    async ask(paymentId, intentHash) {
      const path = `${centralPaths.ask.path.replace(':paymentId', encodeURIComponent(paymentId))}?intentHash=${encodeURIComponent(intentHash)}`
      return paymentOutcome(await call({ method: centralPaths.ask.method, path }, centralKey), paymentId, intentHash)
    },
    async void(paymentId, intentHash) {
      const path = centralPaths.void.path.replace(':paymentId', encodeURIComponent(paymentId))
      return paymentOutcome(await call({ method: centralPaths.void.method, path, body: { intentHash } }, centralKey), paymentId, intentHash)
    },
    async batch(items: readonly BatchItem[]) {
      // Each item may wait for its biller; the whole may take longer than one.
      const replyTimeoutMs = (settings.limits?.replyTimeoutMs ?? callLimits.replyTimeoutMs) + items.length * limits.centralReplyPerItemMs
      return batchOutcome(await call({ ...centralPaths.batch, body: { items }, replyTimeoutMs }, centralKey), items)
    },
    feed: ({ epoch, sequence }) =>
      question(
        { method: centralPaths.feed.method, path: `${centralPaths.feed.path}?epoch=${encodeURIComponent(epoch)}&after=${sequence}` },
        feedAnswerSchema,
      ),
    hello: (request) => question({ ...centralPaths.hello, body: request }, helloAnswerSchema),
    claim: (request) => question({ ...centralPaths.claims, body: request }, claimAnswerSchema),
    openCopy: (sealedKey) => question({ ...centralPaths.openCopy, body: { sealedKey } }, openCopyAnswerSchema),
    inquire: (request) => question({ ...centralPaths.inquiries, body: request }, inquiryAnswerSchema),
    time: () => question(centralPaths.time, timeAnswerSchema),
    float: () => question(centralPaths.float, floatAnswerSchema),
    config: () => question(centralPaths.config, configSchema),
    catalogue: () => question(centralPaths.catalogue, catalogueSchema),
  }
}

/** Signed is not enough: it must read as the contract says and name this payment and this intent. */
function paymentOutcome(call: Call, paymentId: string, intentHash: string): PaymentOutcome {
  if (call.kind !== 'signed') return call
  const noAnswer = (why: string): PaymentOutcome => ({ kind: 'noAnswer', cause: 'central', why, setAside: call.reply.body.slice(0, 4_000) })
  const answer = paymentAnswerSchema.safeParse(call.json)
  if (!answer.success) return noAnswer(`signed, but not an answer about a payment: ${answer.error.issues[0]?.message ?? ''}`)
  if (answer.data.paymentId !== paymentId) return noAnswer('signed, but about another payment')
  if (answer.data.intentHash !== intentHash) return noAnswer('signed, but about another intent')
  return { kind: 'answer', answer: answer.data, reply: call.reply, roundTripMs: call.roundTripMs }
}

/** What a question came to; for whoever asks about more than payments, too. */
export function questionOutcome<Schema extends z.ZodType>(call: Call, schema: Schema): QuestionOutcome<z.infer<Schema>> {
  if (call.kind === 'notReached') return { kind: 'silent', cause: call.cause, why: call.why }
  if (call.kind === 'noAnswer') {
    const { setAside: _, ...silence } = call
    return { ...silence, kind: 'silent' }
  }
  const { reply, roundTripMs } = call
  const answer = schema.safeParse(call.json)
  if (answer.success) return { kind: 'answer', answer: answer.data, reply, roundTripMs }
  const problem = centralProblemSchema.safeParse(call.json)
  if (problem.success) {
    const { code, retryAfterMs, billerMessage } = problem.data
    return {
      kind: 'refused',
      code,
      reply,
      roundTripMs,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(billerMessage === undefined ? {} : { billerMessage }),
    }
  }
  return { kind: 'silent', cause: 'central', why: `signed, but not what was asked: ${answer.error.issues[0]?.message ?? ''}` }
}
