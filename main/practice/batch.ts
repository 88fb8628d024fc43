import { z } from 'zod'
import { type BatchItem, batchItemSchema, batchItemsMax } from '../../shared/central-api/batches.ts'
import { type PaymentStatement, paymentIdSchema } from '../../shared/central-api/payments.ts'
import { voidRequestSchema } from '../../shared/central-api/problem.ts'
import { billKeys } from '../../shared/intent.ts'
import { refusal } from './answers.ts'
import { type Payments, purchaseDay } from './payments.ts'
import type { Terminal } from './terminals.ts'

/** Items are read one by one: what is wrong with one is nothing to the others. */
const envelopeSchema = z.object({ items: z.array(z.unknown()).min(1) })
const namedSchema = z.object({ paymentId: paymentIdSchema, intentHash: voidRequestSchema.shape.intentHash })

/**
 * Transport only: each item is committed and answered alone, in the order given. One that can't even be named gets no answer; a
 * second one of the same payment or bill is refused, because nobody could tell which came first.
 */
export function answerBatch(sent: unknown, terminal: Terminal, payments: Payments, nowMs: number) {
  const envelope = envelopeSchema.safeParse(sent)
  if (!envelope.success) return 'malformedRequest'
  if (envelope.data.items.length > batchItemsMax) return 'requestTooLarge'
  const seen = new Set<string>()
  return envelope.data.items.flatMap((each): PaymentStatement[] => {
    const named = namedSchema.safeParse(each)
    if (!named.success) return []
    const item = batchItemSchema.safeParse(each)
    const keys = item.success ? keysOf(item.data, nowMs) : []
    if (!item.success || keys.some((key) => seen.has(key))) return [refusal('malformedRequest', { ...named.data, revision: 0 })]
    for (const key of keys) seen.add(key)
    return [answerItem(item.data, terminal, payments)]
  })
}

function keysOf(item: BatchItem, nowMs: number): string[] {
  return item.kind === 'pay' ? [item.paymentId, ...billKeys(item, purchaseDay(item, nowMs))] : [item.paymentId]
}

function answerItem(item: BatchItem, terminal: Terminal, payments: Payments): PaymentStatement {
  if (item.kind === 'pay') return payments.pay(item, terminal)
  if (item.kind === 'void') return payments.void(item.paymentId, item.intentHash, terminal.terminalId)
  const statement = payments.ask(item.paymentId, item.intentHash, terminal.terminalId)
  if (statement === null) throw new Error('a question that names an intent has an answer')
  return statement
}
