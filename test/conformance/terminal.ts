import type { z } from 'zod'
import { batchAnswerSchema } from '../../shared/central-api/batches.ts'
import { type FeedAnswer, feedAnswerSchema } from '../../shared/central-api/feed.ts'
import {
  floatAnswerSchema,
  type PaymentAnswer,
  type PaymentRequest,
  paymentAnswerSchema,
  paymentStatementSchema,
} from '../../shared/central-api/payments.ts'
import { codeOf } from './observed.ts'
import { demand, inShort } from './verdict.ts'
import type { Seen, Signer, Wire } from './wire-client.ts'

export type Named = Pick<PaymentRequest, 'paymentId' | 'intentHash'>
export type Statement = Omit<PaymentAnswer, 'serverTime' | 'ledgerEpoch' | 'idsKeptForDays'> & { [member: string]: unknown }

export type Terminal = ReturnType<typeof createTerminal>

/** An enrolled terminal of the suite's own: asks, and reads replies by the schemas of the contract. */
export function createTerminal(wire: Wire, signer: Signer, terminalId: string) {
  const get = (path: string) => wire.send(signer, 'GET', path)
  const post = (path: string, body: unknown) => wire.send(signer, 'POST', path, body)
  const said = (seen: Seen) => read(paymentAnswerSchema, seen, 'any') as unknown as Statement & { ledgerEpoch: string; serverTime: string }

  return {
    signer,
    terminalId,
    get,
    post,
    pay: async (request: object) => said(await post('/v1/payments', request)),
    ask: async ({ paymentId, intentHash }: Named) => said(await get(`/v1/payments/${paymentId}?intentHash=${intentHash}`)),
    void: async ({ paymentId, intentHash }: Named) => said(await post(`/v1/payments/${paymentId}/void`, { intentHash })),
    /** Statements of a batch by payment id; items that are none are left out. */
    async batch(items: readonly object[]): Promise<Map<string, Statement>> {
      const answer = read(batchAnswerSchema, await post('/v1/payments/batch', { items }), 200)
      const statements = answer.items.map((item) => paymentStatementSchema.safeParse(item))
      return new Map(
        statements.flatMap((each) => (each.success ? [[each.data.paymentId, each.data as unknown as Statement] as const] : [])),
      )
    },
    floatRupiah: async (): Promise<number> => read(floatAnswerSchema, await get('/v1/float'), 200).balanceRupiah,
    feed: async (epoch: string, after: number): Promise<FeedAnswer> =>
      read(feedAnswerSchema, await get(`/v1/feed?epoch=${encodeURIComponent(epoch)}&after=${after}`), 200),
    time: async () => (await get('/v1/time')).json as { serverTime: string; ledgerEpoch: string },
  }
}

/** The reply as the contract has it; anything else breaks the promise that needed it. */
export function read<Schema extends z.ZodType>(schema: Schema, seen: Seen, status: number | 'any'): z.infer<Schema> {
  const where = `${seen.request.method} ${seen.request.path.split('?')[0]}`
  const isStatus = status === 'any' || seen.status === status
  demand(isStatus, `${where} was answered ${seen.status} ${codeOf(seen) ?? inShort(seen.text)}`)
  const answer = schema.safeParse(seen.json)
  const issue = answer.success ? null : answer.error.issues[0]
  demand(
    answer.success,
    `the reply ${seen.status} ${codeOf(seen) ?? ''} to ${where} is not what the contract says: ${issue?.path.join('.')} ${issue?.message}`,
  )
  return answer.data
}

/** A statement without what may differ from one telling to the next. */
export function sameness({
  serverTime: _,
  ledgerEpoch: __,
  idsKeptForDays: ___,
  askAfterMs: ____,
  retryAfterMs: _____,
  ...statement
}: Statement): string {
  return JSON.stringify(Object.entries(statement).sort(([a], [b]) => (a < b ? -1 : 1)))
}
