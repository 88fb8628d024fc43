import { isDeepStrictEqual } from 'node:util'
import { paidProofSchema } from '../../shared/central-api/payments.ts'
import type { ReceiptProof } from '../../shared/terminal-api/payment-routes.ts'
import type { CentralKey } from '../central/call.ts'
import type { SignedReply } from '../central/outcome.ts'
import { proveReply } from '../central/prove-reply.ts'
import type { Database } from '../storage/open.ts'
import { type Payment, requirePayment } from './payment.ts'

/**
 * Proves a receipt from the reply that was kept with its payment: that the central signed it, and that it says of this payment, under this intent, exactly
 * what the receipt says. `central` is the key of the time at which it was signed.
 */
export async function proveReceipt(database: Database, paymentId: string, central: CentralKey): Promise<ReceiptProof> {
  const payment = requirePayment(database, paymentId)
  if (payment.proof === null) return { proved: false, why: 'neverPaid' }
  const reply = keptReply(database, paymentId)
  if (reply === null) return { proved: false, why: 'replyNotKept' }
  const proof = await proveReply(reply, central)
  if (!proof.holds) return { proved: false, why: proof.why }
  if (!saysPaid(JSON.parse(reply.body), payment, JSON.parse(payment.proof))) return { proved: false, why: 'saysSomethingElse' }
  return { proved: true, keyId: central.keyId, signedAtMs: proof.signedAtMs }
}

/** One that spoke about many payments lies in a row of its own. */
function keptReply(database: Database, paymentId: string): SignedReply | null {
  const own = database.prepare('SELECT proof_reply FROM payments WHERE id = ?').pluck().get(paymentId) as string | null
  if (own === null) return null
  const reply = JSON.parse(own) as SignedReply
  if (reply.keptAs === undefined) return reply
  const shared = database.prepare('SELECT reply FROM signed_replies WHERE id = ?').pluck().get(reply.keptAs) as string | undefined
  return shared === undefined ? null : (JSON.parse(shared) as SignedReply)
}

/** Wherever in the reply: the answer to a payment, an item of a batch, of the feed or of a claim. */
function saysPaid(said: unknown, payment: Payment, proof: unknown): boolean {
  if (typeof said !== 'object' || said === null) return false
  const statement = said as Record<string, unknown>
  if (statement.paymentId === payment.id && statement.intentHash === payment.intentHash && statement.status === 'paid')
    return isDeepStrictEqual(paidProofSchema.safeParse(statement.proof).data, proof)
  return Object.values(said).some((part) => saysPaid(part, payment, proof))
}
