import { Hono } from 'hono'
import { z } from 'zod'
import type { FeedAnswer } from '../../shared/central-api/feed.ts'
import {
  type ClaimAnswer,
  type ClaimRequest,
  claimRequestSchema,
  type HelloAnswer,
  helloRequestSchema,
  type OpenCopyAnswer,
  openCopyRequestSchema,
} from '../../shared/central-api/ownership.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { openSealed } from '../platform/sealed-box.ts'
import { type Answer, json, problem } from './answers.ts'
import type { PracticeContext } from './context.ts'
import type { Terminal } from './terminals.ts'

const cursorSchema = z.object({ epoch: z.string().max(64), after: z.coerce.number().int().nonnegative() })
type ClaimedPayment = ClaimAnswer['payments'][number]

/** Who speaks for a payment and what they hear: lives of a ledger, claims, the feed, second copies. */
export function ownershipRoutes(context: PracticeContext): Hono {
  const { door, payments, rows, claims, lives, feed, database, members } = context
  const refuse = (code: CentralRefusalCode) => problem(code, members())
  const app = new Hono()

  app.get(centralPaths.feed.path, (c) =>
    door.terminal(c.req.raw, ({ url, terminal }) => {
      const cursor = cursorSchema.safeParse({ epoch: url.searchParams.get('epoch'), after: url.searchParams.get('after') })
      if (!cursor.success) return refuse('malformedRequest')
      // Whatever turned meanwhile turns now: nobody has to ask about it first.
      payments.settleDue()
      context.configOffice.refresh()
      context.catalogue()
      context.floatWatch.look()
      context.closedDays.closeDue()
      feed.tellFloat(terminal.terminalId, context.float.availableRupiah())
      const part = feed.read(terminal.terminalId, cursor.data.epoch, cursor.data.after)
      return part === null ? refuse('cursorExpired') : json({ ...members(), ...part } satisfies FeedAnswer)
    }),
  )

  app.post(centralPaths.hello.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const request = helloRequestSchema.safeParse(sent)
      if (!request.success) return refuse('malformedRequest')
      return json({ ...members(), ...lives.hello(terminal.terminalId, request.data) } satisfies HelloAnswer)
    }),
  )

  app.post(centralPaths.claims.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const request = claimRequestSchema.safeParse(sent)
      return request.success ? claim(request.data, terminal) : refuse('malformedRequest')
    }),
  )

  app.post(centralPaths.openCopy.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const request = openCopyRequestSchema.safeParse(sent)
      if (!request.success) return refuse('malformedRequest')
      if (terminal.revoked) return refuse('terminalRevoked')
      const contentKey = openSealed(context.recoveryKeys, request.data.sealedKey)
      if (contentKey === null || contentKey.length > 48) return refuse('malformedRequest')
      return json({ ...members(), contentKey: Buffer.from(contentKey).toString('base64') } satisfies OpenCopyAnswer)
    }),
  )

  function claim(request: ClaimRequest, terminal: Terminal): Answer {
    const { terminalId } = terminal
    if (terminal.revoked) return refuse('terminalRevoked')
    if (request.incarnation < lives.newest(terminalId)) return refuse('incarnationOld')
    const isForged = request.fromPublicKey !== undefined && !context.terminals.holdsKey(request.fromTerminalId, request.fromPublicKey)
    if (isForged) return refuse('claimNotAllowed')
    const by = { terminalId, exportId: request.exportId, fromTerminalId: request.fromTerminalId, incarnation: request.incarnation }
    const claimed = request.payments.map((payment) => claimOne(payment, by))
    return json({ ...members(), payments: claimed } satisfies ClaimAnswer)
  }

  function claimOne(payment: ClaimRequest['payments'][number], by: Parameters<typeof claims.claim>[1]): ClaimedPayment {
    const { paymentId, intentHash } = payment
    // A restored ledger finds its row again before the payment changes hands.
    payments.ask(paymentId, intentHash, by.terminalId)
    const verdict = database
      .transaction(() => {
        const row = rows.find(paymentId)
        const creator = row === null ? null : { terminalId: row.terminal_id, intentHash: row.intent_hash }
        const result = claims.claim(payment, by, creator)
        if (typeof result === 'string' || result.formerOwner === null) return result
        if (row !== null) rows.raiseRevision(paymentId, context.clock.nowMs())
        feed.tell(result.formerOwner, { kind: 'claimed', paymentId, byTerminalId: by.terminalId })
        return result
      })
      .immediate()
    if (typeof verdict === 'string') return { paymentId, claimed: false, code: verdict }
    const statement = payments.ask(paymentId, intentHash, by.terminalId)
    if (statement === null) throw new Error('a question that names an intent has an answer')
    return { paymentId, claimed: true, statement }
  }

  return app
}
