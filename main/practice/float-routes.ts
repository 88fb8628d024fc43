import { Hono } from 'hono'
import { z } from 'zod'
import {
  type FloatMovementsAnswer,
  floatMovementsMax,
  type TopUpAnswer,
  type TopUpsAnswer,
  topUpRequestSchema,
} from '../../shared/central-api/float.ts'
import type { FloatAnswer } from '../../shared/central-api/payments.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { json, problem } from './answers.ts'
import type { PracticeContext } from './context.ts'

const afterSchema = z.coerce.number().int().nonnegative()

/** The outlet's deposit: what is left, every movement of it, and requests for more. */
export function floatRoutes({ door, payments, float, floatWatch, topUps, members }: PracticeContext): Hono {
  const app = new Hono()

  app.get(centralPaths.float.path, (c) =>
    door.terminal(c.req.raw, () => {
      payments.settleDue()
      const runOut = floatWatch.runOut()
      const runsOutAt = runOut.kind === 'runsOut' ? new Date(runOut.atMs).toISOString() : null
      return json({ ...members(), balanceRupiah: float.availableRupiah(), runsOutAt } satisfies FloatAnswer)
    }),
  )

  app.get(centralPaths.floatMovements.path, (c) =>
    door.terminal(c.req.raw, ({ url }) => {
      const after = afterSchema.safeParse(url.searchParams.get('after') ?? 0)
      if (!after.success) return problem('malformedRequest', members())
      payments.settleDue()
      const { movements, head } = float.movementsAfter(after.data, floatMovementsMax)
      const told = movements.map(({ atMs, ...movement }) => ({ ...movement, at: new Date(atMs).toISOString() }))
      return json({ ...members(), movements: told, head } satisfies FloatMovementsAnswer)
    }),
  )

  app.post(centralPaths.requestTopUp.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const request = topUpRequestSchema.safeParse(sent)
      if (!request.success) return problem('malformedRequest', members())
      const known = topUps.find(request.data.topUpId)
      // A revoked terminal may still hear what became of a request it made before.
      if (terminal.revoked && known === null) return problem('terminalRevoked', members())
      const topUp = topUps.request(request.data, terminal.terminalId)
      return topUp === null ? problem('intentMismatch', members()) : json({ ...members(), topUp } satisfies TopUpAnswer)
    }),
  )

  app.get(centralPaths.topUps.path, (c) =>
    door.terminal(c.req.raw, () => json({ ...members(), topUps: topUps.list() } satisfies TopUpsAnswer)),
  )

  return app
}
