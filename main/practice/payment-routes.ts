import { Hono } from 'hono'
import { z } from 'zod'
import type { BatchAnswer } from '../../shared/central-api/batches.ts'
import { paymentIdSchema, paymentRequestSchema } from '../../shared/central-api/payments.ts'
import { voidRequestSchema } from '../../shared/central-api/problem.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { json, paymentReply, problem, refusal } from './answers.ts'
import { answerBatch } from './batch.ts'
import type { PracticeContext } from './context.ts'

const namedSchema = z.object({ paymentId: paymentIdSchema, intentHash: voidRequestSchema.shape.intentHash })

/** Pay, ask and void: one at a time or a hundred at once. */
export function paymentRoutes({ door, payments, clock, faults, members }: PracticeContext): Hono {
  const malformed = () => problem('malformedRequest', members())
  const app = new Hono()

  app.post(centralPaths.pay.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const request = paymentRequestSchema.safeParse(sent)
      if (request.success) return paymentReply(payments.pay(request.data, terminal), members())
      // A payment that can be named is refused by name, or the terminal could only wonder.
      const named = namedSchema.safeParse(sent)
      return named.success ? paymentReply(refusal('malformedRequest', { ...named.data, revision: 0 }), members()) : malformed()
    }),
  )

  app.get(centralPaths.ask.path, (c) =>
    door.terminal(c.req.raw, ({ url, terminal }) => {
      const paymentId = paymentIdSchema.safeParse(c.req.param('paymentId'))
      const named = url.searchParams.get('intentHash')
      const intentHash = named === null ? null : voidRequestSchema.shape.intentHash.safeParse(named)
      if (!paymentId.success || intentHash?.success === false) return malformed()
      const statement = payments.ask(paymentId.data, intentHash === null ? null : intentHash.data, terminal.terminalId)
      return statement === null ? malformed() : paymentReply(statement, members())
    }),
  )

  app.post(centralPaths.void.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const paymentId = paymentIdSchema.safeParse(c.req.param('paymentId'))
      const request = voidRequestSchema.safeParse(sent)
      if (!paymentId.success || !request.success) return malformed()
      return paymentReply(payments.void(paymentId.data, request.data.intentHash, terminal.terminalId), members())
    }),
  )

  app.post(centralPaths.batch.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const items = answerBatch(sent, terminal, payments, clock.nowMs())
      if (typeof items === 'string') return problem(items, members())
      // Every item is done; of every second one nothing is said.
      const said = faults.get().fault === 'partialBatch' ? items.filter((_, index) => index % 2 === 0) : items
      return json({ ...members(), items: said } satisfies BatchAnswer)
    }),
  )

  return app
}
